"""A server at a URL: asked byte by byte, patiently, and left as it was."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from types import SimpleNamespace
from typing import Any

import pytest

from understudy.contract_tests.targets import remote
from understudy.contract_tests.targets.pacing import Pace, retry_after
from understudy.contract_tests.targets.remote import RemoteTarget
from understudy.contract_tests.targets.settings import Settings
from understudy.contract_tests.targets.target import ForbiddenError, NoAnswerError, Request, UnreachableError

KEY = {"ApiKey": {"api_key": "understudy"}}
Answer = tuple[int, dict[str, str], bytes]


class Server:
    """Answers what it is told to, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, dict[str, str], bytes]] = []
        self.answer: Callable[[str, str], Answer | None] = lambda method, path: (200, {}, b"{}")
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_one_request(self) -> None:
                self.raw_requestline = self.rfile.readline(65537)
                if not self.raw_requestline or not self.parse_request():
                    self.close_connection = True
                    return
                body = self.rfile.read(int(self.headers.get("content-length", 0)))
                server.asked.append((self.command, self.path, dict(self.headers.items()), body))
                answer = server.answer(self.command, self.path)
                if answer is None:
                    self.close_connection = True
                    return
                status, headers, content = answer
                self.send_response_only(status)
                for name, value in {**headers, "content-length": str(len(content))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: Any) -> None:
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}/v1"
        threading.Thread(target=self._http.serve_forever, args=(0.01,), daemon=True).start()

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()


@pytest.fixture
def server() -> Iterator[Server]:
    serving = Server()
    yield serving
    serving.close()


@pytest.fixture
def settings(server: Server) -> Settings:
    return Settings(name="staging", url=server.url, schemes=KEY, read=5, writes=frozenset({"*"}))


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def target(settings: Settings, waits: list[float]) -> Iterator[RemoteTarget]:
    asked = RemoteTarget("thinkific", settings, sleep=waits.append)
    yield asked
    asked.close()


def test_what_is_sent_is_what_was_asked(server: Server, target: RemoteTarget) -> None:
    headers = (("x-b", "\xe9"), ("X-A", "1"))
    exchange = target.ask(Request("PUT", "/users/%2F..%41", "a=%ff&b[]=[1]", headers, b"\xff\x00"))
    method, path, got, body = server.asked[0]
    assert (method, path, body) == ("PUT", "/v1/users/%2F..%41?a=%ff&b[]=[1]", b"\xff\x00")
    assert {name.lower() for name in got} == {"x-b", "x-a", "host", "content-length"}
    assert exchange.url == f"{server.url}/users/%2F..%41?a=%ff&b[]=[1]"
    assert exchange.headers == {"x-b": "\xe9", "x-a": "1"}


def test_every_request_has_the_headers_of_the_file(server: Server, settings: Settings) -> None:
    target = RemoteTarget("thinkific", replace(settings, headers={"X-Trace": "7"}))
    target.ask(Request("GET", "/users"))
    target.close()
    assert server.asked[0][2]["X-Trace"] == "7"


@pytest.mark.parametrize(("method", "path"), [("POST", "/groups"), ("DELETE", "/none"), ("TRACE", "/users")])
def test_nothing_is_written_that_is_not_listed(method: str, path: str, server: Server, settings: Settings) -> None:
    target = RemoteTarget("thinkific", replace(settings, writes=frozenset({"createUser"})))
    with pytest.raises(ForbiddenError, match="is not among"):
        target.ask(Request(method, path))
    target.close()
    assert server.asked == []


def test_patience_where_it_is_asked_for(server: Server, target: RemoteTarget, waits: list[float]) -> None:
    answers: list[Answer] = [(429, {"Retry-After": "3"}, b""), (503, {"Retry-After": "1"}, b""), (200, {}, b"1")]
    server.answer = lambda method, path: answers.pop(0)
    assert target.ask(Request("GET", "/users")).status == 200
    assert waits == [3, 1]


@pytest.mark.parametrize("headers", [{}, {"Retry-After": "soon"}])
def test_no_patience_where_it_is_not(
    headers: dict[str, str], server: Server, target: RemoteTarget, waits: list[float]
) -> None:
    server.answer = lambda method, path: (429, headers, b"")
    assert target.ask(Request("GET", "/users")).status == 429
    assert waits == []


def test_patience_ends(server: Server, target: RemoteTarget, waits: list[float]) -> None:
    server.answer = lambda method, path: (503, {"Retry-After": "1"}, b"")
    assert target.ask(Request("GET", "/users")).status == 503
    assert waits == [1, 1, 1]


def test_a_wait_that_is_too_long(server: Server, target: RemoteTarget) -> None:
    server.answer = lambda method, path: (503, {"Retry-After": "3600"}, b"")
    with pytest.raises(UnreachableError, match=r"left alone for 3600 seconds .* come back later"):
        target.ask(Request("GET", "/users"))


def test_one_that_does_not_answer(server: Server, target: RemoteTarget) -> None:
    server.answer = lambda method, path: None
    with pytest.raises(NoAnswerError, match="staging did not answer GET /users") as error:
        target.ask(Request("GET", "/users"))
    assert error.value.exchange.status == 0


def test_an_answer_that_has_no_end(server: Server, target: RemoteTarget, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "LARGEST", 1)
    with pytest.raises(NoAnswerError, match="did not answer GET /users: its answer is larger than 1 bytes"):
        target.ask(Request("GET", "/users"))


def test_an_answer_that_comes_drop_by_drop(
    server: Server, target: RemoteTarget, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remote, "time", SimpleNamespace(perf_counter=count(0, 6).__next__))
    with pytest.raises(NoAnswerError, match="its answer took longer than 5 seconds"):
        target.ask(Request("GET", "/users"))


def test_one_that_is_not_there(settings: Settings) -> None:
    target = RemoteTarget("thinkific", replace(settings, url="http://127.0.0.1:1/v1"))
    with pytest.raises(UnreachableError, match=r"127.0.0.1:1/v1 cannot be reached: .* is it running") as error:
        target.ask(Request("GET", "/users"))
    assert not isinstance(error.value, NoAnswerError)
    target.close()


def made(server: Server) -> None:
    """Every POST makes a record with the next id."""
    ids = iter(range(1, 100))
    server.answer = lambda method, path: (
        (201, {}, b'{"id": %d}' % next(ids)) if method == "POST" else (204, {}, b"")
    )


def test_what_was_made_is_removed_last_first(server: Server, target: RemoteTarget) -> None:
    made(server)
    for path in ("/groups", "/promotions", "/groups"):
        target.ask(Request("POST", path))
    target.ask(Request("DELETE", "/groups/1"))
    asked = len(server.asked)
    target.close()
    assert [(method, path) for method, path, _, _ in server.asked[asked:]] == [
        ("DELETE", "/v1/groups/3"),
        ("DELETE", "/v1/promotions/2"),
    ]
    assert server.asked[-1][2]["X-Auth-API-Key"] == "understudy"
    assert target.left == []


@pytest.mark.parametrize("record_id", ["", ".", ".."])
def test_nothing_above_is_removed(record_id: str, server: Server, target: RemoteTarget) -> None:
    server.answer = lambda method, path: (201, {}, b'{"id": "%s"}' % record_id.encode())
    target.ask(Request("POST", "/groups"))
    target.close()
    assert [method for method, *_ in server.asked] == ["POST"]


@pytest.mark.parametrize(
    ("path", "writes", "told"),
    [
        pytest.param("/groups", {"createGroup"}, "does not list deleteGroupByID", id="the removal is not listed"),
        pytest.param("/course_reviews", {"*"}, "has no operation that removes it", id="there is no removal"),
        pytest.param("/groups", {"*"}, "DELETE was answered 409", id="the server refuses"),
    ],
)
def test_what_cannot_be_removed_is_listed(
    path: str, writes: set[str], told: str, server: Server, settings: Settings
) -> None:
    target = RemoteTarget("thinkific", replace(settings, writes=frozenset(writes)))
    server.answer = lambda method, path: (201, {}, b'{"id": 7}') if method == "POST" else (409, {}, b"")
    target.ask(Request("POST", path))
    target.close()
    assert len(target.left) == 1
    assert target.left[0].startswith(f"{path}/7: ")
    assert told in target.left[0]


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120),
        ("Wed, 21 Oct 2026 07:28:00 GMT", 60),
        ("Wed, 21 Oct 2020 07:28:00 GMT", 0),
        ("soon", None),
        ("", None),
        ("-1", None),
        ("²", None),
    ],
)
def test_retry_after(header: str, seconds: float | None) -> None:
    assert retry_after(header, datetime(2026, 10, 21, 7, 27, tzinfo=UTC)) == seconds


def test_a_pace_is_kept() -> None:
    now, slept = [0.0], []

    def sleep(seconds: float) -> None:
        slept.append(round(seconds, 3))
        now[0] += seconds

    pace = Pace(4, clock=lambda: now[0], sleep=sleep)
    for _ in range(3):
        pace.wait()
    now[0] += 10
    pace.wait()
    assert slept == [0.25, 0.25]
