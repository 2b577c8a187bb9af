from __future__ import annotations

import shlex
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from understudy.cli import main
from understudy.contract_tests.serving import Served, served
from understudy.mocks.composition import APIS

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


# Several on one port

KEY = {"X-Auth-API-Key": "understudy", "X-Auth-Subdomain": "default"}
TOKEN = {"Authorization": 'Token token="understudy"'}
CLIENT = {"Authorization": f"Basic {b64encode(b'default:understudy').decode()}"}


@pytest.fixture(scope="module")
def several() -> Iterator[Served]:
    with served("catalog", "schema", "thinkific", "--records", "60") as server:
        yield server


@pytest.mark.parametrize(
    ("host", "path", "headers", "shown"),
    [
        (None, "/thinkific/api/public/v1/courses/1", KEY, "course_card_image_url"),
        (None, "/catalog/api/v1/orders/1", TOKEN, "order"),
        ("api.thinkific.com", "/api/public/v1/courses/1", KEY, "course_card_image_url"),
        ("school.catalog.instructure.com", "/api/v1/orders/1", TOKEN, "order"),
        ("another.catalog.instructure.com:8080", "/api/v1/orders/1", TOKEN, "order"),
        (None, "/schema/products", CLIENT, "results"),
        ("api.schema.io", "/products", CLIENT, "results"),
        ("api.thinkific.com", "/catalog/api/v1/orders/1", TOKEN, "order"),
    ],
)
def test_which_api(several: Served, host: str | None, path: str, headers: dict[str, str], shown: str) -> None:
    named = {} if host is None else {"Host": host}
    answer = httpx.get(several.root + path, headers=headers | named)
    assert (answer.status_code, shown in answer.json()) == (200, True)


@pytest.mark.parametrize(
    ("host", "prefix"),
    [("api-gateway.instructure.com", ""), ("127.0.0.1:8080", "/catalog")],
    ids=["by the vendor's host", "by prefix"],
)
def test_files_are_where_the_client_asked(several: Served, host: str, prefix: str) -> None:
    """The URL of a file leads to the address that the client knows the mock by."""
    with httpx.Client(base_url=several.root + prefix, headers={"Host": host}) as client:
        secret = ("us-east-1#default", "understudy")
        token = client.post("/ids/auth/login", auth=secret, data={"grant_type": "client_credentials"}).json()
        client.headers["Authorization"] = f"Bearer {token['access_token']}"
        job = client.post("/dap/query/catalog/table/users/data", json={"format": "csv"}).json()
        urls = client.post("/dap/object/url", json=job["objects"]).json()["urls"]
        (url,) = (httpx.URL(entry["url"]) for entry in urls.values())
        assert str(url).startswith(f"http://{host}{prefix}/dap/file/")
        assert client.get(several.root + url.path).status_code == 200


@pytest.mark.parametrize("host", ["127.0.0.1", "catalog.instructure.com", "elsewhere.example"])
def test_an_api_that_is_not_named(several: Served, host: str) -> None:
    answer = httpx.get(f"{several.root}/api/v1/orders/1", headers={**TOKEN, "Host": host})
    assert answer.status_code == 404
    assert "they are at /catalog/, /schema/, /thinkific/" in answer.json()["error"]


def test_what_is_said_of_several(several: Served) -> None:
    """The control API knows them all, and a sandbox of one is none of another."""
    control = f"{several.root}/_understudy/apis"
    assert [api["name"] for api in httpx.get(control).json()["apis"]] == ["catalog", "schema", "thinkific"]
    httpx.get(several.url + "/api/v1/orders", headers={"Authorization": 'Token token="understudy.acme"'})
    assert httpx.get(f"{control}/catalog/sandboxes").json()["sandboxes"] == ["acme", "default"]
    assert httpx.get(f"{control}/thinkific/sandboxes").json()["sandboxes"] == ["default"]


@pytest.mark.parametrize("apis", [[], *([api] for api in APIS)], ids=lambda apis: " ".join(apis) or "all")
def test_the_first_request_that_is_told_works(apis: list[str]) -> None:
    with served(*apis, "--records", "60") as server:
        assert server.process.stdout
        requests = []
        while "Control API" not in (line := server.process.stdout.readline()):
            if line.startswith("  curl "):
                requests.append(shlex.split(line))
        for _, *headers, url in requests:
            sent = dict(header.split(": ") for header in headers if header != "-H")
            assert httpx.get(url, headers=sent).status_code == 200
    assert len(requests) == len(apis or APIS)


def test_data_files_of_several(tmp_path: Path) -> None:
    """Each has one of its own, and finds it again."""
    data = str(tmp_path / "data.db")
    for records in ("200", "0"):
        with served("catalog", "thinkific", "--records", records, "--data", data) as server:
            assert httpx.get(f"{server.root}/thinkific{COURSES}", headers=KEY).status_code == 200
            assert httpx.get(f"{server.root}/catalog/api/v1/orders/1", headers=TOKEN).status_code == 200
    assert {path.name for path in tmp_path.glob("*.db")} == {"data-catalog.db", "data-thinkific.db"}
