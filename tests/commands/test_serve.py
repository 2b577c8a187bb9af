from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from understudy.cli import main
from understudy.contract_tests.serving import served

COURSES = "/api/public/v1/courses/1"


@pytest.mark.parametrize(
    ("option", "value", "told"),
    [
        ("--clock", "soon", "'soon' is no date or date-time: write 2026-01-31"),
        ("--api-key", "a.b", "api_key must be visible ASCII characters without a dot"),
        ("--api-key", "", "api_key must be visible ASCII"),
        ("--port", "70000", "0<=x<=65535"),
        ("--records", "-1", "0<=x<="),
    ],
)
def test_wrong_options(option: str, value: str, told: str) -> None:
    result = CliRunner().invoke(main, ["serve", "thinkific", option, value])
    assert result.exit_code == 2
    assert told in result.output


def test_what_is_told_counts_for_a_file_that_is_opened_again(tmp_path: Path) -> None:
    data = str(tmp_path / "school.db")
    with served("thinkific", "--records", "20", "--data", data) as server:
        first = {"X-Auth-API-Key": "understudy", "X-Auth-Subdomain": "default"}
        assert httpx.get(server.url + COURSES, headers=first).status_code == 200
    with served("thinkific", "--data", data, "--api-key", "other", "--clock", "2030-01-01") as server:
        assert httpx.get(server.url + COURSES, headers=first).status_code == 401
        answer = httpx.get(server.url + COURSES, headers={**first, "X-Auth-API-Key": "other"})
        clock = httpx.get(f"{server.url}/_understudy/apis/thinkific/sandboxes/default/clock").json()
    assert answer.status_code == 200
    assert clock == {"now": "2030-01-01T00:00:00.000Z", "frozen": True}


@pytest.mark.parametrize(
    ("origin", "status"),
    [(None, 200), ("http://evil.example", 403), ("null", 403)],
    ids=["a program", "a page from elsewhere", "a page from a file"],
)
def test_pages_from_elsewhere_control_nothing(origin: str | None, status: int) -> None:
    headers = {} if origin is None else {"Origin": origin}
    with served("thinkific", "--records", "20") as server:
        assert httpx.get(f"{server.url}/_understudy/apis", headers=headers).status_code == status
        own = {"Origin": server.url}
        assert httpx.get(f"{server.url}/_understudy/apis", headers=own).status_code == 200
