"""Whom the control API answers: programs of this machine, and pages of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from understudy.contract_tests.inprocess import Caller
from understudy.mocks.control.api import control_app
from understudy.mocks.front import Front


@pytest.fixture
def caller() -> Iterator[Caller]:
    """The control API of no mock at all."""
    with Caller(Front({}, {}, control_app({})), {}) as asking:
        yield asking


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8080", "[::1]:8080", "127.9.9.9"])
def test_hosts_of_this_machine(caller: Caller, host: str) -> None:
    assert caller.ask("GET", "/_understudy/apis", headers={"host": host}).status == 200
    own = {"host": host, "origin": f"http://{host}"}
    assert caller.ask("GET", "/_understudy/apis", headers=own).status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "evil.example", "origin": "http://evil.example"},
        {"host": "evil.example"},
        {"host": "["},
        {"host": "localhost", "origin": "http://evil.example"},
        {"host": "localhost", "origin": "null"},
    ],
    ids=[
        "a name that leads here",
        "the same without origin",
        "no host at all",
        "a page from elsewhere",
        "a page from a file",
    ],
)
def test_hosts_of_others(caller: Caller, headers: dict[str, str]) -> None:
    assert caller.ask("GET", "/_understudy/apis", headers=headers).status == 403
