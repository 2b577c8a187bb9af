"""What a sandbox must survive: snapshots in a row, and writes after them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from understudy.contract_tests.inprocess import Caller
from understudy.mocks import composition
from understudy.mocks.sandboxes import Start

HERE = "/_understudy/apis/thinkific/sandboxes/default"
CREDENTIALS = {"X-Auth-API-Key": "understudy", "X-Auth-Subdomain": "default"}


@pytest.fixture
def caller() -> Iterator[Caller]:
    mocks = composition.sandboxes(
        composition.Options(("thinkific",), Start(clock="2026-01-01T00:00:00Z"), records=1000)
    )
    with Caller(composition.app(mocks, at_root=True), CREDENTIALS) as asking:
        yield asking
    for mock in mocks.values():
        mock.close()


def test_deletes_after_restores(caller: Caller) -> None:
    """SQLite crashed here when a snapshot was put into the connection that was in use."""
    for number in (1, 2, 3):
        assert caller.json("PUT", f"{HERE}/snapshots/a").status == 204
        assert caller.json("POST", f"{HERE}/records", {}).status == 201
        assert caller.json("POST", f"{HERE}/snapshots/a/restore").status == 204
        assert caller.json("DELETE", f"{HERE}/records/users/{number}").status == 204
    assert caller.json("DELETE", f"{HERE}/records/courses/2").status == 204
    assert caller.json("GET", "/api/public/v1/courses/1").status == 200


def test_a_deleted_product_leaves_its_course_without(caller: Caller) -> None:
    assert caller.json("GET", "/api/public/v1/courses/1").json()["product_id"] == 1
    assert caller.json("DELETE", f"{HERE}/records/products/1").status == 204
    assert caller.json("GET", "/api/public/v1/courses/1").json()["product_id"] is None


def test_the_clock_is_part_of_a_snapshot(caller: Caller) -> None:
    caller.json("PATCH", f"{HERE}/clock", {"forward": 60})
    caller.json("PUT", f"{HERE}/snapshots/later")
    caller.json("POST", f"{HERE}/reset")
    assert caller.json("GET", f"{HERE}/clock").json()["now"] == "2026-01-01T00:00:00.000Z"
    caller.json("POST", f"{HERE}/snapshots/later/restore")
    assert caller.json("GET", f"{HERE}/clock").json()["now"] == "2026-01-01T00:01:00.000Z"
