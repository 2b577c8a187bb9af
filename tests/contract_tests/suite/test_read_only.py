"""A server that may only be read is tested as far as that goes."""

from __future__ import annotations

import pytest
import requests

from understudy.contract_tests.suite import corpus
from understudy.contract_tests.suite.extent import Extent
from understudy.contract_tests.suite.shard import Job, Shard
from understudy.contract_tests.targets.remote import Remote, RemoteTarget
from understudy.contract_tests.targets.settings import Settings
from understudy.contract_tests.targets.target import Request
from understudy.contract_tests.traffic import Exchange
from understudy.contract_tests.transport import through

CLOSED = Settings(name="closed", url="http://127.0.0.1:1", schemes={"Token": {"api_key": 'Token token="a"'}})


def test_what_may_not_be_asked_is_not_sent() -> None:
    """A method that the contract does not have, of paths that are only read: no failure of the suite itself."""
    target = RemoteTarget("catalog", CLOSED)
    with through(target) as heard, pytest.raises(requests.RequestException, match="is not among"):
        requests.request("TRACE", "http://localhost/api/v1/orders", timeout=1)
    target.close()
    assert heard.error is None


def test_no_login_that_may_not_be_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Catalog's tables want a token, which only a POST gives."""
    asked: list[str] = []

    def sent(_: RemoteTarget, request: Request) -> Exchange:
        asked.append(request.method)
        return Exchange(request.method, f"{CLOSED.url}{request.path}", {}, b"", 401, {}, b"{}")

    monkeypatch.setattr(RemoteTarget, "_sent", sent)
    finished = Job("catalog", Remote("catalog", CLOSED), Extent(1, 1, False)).do(Shard("behaviour", 0))
    assert finished.failures
    assert set(asked) == {"GET"}


def test_frozen_requests_are_sent_to_what_lets_in_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of Catalog that is its orders: where nothing may be written, no login gives a token for the tables."""
    asked: set[str] = set()

    def sent(_: RemoteTarget, request: Request) -> Exchange:
        asked.add(request.path.split("?")[0])
        return Exchange(request.method, f"{CLOSED.url}{request.path}", {}, b"", 401, {}, b"{}")

    monkeypatch.setattr(RemoteTarget, "_sent", sent)
    for shard in range(corpus.SHARDS):
        Job("catalog", Remote("catalog", CLOSED), Extent(1, 1, False)).do(Shard("corpus", shard))
    assert "/api/v1/orders" in asked
    assert not [path for path in asked if path.startswith("/dap/query")]
