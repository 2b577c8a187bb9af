from __future__ import annotations

from collections.abc import Iterator

import pytest

from understudy.contract_tests.targets.local import Local
from understudy.contract_tests.targets.target import Request, Target

ASKED = {"thinkific": "/courses", "schema": "/products", "catalog": "/api/v1/orders"}


@pytest.fixture(scope="module", params=ASKED)
def local(request: pytest.FixtureRequest) -> Iterator[Local]:
    with Local(str(request.param)) as target:
        yield target


def of(target: Target, path: str) -> Request:
    return Request("GET", path, "limit=2", tuple(target.credentials.items()))


def test_both_accounts_are_let_in_and_nobody_else(local: Local) -> None:
    path = ASKED[local.name.rpartition(" ")[2]]
    statuses = [
        local.ask(Request("GET", path, headers=tuple(headers.items()))).status
        for headers in (local.credentials, local.others or {}, {})
    ]
    assert statuses == [200, 200, 401]


def test_fresh_begins_anew_with_the_same_bytes(local: Local) -> None:
    path = ASKED[local.name.rpartition(" ")[2]]
    before = local.ask(of(local, path))
    collection = next(name for name in local.sandbox.store.collections if local.sandbox.store.ids(name))
    local.sandbox.store.delete(collection, local.sandbox.store.ids(collection)[0])
    local.forward(60)
    local.fresh()
    assert local.ask(of(local, path)).answer == before.answer
    assert local.sandbox.clock.now() == "2026-01-01T00:00:00.000Z"


def test_the_exchange_is_what_was_sent(local: Local) -> None:
    path = ASKED[local.name.rpartition(" ")[2]]
    exchange = local.ask(Request("GET", path, "limit=2", (("X-One", "a"), ("x-one", "b"))))
    assert (exchange.method, exchange.query, exchange.headers) == ("GET", "limit=2", {"x-one": "a, b"})
    assert exchange.url.endswith(f"{path}?limit=2")
