"""The reader of answers, and what an exchange makes of servers that do odd things."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from understudy.contract_tests.hostile.wire import exchange, read_responses

CHUNKED = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"
INTERIM = b"HTTP/1.1 100 Continue\r\n\r\n"
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"


@contextmanager
def serving(talk: Callable[[socket.socket], None]) -> Iterator[tuple[str, int]]:
    """The address of a server that has one connection, and talks on it."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def accept() -> None:
            connection, _ = listener.accept()
            with connection:
                talk(connection)

        thread = threading.Thread(target=accept)
        thread.start()
        yield listener.getsockname()
        thread.join()


@pytest.mark.parametrize(
    ("received", "methods", "closed", "statuses", "leftover"),
    [
        pytest.param(OK, ["GET"], False, [(200, b"{}", True)], b"", id="length"),
        pytest.param(OK[:-1], ["GET"], True, [(200, b"{", False)], b"", id="cut-off"),
        pytest.param(OK + OK, ["GET", "GET"], False, [(200, b"{}", True)] * 2, b"", id="two"),
        pytest.param(OK + b"x", ["GET"], False, [(200, b"{}", True)], b"x", id="leftover"),
        pytest.param(OK, ["HEAD"], False, [(200, b"", True)], b"{}", id="head-with-a-body"),
        pytest.param(INTERIM + OK, ["GET"], False, [(200, b"{}", True)], b"", id="interim"),
        pytest.param(b"HTTP/1.1 204 \r\n\r\n", ["GET"], False, [(204, b"", True)], b"", id="no-content"),
        pytest.param(b"HTTP/1.0 200\r\n\r\nabc", ["GET"], True, [(200, b"abc", True)], b"", id="until-close"),
        pytest.param(b"HTTP/1.0 200\r\n\r\nabc", ["GET"], False, [(200, b"abc", False)], b"", id="open"),
        pytest.param(
            CHUNKED + b"2;a=b\r\n{}\r\n1\r\n \r\n0\r\n\r\n",
            ["GET"], False, [(200, b"{} ", True)], b"", id="chunks",
        ),
        pytest.param(
            CHUNKED + b"2\r\n{",
            ["GET"], True, [(200, b"", False)], b"2\r\n{", id="chunk-cut-off",
        ),
        pytest.param(b"SSH-2.0-a\r\n\r\n", ["GET"], True, [], b"SSH-2.0-a\r\n\r\n", id="not-http"),
        pytest.param(b"", ["GET"], True, [], b"", id="nothing"),
    ],
)  # fmt: skip
def test_reading(
    received: bytes,
    methods: list[str],
    closed: bool,
    statuses: list[tuple[int, bytes, bool]],
    leftover: bytes,
) -> None:
    responses, rest = read_responses(received, methods, closed=closed)
    assert [(response.status, response.body, response.complete) for response in responses] == statuses
    assert rest == leftover


def test_a_header_has_all_its_values_whatever_its_case() -> None:
    (response,), _ = read_responses(b"HTTP/1.1 204 \r\nAllow: GET\r\nallow: PUT\r\n\r\n", ["GET"], closed=False)
    assert response.header("ALLOW") == "GET, PUT"
    assert response.header("Vary") is None


def _answer(connection: socket.socket) -> None:
    connection.recv(1000)
    connection.sendall(OK)


def _answer_and_stay(connection: socket.socket) -> None:
    _answer(connection)
    connection.recv(1000)


def _answer_at_once(connection: socket.socket) -> None:
    connection.sendall(OK)


def _say_nothing(connection: socket.socket) -> None:
    while connection.recv(1000):
        pass


def _leave(connection: socket.socket) -> None:
    connection.recv(1)


@pytest.mark.parametrize(
    ("talk", "payload", "after", "ending", "answers"),
    [
        pytest.param(_answer, b"x", "read", "close", 1, id="answers-and-closes"),
        pytest.param(_answer_and_stay, b"x", "read", "open", 1, id="answers-and-stays"),
        pytest.param(_answer_at_once, b"x" * 5_000_000, "read", "close", 1, id="answers-before-all-is-read"),
        pytest.param(_say_nothing, b"x", "read", "silence", 0, id="says-nothing"),
        pytest.param(_say_nothing, b"x", "half-close", "close", 0, id="sees-the-half-close"),
        pytest.param(_leave, b"x", "read", "close", 0, id="leaves"),
        pytest.param(_say_nothing, b"x", "hang-up", "close", 0, id="client-leaves"),
    ],
)
def test_exchange(
    talk: Callable[[socket.socket], None], payload: bytes, after: str, ending: str, answers: int
) -> None:
    with serving(talk) as address:
        answer = exchange(address, payload, patience=0.3, after=after)  # type: ignore[arg-type]
    assert (answer.ending, len(answer.responses)) == (ending, answers)
