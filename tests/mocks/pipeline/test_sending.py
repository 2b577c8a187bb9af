from __future__ import annotations

import asyncio
import gc
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection, IncompleteRead
from typing import Any

import pytest

from understudy.mocks.front import Front
from understudy.mocks.pipeline.errors import Interrupted
from understudy.mocks.pipeline.messages import NO_CONTENT, Response
from understudy.mocks.pipeline.sending import send_response
from understudy.mocks.server import Server, listen
from understudy.mocks.store import ClosedError

TEXT = (b"content-type", b"text/plain")


def sent(response: Response, method: str = "GET") -> list[Any]:
    """The messages that go out, those before an error included."""
    messages: list[Any] = []

    async def send(message: Any) -> None:
        messages.append(message)

    try:
        asyncio.run(send_response({"type": "http", "method": method}, send, response))
    except Exception as error:
        messages.append(error)
    return messages


@pytest.mark.parametrize(
    ("response", "method", "headers", "body"),
    [
        pytest.param(Response(200, b"abc", (TEXT,)), "GET", [TEXT, (b"content-length", b"3")], b"abc", id="body"),
        pytest.param(Response(200, b"abc", (TEXT,)), "HEAD", [TEXT, (b"content-length", b"3")], b"", id="HEAD"),
        pytest.param(Response(200), "GET", [(b"content-length", b"0")], b"", id="no body"),
        pytest.param(NO_CONTENT, "GET", [], b"", id="204 has no length"),
    ],
)
def test_a_body(response: Response, method: str, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
    assert sent(response, method) == [
        {"type": "http.response.start", "status": response.status, "headers": headers},
        {"type": "http.response.body", "body": body},
    ]


def test_chunks_go_out_one_by_one() -> None:
    start, *bodies = sent(Response(200, headers=(TEXT,), chunks=iter([b"ab", b"c"])))
    assert start["headers"] == [TEXT]  # no length: nobody knows it yet
    assert bodies == [
        {"type": "http.response.body", "body": b"ab", "more_body": True},
        {"type": "http.response.body", "body": b"c", "more_body": True},
        {"type": "http.response.body", "body": b""},
    ]


def test_an_empty_chunk_is_not_the_end() -> None:
    _, *bodies = sent(Response(200, chunks=iter([b"a", b"", b"b"])))
    assert [message["body"] for message in bodies] == [b"a", b"", b"b", b""]


def test_a_chunk_is_made_when_the_one_before_it_has_gone() -> None:
    told = []

    def chunks() -> Iterator[bytes]:
        for number in range(3):
            told.append(f"made {number}")
            yield b"x"

    async def send(message: Any) -> None:
        if message.get("body"):
            told.append("sent")

    asyncio.run(send_response({"type": "http", "method": "GET"}, send, Response(200, chunks=chunks())))
    assert told == ["made 0", "sent", "made 1", "sent", "made 2", "sent"]


def test_others_are_answered_between_chunks() -> None:
    told: list[str] = []

    async def send(message: Any) -> None:
        told.append("chunk" if message.get("body") else message["type"])

    async def both() -> None:
        streaming = asyncio.create_task(
            send_response({"type": "http", "method": "GET"}, send, Response(200, chunks=iter([b"a", b"b"])))
        )
        await asyncio.sleep(0)
        told.append("another")
        await streaming

    asyncio.run(both())
    assert told == ["http.response.start", "chunk", "another", "chunk", "http.response.body"]


def test_head_makes_no_chunk() -> None:
    def chunks() -> Iterator[bytes]:
        pytest.fail("a chunk was made for HEAD")
        yield b""

    assert sent(Response(200, headers=(TEXT,), chunks=chunks()), "HEAD") == [
        {"type": "http.response.start", "status": 200, "headers": [TEXT]},
        {"type": "http.response.body", "body": b""},
    ]


def breaking_after(count: int) -> Iterator[bytes]:
    for _ in range(count):
        yield b"x"
    raise ClosedError("gone")


def test_what_breaks_before_the_first_chunk_can_still_be_answered() -> None:
    (error,) = sent(Response(200, chunks=breaking_after(0)))
    assert isinstance(error, ClosedError)


def test_what_breaks_later_interrupts() -> None:
    *messages, error = sent(Response(200, chunks=breaking_after(2)))
    assert [message.get("more_body") for message in messages] == [None, True, True]
    assert (type(error), str(error)) == (Interrupted, "gone")


def test_nothing_is_made_for_who_has_left() -> None:
    told: list[str] = []

    def chunks() -> Iterator[bytes]:
        for number in range(100):
            told.append(f"made {number}")
            yield b"x"

    async def send(message: Any) -> None: ...

    async def receive() -> Any:
        return {"type": "http.disconnect"}

    scope = {"type": "http", "method": "GET"}
    asyncio.run(send_response(scope, send, Response(200, chunks=chunks()), receive))
    assert told == ["made 0"]


@contextmanager
def serving(response: Response) -> Iterator[HTTPConnection]:
    """A client of a server that answers everything so."""

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            await send_response(scope, send, response, receive)

    listener = listen("127.0.0.1", 0)
    ready = threading.Event()
    server = Server(Front({}, {}, app, alone=app), ready.set)
    thread = threading.Thread(target=asyncio.run, args=(server.serve([listener]),))
    thread.start()
    try:
        assert ready.wait(10)
        with closing(HTTPConnection("127.0.0.1", listener.getsockname()[1], timeout=10)) as client:
            yield client
    finally:
        server.should_exit = True
        thread.join(10)
        gc.unfreeze()


@pytest.mark.parametrize(("method", "body"), [("GET", b"abc"), ("HEAD", b"")])
def test_a_client_reads_all_chunks(method: str, body: bytes) -> None:
    with serving(Response(200, headers=(TEXT,), chunks=iter([b"ab", b"c"]))) as client:
        client.request(method, "/")
        assert client.getresponse().read() == body


def test_a_client_sees_that_a_body_is_not_whole() -> None:
    with serving(Response(200, chunks=breaking_after(2))) as client:
        client.request("GET", "/")
        answer = client.getresponse()
        with pytest.raises(IncompleteRead) as caught:
            answer.read()
    assert (answer.status, caught.value.partial) == (200, b"xx")
