"""Bytes out, bytes in: one exchange over a TCP socket, and a reader that forgives more than http.client.

A client that is meant to break rules cannot use an HTTP library, which mends requests and refuses answers.
"""

import contextlib
import re
import selectors
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

After = Literal["read", "half-close", "hang-up"]
Ending = Literal["close", "silence", "open"]

SLICE = 65_536
GRACE = 0.05  # seconds to wait, once everything is answered, for what should not come
STATUS_LINE = re.compile(rb"HTTP/\d(?:\.\d)? (\d{3})(?: [^\r\n]*)?")
WITHOUT_BODY = {204, 304}


@dataclass(frozen=True)
class Response:
    """One final answer. `complete` is false where the connection ended inside it."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    complete: bool

    def header(self, name: str) -> str | None:
        """The header's values, joined as RFC 9110 5.3 allows; None where there is none."""
        values = [value for key, value in self.headers if key == name.lower()]
        return ", ".join(values) if values else None


@dataclass(frozen=True)
class Exchange:
    """What came back: the answers, how it ended, and bytes that belong to no answer.

    `close`: the server ended the connection; `silence`: the client waited in vain and ended it; `open`: all
    is answered and the connection stands.
    """

    responses: tuple[Response, ...]
    ending: Ending
    leftover: bytes


def exchange(
    address: tuple[str, int],
    payload: bytes,
    *,
    methods: Sequence[str] = ("GET",),
    patience: float = 5.0,
    after: After = "read",
) -> Exchange:
    """Send `payload` over a new connection while reading, for at most `patience` seconds.

    `methods` are those of the requests in `payload`: their number says how many answers to wait for. Raises
    OSError where nothing listens at `address`.
    """
    with socket.create_connection(address, timeout=patience) as connection:
        if after == "hang-up":
            return _hang_up(connection, payload)
        received, ending = _converse(connection, payload, methods, patience, after)
    responses, leftover = read_responses(received, methods, closed=ending == "close")
    return Exchange(responses, ending, leftover)


def _hang_up(connection: socket.socket, payload: bytes) -> Exchange:
    with contextlib.suppress(OSError):  # the server may be quicker
        connection.sendall(payload)
    return Exchange((), "close", b"")


def _converse(
    connection: socket.socket, payload: bytes, methods: Sequence[str], patience: float, after: After
) -> tuple[bytes, Ending]:
    """Write and read by turns, so that neither side can block the other."""
    connection.setblocking(False)
    unsent = memoryview(payload)
    received = bytearray()
    deadline = time.monotonic() + patience
    answered = False
    with selectors.DefaultSelector() as selector:
        selector.register(connection, selectors.EVENT_READ | selectors.EVENT_WRITE)
        while True:
            ready = selector.select(max(0.0, deadline - time.monotonic()))
            if not ready:
                return bytes(received), "open" if answered else "silence"
            if ready[0][1] & selectors.EVENT_READ:
                piece = _receive(connection)
                if not piece:
                    return bytes(received), "close"
                received += piece
                if not answered and _all_answered(received, methods):
                    answered, deadline = True, time.monotonic() + GRACE
            if unsent and ready[0][1] & selectors.EVENT_WRITE:
                unsent = _send(connection, unsent)
            if not unsent and selector.get_key(connection).events & selectors.EVENT_WRITE:
                selector.modify(connection, selectors.EVENT_READ)
                if after == "half-close":
                    _half_close(connection)


def _receive(connection: socket.socket) -> bytes:
    try:
        return connection.recv(SLICE)
    except ConnectionError:
        return b""


def _send(connection: socket.socket, unsent: memoryview) -> memoryview:
    """What is left to send. A server that stops listening may have answered already, so reading goes on."""
    try:
        return unsent[connection.send(unsent[:SLICE]) :]
    except BlockingIOError:
        return unsent
    except ConnectionError:
        return unsent[:0]


def _half_close(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):  # the server may have closed already
        connection.shutdown(socket.SHUT_WR)


def _all_answered(received: bytearray, methods: Sequence[str]) -> bool:
    responses, _ = read_responses(bytes(received), methods, closed=False)
    return len(responses) == len(methods) and responses[-1].complete


def read_responses(received: bytes, methods: Sequence[str], *, closed: bool) -> tuple[tuple[Response, ...], bytes]:
    """The final responses at the start of `received`, 1xx left out, and the bytes that follow them.

    A response beyond the requests in `methods` is read as the answer to a GET. Without a length, a body
    reaches to the end of the connection, so such a response is complete only where that is `closed`.
    """
    responses: list[Response] = []
    while received:
        method = methods[len(responses)] if len(responses) < len(methods) else "GET"
        found = _read_response(received, method, closed)
        if found is None:
            break
        response, received = found
        if response.status >= 200:
            responses.append(response)
    return tuple(responses), received


def _read_response(received: bytes, method: str, closed: bool) -> tuple[Response, bytes] | None:
    """The first response and what follows it; None where `received` does not begin with a whole head."""
    head, separator, rest = received.partition(b"\r\n\r\n")
    status_line, _, lines = head.partition(b"\r\n")
    matched = STATUS_LINE.fullmatch(status_line)
    if not separator or matched is None:
        return None
    status = int(matched[1])
    headers = tuple(_header(line) for line in lines.split(b"\r\n") if line)
    if method == "HEAD" or status in WITHOUT_BODY or status < 200:
        return Response(status, headers, b"", complete=True), rest
    body, complete, rest = _read_body(dict(headers), rest, closed)
    return Response(status, headers, body, complete), rest


def _header(line: bytes) -> tuple[str, str]:
    name, _, value = line.partition(b":")
    return name.decode("latin-1").strip().lower(), value.decode("latin-1").strip()


def _read_body(headers: dict[str, str], rest: bytes, closed: bool) -> tuple[bytes, bool, bytes]:
    """The body, whether all of it is there, and what follows it."""
    if "chunked" in headers.get("transfer-encoding", "").lower():
        return _read_chunks(rest)
    length = headers.get("content-length", "")
    if length.isdecimal():
        size = int(length)
        return rest[:size], len(rest) >= size, rest[size:]
    return rest, closed, b""


def _read_chunks(rest: bytes) -> tuple[bytes, bool, bytes]:
    body = bytearray()
    while True:
        line, separator, after = rest.partition(b"\r\n")
        digits = line.split(b";")[0].strip()
        if not separator or not re.fullmatch(rb"[0-9a-fA-F]{1,15}", digits):
            return bytes(body), False, rest
        size = int(digits, 16)
        if len(after) < size + 2:
            return bytes(body), False, rest
        body += after[:size]
        rest = after[size + 2 :]
        if size == 0:
            return bytes(body), True, rest
