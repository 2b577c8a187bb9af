from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from gzip import decompress
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest
from click.testing import CliRunner

from understudy.cli import main
from understudy.contract_tests.serving import Served, served


def run(*arguments: str) -> bytes:
    result = CliRunner().invoke(main, ["data", "thinkific", *arguments])
    assert result.exit_code == 0, result.output
    return result.stdout_bytes


def test_lines_are_records() -> None:
    lines = [orjson.loads(line) for line in run("--records", "40").splitlines()]
    assert len(lines) == 40
    assert {"collection", "record"} == set(lines[0])


def test_same_seed_same_bytes(tmp_path: Path) -> None:
    file = tmp_path / "data.jsonl"
    run("--records", "60", "--seed", "3", "--output", str(file))
    assert file.read_bytes() == run("--records", "60", "--seed", "3") != run("--records", "60", "--seed", "4")


@pytest.mark.parametrize(
    ("option", "value", "told"),
    [
        ("--locale", "xx_XX", "xx_XX"),
        ("--recipe", "odd", "odd"),
        ("--output", "/", "/"),
    ],
)
def test_what_cannot_be(option: str, value: str, told: str) -> None:
    result = CliRunner().invoke(main, ["data", "thinkific", option, value])
    assert result.exit_code != 0
    assert told in result.output
    assert "Traceback" not in result.output


# Days of life

EPOCH = "2026-01-01T00:00:00.000Z"
DAY = 24 * 60 * 60
SUMS = re.compile(r"(\d+) made, (\d+) changed, (\d+) deleted")


@pytest.fixture(scope="module")
def mock() -> Iterator[Served]:
    with served("catalog", "--records", "400", "--clock", EPOCH) as server:
        yield server


@pytest.fixture
def sandbox(mock: Served, request: pytest.FixtureRequest) -> str:
    """The name of a new one."""
    name = re.sub(r"\W", "-", request.node.name)
    control(mock, "POST", "", json={"name": name})
    return name


def control(mock: Served, method: str, path: str, **options: Any) -> Any:
    answer = httpx.request(method, f"{mock.root}/_understudy/apis/catalog/sandboxes{path}", **options)
    assert answer.is_success, answer.text
    return answer.json()


def live(mock: Served, sandbox: str, *options: str) -> str:
    arguments = ["data", "catalog", "--live", mock.url, "--sandbox", sandbox, *options]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    return result.output


def actions(mock: Served, sandbox: str, since: str) -> dict[str, Counter[str]]:
    """How many rows of each table the increment since a moment says were changed (U) and deleted (D)."""
    with httpx.Client(base_url=mock.url) as client:
        form = {"grant_type": "client_credentials"}
        token = client.post("/ids/auth/login", auth=(f"us-east-1#{sandbox}", "understudy"), data=form).json()
        client.headers["Authorization"] = f"Bearer {token['access_token']}"
        found = {}
        for table in client.get("/dap/query/catalog/table").json()["tables"]:
            query = {"format": "jsonl", "since": since}
            job = client.post(f"/dap/query/catalog/table/{table}/data", json=query).json()
            urls = client.post("/dap/object/url", json=job["objects"]).json()["urls"] if job["objects"] else {}
            lines = b"".join(decompress(httpx.get(entry["url"]).content) for entry in urls.values()).splitlines()
            found[table] = Counter(orjson.loads(line)["meta"]["action"] for line in lines)
    return found


def test_a_day_is_seen_in_the_next_increment(mock: Served, sandbox: str) -> None:
    before = control(mock, "GET", f"/{sandbox}")["records"]
    said = live(mock, sandbox)
    after, seen = control(mock, "GET", f"/{sandbox}")["records"], actions(mock, sandbox, EPOCH)
    assert len([table for table, found in seen.items() if found["U"]]) >= 18
    assert len([table for table, found in seen.items() if found["D"]]) >= 4
    for table, found in seen.items():
        made, changed, deleted = told(said, table)
        assert after[table] - before[table] == made - deleted
        assert found["D"] == deleted
        assert made <= found["U"] <= made + changed


def told(said: str, table: str) -> tuple[int, ...]:
    """What is said to have been made, changed and deleted of a table."""
    line = re.search(rf"^{table} +(\d+) +(\d+) +(\d+)$", said, re.MULTILINE)
    return tuple(map(int, line.groups())) if line else (0, 0, 0)


def columns(rows: list[tuple[int, ...]]) -> list[int]:
    """The sum of each."""
    return [sum(column) for column in zip(*rows, strict=True)]


def test_a_clock_that_stands_is_moved_through_the_days(mock: Served, sandbox: str) -> None:
    said = live(mock, sandbox, "--days", "3")
    assert control(mock, "GET", f"/{sandbox}/clock") == {"now": "2026-01-04T00:00:00.000Z", "frozen": True}
    assert re.findall(r"up to (\S+):", said) == [f"2026-01-0{day}T00:00:00.000Z" for day in (2, 3, 4)]
    sums = [tuple(map(int, found)) for found in SUMS.findall(said)]
    table = [told(said, name) for name in control(mock, "GET", f"/{sandbox}")["records"]]
    assert [sum(column) for column in zip(*sums, strict=True)] == [
        sum(column) for column in zip(*table, strict=True)
    ]
    users = control(mock, "GET", f"/{sandbox}/records/users?limit=10000")["records"]
    assert {user["created_at"][:10] for user in users} >= {"2026-01-01", "2026-01-02", "2026-01-03"}


def test_a_clock_that_runs_is_left_alone(mock: Served, sandbox: str) -> None:
    control(mock, "PATCH", f"/{sandbox}/clock", json={"frozen": False})
    live(mock, sandbox)
    live(mock, sandbox, "--seed", "2")
    clock = control(mock, "GET", f"/{sandbox}/clock")
    assert not clock["frozen"]
    assert clock["now"] < "2026-01-01T01"
    users = control(mock, "GET", f"/{sandbox}/records/users?limit=10000")["records"]
    assert all(user["created_at"] <= user["updated_at"] <= clock["now"] for user in users)
    assert len([user for user in users if user["created_at"] >= "2025-12-31T00"]) >= 24


def test_same_seed_same_sandbox_same_day(mock: Served, sandbox: str) -> None:
    twin, other = f"{sandbox}-2", f"{sandbox}-3"
    for name in (twin, other):
        control(mock, "POST", "", json={"name": name})
    assert live(mock, sandbox) == live(mock, twin)
    live(mock, other, "--seed", "5")
    users, same, others = (
        control(mock, "GET", f"/{name}/records/users?limit=10000") for name in (sandbox, twin, other)
    )
    assert users == same != others


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["thinkific", "--live"], "thinkific has no days to play: --live is for catalog."),
        (["catalog", "--live", "http://127.0.0.1:1"], "no mock answers at http://127.0.0.1:1: "),
        (["catalog", "--live", "catalog"], "'catalog' is not where a mock can be: write http://127.0.0.1:8080"),
        (["catalog", "--live", "http://127.0.0.1:x"], "'http://127.0.0.1:x' is not where a mock can be"),
        (["catalog", "--live", "--records", "5"], "--records means nothing with --live."),
        (["catalog", "--days", "2"], "--days means nothing without --live."),
        (["catalog", "--live", "--days", "0"], "0 is not in the range"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_cannot_be_played(arguments: list[str], message: str) -> None:
    result = CliRunner().invoke(main, ["data", *arguments])
    assert result.exit_code != 0
    assert message in result.output
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("sandbox", "message"),
    [
        ("nobody", "the mock refuses GET {mock}/_understudy/apis/catalog/sandboxes/nobody/clock: 404"),
        ("a/b", "the mock refuses GET {mock}/_understudy/apis/catalog/sandboxes/a%2Fb/clock: 404"),
    ],
)
def test_sandboxes_that_are_not_there(sandbox: str, message: str, mock: Served) -> None:
    result = CliRunner().invoke(main, ["data", "catalog", "--live", mock.url, "--sandbox", sandbox])
    assert (result.exit_code, message.format(mock=mock.root) in result.output) == (1, True)
