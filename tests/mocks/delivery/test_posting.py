"""One attempt, and receivers of every kind."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

import pytest

from understudy.mocks.delivery import posting
from understudy.mocks.outgoing import Answer

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
BODY = b'{"id":"1"}'


def attempt(serve: Serve, path: str = "/hook", scheme: str = "http", seconds: float = 5) -> Answer:
    async def asked() -> Answer:
        done = asyncio.Event()

        async def served(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            with suppress(ConnectionError, asyncio.IncompleteReadError):
                await serve(reader, writer)
            done.set()

        async with await asyncio.start_server(served, "127.0.0.1", 0) as server:
            port = server.sockets[0].getsockname()[1]
            answer = await posting.post(f"{scheme}://localhost:{port}{path}", BODY, seconds)
            await asyncio.wait_for(done.wait(), 5)
            return answer

    return asyncio.run(asked())


def saying(*answer: bytes, endless: bytes = b"") -> Serve:
    """A receiver that reads a request, and then says this, come what may."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        await reader.readexactly(len(BODY))
        with suppress(ConnectionError):
            writer.writelines(answer)
            await writer.drain()
            while endless:
                writer.write(endless)
                await writer.drain()
        writer.close()

    return serve


OK = b"HTTP/1.1 200 OK\r\n"


@pytest.mark.parametrize(
    ("receiver", "status", "text"),
    [
        pytest.param(saying(OK, b"Content-Length: 2\r\n\r\nOK"), 200, "OK", id="received"),
        pytest.param(saying(b"HTTP/1.1 204 No Content\r\n\r\n"), 204, "", id="with nothing to say"),
        pytest.param(saying(b"HTTP/1.0 200 OK\r\n\r\nuntil the end"), 200, "until the end", id="of old"),
        pytest.param(
            saying(OK, b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n", b"0\r\n\r\n"), 200, "abc", id="in chunks"
        ),
        pytest.param(saying(b"HTTP/1.1 100 Continue\r\n\r\n", OK, b"Content-Length: 0\r\n\r\n"), 200, "", id="on"),
        pytest.param(saying(b"HTTP/1.1 503 No\r\nContent-Length: 3\r\n\r\nBye"), 503, "Bye", id="refused"),
        pytest.param(
            saying(b"HTTP/1.1 302 Found\r\nLocation: http://example.com/\r\nContent-Length: 0\r\n\r\n"), 302, "",
            id="elsewhere",
        ),
        pytest.param(saying(OK, b"\r\n", endless=b"x" * 9_999), 200, "x" * 2_000, id="endless"),
        pytest.param(saying(OK, b"Content-Length: 3\r\n\r\n\xff\0!"), 200, "\ufffd!", id="no text"),
        pytest.param(saying(OK, b"Content-Length: 9\r\n\r\nhalf"), 200, "half", id="cut short"),
    ],
)  # fmt: skip
def test_answers(receiver: Serve, status: int, text: str) -> None:
    assert attempt(receiver) == Answer(status, text)


@pytest.mark.parametrize(
    ("receiver", "why"),
    [
        pytest.param(saying(b"SSH-2.0-OpenSSH\r\n"), "no HTTP", id="another protocol"),
        pytest.param(saying(b""), "ended before", id="silent"),
        pytest.param(saying(OK), "ended before", id="half a head"),
        pytest.param(saying(OK, endless=b"A: b\r\n" * 1_000), "", id="endless headers"),
        pytest.param(saying(endless=b"HTTP/1.1 100 Continue\r\n\r\n"), "longer than", id="endless beginnings"),
    ],
)
def test_what_is_no_answer(receiver: Serve, why: str) -> None:
    found = attempt(receiver)
    assert found.status is None
    assert why in found.text


def test_patience_ends() -> None:
    async def wait(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            await reader.read()
        writer.close()

    assert attempt(wait, seconds=0.1) == Answer(None, "No answer within 0.1 seconds.")


def test_nobody_is_there() -> None:
    found = asyncio.run(posting.post("http://127.0.0.1:1/", BODY))
    assert found.status is None
    assert "Nobody is there" in found.text


def test_what_speaks_no_tls_is_not_spoken_to() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(OK + b"Content-Length: 0\r\n\r\n")
        writer.close()

    assert attempt(serve, scheme="https").status is None


def test_what_is_sent() -> None:
    heard: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await reader.readuntil(b"\r\n\r\n"))
        heard.append(await reader.readexactly(len(BODY)))
        writer.write(OK + b"Content-Length: 0\r\n\r\n")
        writer.close()

    assert attempt(serve, "/a b/\u00fc?c=d e#f").good
    lines = heard[0].decode().split("\r\n")
    assert lines[0] == "POST /a%20b/%C3%BC?c=d%20e HTTP/1.1"
    assert "Content-Type: application/json" in lines
    assert f"{posting.MARK.decode()}: 1" in lines
    assert heard[1] == BODY
