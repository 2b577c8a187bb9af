from __future__ import annotations

import asyncio
import logging
from typing import Any

import pytest

from understudy.mocks.errors import Invalid
from understudy.mocks.pipeline.failures import Failures
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
