from __future__ import annotations

from typing import Any

import pytest

from understudy.contract_tests.inprocess import Caller
from understudy.mocks.front import Front
from understudy.mocks.pipeline.messages import Response
from understudy.mocks.pipeline.sending import send_response


def speaker(name: str) -> Any:
    """An app that says who it is and which path it sees."""

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen = f"{name} {scope['path']} {scope['raw_path'].decode()} {scope['root_path']}"
        await send_response(scope, send, Response(200, seen.encode()))

    return app


ONE = Front({"a": speaker("a")}, {"a.example": "a"}, speaker("control"), alone=speaker("a"))
TWO = Front({"a": speaker("a"), "b": speaker("b")}, {"a.example": "a", "*.b.example": "b"}, speaker("control"))


@pytest.mark.parametrize(
    ("front", "path", "host", "seen"),
    [
        pytest.param(ONE, "/x", "localhost", "a /x /x ", id="alone, at the root"),
        pytest.param(ONE, "/_understudy/apis", "localhost", "control /apis /apis /_understudy", id="control"),
        pytest.param(TWO, "/a/x", "localhost", "a /x /x /a", id="prefix"),
        pytest.param(TWO, "/b/x/b", "localhost", "b /x/b /x/b /b", id="other prefix"),
        pytest.param(TWO, "/x", "a.example", "a /x /x ", id="host"),
        pytest.param(TWO, "/x", "A.EXAMPLE:8080", "a /x /x ", id="host with port and capitals"),
        pytest.param(TWO, "/x", "shop.b.example", "b /x /x ", id="any host of a domain"),
        pytest.param(TWO, "/a/x", "shop.b.example", "a /x /x /a", id="prefix before host"),
    ],
)
def test_which_api(front: Front, path: str, host: str, seen: str) -> None:
    with Caller(front, {"host": host}) as caller:
        assert caller.ask("GET", path).body.decode() == seen


def test_none() -> None:
    with Caller(TWO, {}) as caller:
        answer = caller.ask("GET", "/c/x")
    assert (answer.status, "/a/, /b/" in answer.body.decode()) == (404, True)
