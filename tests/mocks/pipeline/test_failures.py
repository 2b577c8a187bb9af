from __future__ import annotations

import asyncio
import logging
from typing import Any

import pytest

from understudy.mocks.errors import Invalid, NotFound
from understudy.mocks.pipeline.errors import Interrupted
from understudy.mocks.pipeline.failures import Failure, Failures
from understudy.mocks.pipeline.messages import Response
from understudy.mocks.store import ClosedError, DataFileError
from understudy.mocks.thinkific.wire import render

SCOPE = {"type": "http", "method": "GET", "path": "/courses"}


def answer(error: Exception) -> list[dict[str, Any]]:
    sent: list[dict[str, Any]] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        raise error

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(Failures(app, render)(SCOPE, None, send))  # type: ignore[arg-type]
    return sent


def test_a_refusal_gets_its_shape() -> None:
    start, body = answer(Invalid(name="can't be blank"))
    assert (start["status"], body["body"]) == (422, b'{"errors":{"name":["can\'t be blank"]}}')


def test_a_defect_is_logged_and_answered(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, "understudy"):
        start, body = answer(ZeroDivisionError("oops"))
    assert start["status"] == 500
    assert b"defect" in body["body"]
    assert b"oops" not in body["body"]
    assert "defect while answering GET /courses" in caplog.text
    assert "ZeroDivisionError" in caplog.text


def test_a_sandbox_that_went_away() -> None:
    start, body = answer(ClosedError("Cannot operate on a closed database."))
    assert (start["status"], b"was deleted while" in body["body"]) == (409, True)


def test_a_data_file_that_takes_no_more(caplog: pytest.LogCaptureFixture) -> None:
    start, body = answer(DataFileError("cannot write to x: disk is full. Free space."))
    assert (start["status"], b"Free space" in body["body"]) == (507, True)


@pytest.mark.parametrize("path", ["/a/1", "/b/2"])
def test_a_failure_is_shaped_by_its_path(path: str) -> None:
    sent: list[Any] = []

    def by_path(failure: Failure, where: str) -> Response:
        return Response(404, f"{where}: {failure}".encode())

    async def app(scope: Any, receive: Any, send: Any) -> None:
        raise NotFound("things", 7)

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(Failures(app, by_path)({**SCOPE, "path": path}, None, send))  # type: ignore[arg-type]
    assert sent[1]["body"].startswith(path.encode())


def test_what_was_begun_is_not_answered_again(caplog: pytest.LogCaptureFixture) -> None:
    """Raised on, so that the server ends the connection: a second answer would be read as part of the first."""
    with caplog.at_level(logging.WARNING, "understudy"), pytest.raises(Interrupted):
        answer(Interrupted("the sandbox was deleted"))
    assert "GET /courses ended early: the sandbox was deleted" in caplog.text
