"""What a sandbox must survive: snapshots in a row, and writes after them."""

from __future__ import annotations

import pytest

from understudy.contract_tests.inprocess import Caller
from understudy.mocks import composition
from understudy.mocks.sandboxes import Start

HERE = "/_understudy/apis/thinkific/sandboxes/default"
CREDENTIALS = {"X-Auth-API-Key": "understudy", "X-Auth-Subdomain": "default"}


@pytest.fixture
def caller() -> Caller:
    mocks = composition.sandboxes(
        composition.Options(("thinkific",), Start(clock="2026-01-01T00:00:00Z"), records=1000)
    )
    return Caller(composition.app(mocks, at_root=True), CREDENTIALS)


def test_deletes_after_restores(caller: Caller) -> None:
    """SQLite crashed here when a snapshot was put into the connection that was in use."""
    with caller:
        for number in (1, 2, 3):
            assert caller.json("PUT", f"{HERE}/snapshots/a").status == 204
            assert caller.json("POST", f"{HERE}/records", {}).status == 201
            assert caller.json("POST", f"{HERE}/snapshots/a/restore").status == 204
            assert caller.json("DELETE", f"{HERE}/records/users/{number}").status == 204
        assert caller.json("DELETE", f"{HERE}/records/courses/2").status == 204
        assert caller.json("GET", "/api/public/v1/courses/1").status == 200


def test_a_deleted_product_leaves_its_course_without(caller: Caller) -> None:
    with caller:
        assert caller.json("GET", "/api/public/v1/courses/1").json()["product_id"] == 1
        assert caller.json("DELETE", f"{HERE}/records/products/1").status == 204
        assert caller.json("GET", "/api/public/v1/courses/1").json()["product_id"] is None


def test_the_clock_is_part_of_a_snapshot(caller: Caller) -> None:
    with caller:
        caller.json("PATCH", f"{HERE}/clock", {"forward": 60})
        caller.json("PUT", f"{HERE}/snapshots/later")
        caller.json("POST", f"{HERE}/reset")
        assert caller.json("GET", f"{HERE}/clock").json()["now"] == "2026-01-01T00:00:00.000Z"
        caller.json("POST", f"{HERE}/snapshots/later/restore")
        assert caller.json("GET", f"{HERE}/clock").json()["now"] == "2026-01-01T00:01:00.000Z"


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8080", "[::1]:8080", "127.9.9.9"])
def test_hosts_of_this_machine(caller: Caller, host: str) -> None:
    with caller:
        assert caller.ask("GET", "/_understudy/apis", headers={"host": host}).status == 200
        own = {"host": host, "origin": f"http://{host}"}
        assert caller.ask("GET", "/_understudy/apis", headers=own).status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "evil.example", "origin": "http://evil.example"},
        {"host": "evil.example"},
        {"host": "localhost", "origin": "http://evil.example"},
        {"host": "localhost", "origin": "null"},
    ],
    ids=["a name that leads here", "the same without origin", "a page from elsewhere", "a page from a file"],
)
def test_hosts_of_others(caller: Caller, headers: dict[str, str]) -> None:
    with caller:
        assert caller.ask("GET", "/_understudy/apis", headers=headers).status == 403
