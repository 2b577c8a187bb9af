"""The suite bites: servers that are wrong fail it, and each rule of the verdict finds what it is for."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from understudy.contract_tests.hostile.cases import Case, HostileError, Target, load
from understudy.contract_tests.hostile.verdict import judge, log_in, run
from understudy.contract_tests.hostile.wire import Exchange, read_responses

TINY = """
targets:
  tiny:
    good: {path: /}
    shapes: {422: {errors: object}, 404: null, 4xx: {error: string}}
    words: {item: /}
groups:
  group: {cases: [{name: case, why: w, request: %s, expect: %s}]}
"""


class Answering(socketserver.ThreadingTCPServer):
    """A server that gives everybody the same answer."""

    daemon_threads = True
    request_queue_size = 100

    def __init__(self, answer: bytes) -> None:
        self.answer = answer
        super().__init__(("127.0.0.1", 0), Answerer)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that has left is no matter of concern."""


class Answerer(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        assert isinstance(self.server, Answering)
        self.request.recv(65536)
        self.wfile.write(self.server.answer)


@contextmanager
def answering(answer: bytes) -> Iterator[int]:
    """The port of a server that says `answer` to everything."""
    with Answering(answer) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()


def http(status: int, body: bytes = b"", *headers: str) -> bytes:
    lines = [
        f"HTTP/1.1 {status} X",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
        *headers,
    ]
    return "\r\n".join([*lines, "", ""]).encode() + body


def tiny(expect: str, request: str = "{}") -> Case:
    (case,) = load("tiny", TINY % (request, expect))
    return case


def target(login: str) -> Target:
    text = TINY.replace("good:", f"login: {login}\n    good:") % ("{}", "{status: [200]}")
    return load("tiny", text)[0].target


@pytest.mark.parametrize(
    ("answer", "share"),
    [
        pytest.param(http(500, b'{"error": "defect"}'), 0.95, id="500-to-everything"),
        pytest.param(http(200, b'{"items": []}'), 0.5, id="200-to-everything"),
        pytest.param(b"\0\0\0", 0.95, id="no-http"),
    ],
)
def test_a_server_that_says_one_thing_fails(answer: bytes, share: float) -> None:
    cases = load("thinkific")[::7]
    with answering(answer) as port:
        verdicts = [run(case, "127.0.0.1", port) for case in cases]
    failed = [verdict for verdict in verdicts if any(not text.startswith("afterwards") for text in verdict)]
    assert len(failed) / len(cases) > share


def test_a_server_that_is_gone_afterwards_fails() -> None:
    with answering(http(200)) as port:
        pass
    first, afterwards = run(tiny("{status: [200]}"), "127.0.0.1", port)
    assert first.startswith("the server could not be reached")
    assert afterwards.startswith("afterwards the server could not be reached")


def test_a_login_gives_the_token() -> None:
    with answering(http(200, b'{"access_token": "t", "expires_in": 60}')) as port:
        assert log_in(target("{path: /login}"), "127.0.0.1", port) == {"token": "t"}


def test_who_needs_no_login_has_no_token() -> None:
    assert log_in(tiny("{status: [200]}").target, "127.0.0.1", 1) == {}


@pytest.mark.parametrize("answer", [http(403, b'{"error": {}}'), http(200, b"[]"), http(200, b"nothing")])
def test_a_login_that_fails_is_told(answer: bytes) -> None:
    with answering(answer) as port, pytest.raises(HostileError, match="target tiny: its login got"):
        log_in(target("{path: /login}"), "127.0.0.1", port)


def test_head_is_compared_with_get() -> None:
    case = tiny("{status: [200], same_as: GET}", "{method: HEAD}")
    with answering(http(200)) as port:
        assert run(case, "127.0.0.1", port) == []
    with answering(http(200, b"{}")) as port:
        assert run(case, "127.0.0.1", port) == ["2 bytes belong to no answer: b'{}'"]


@pytest.mark.parametrize(
    ("expect", "received", "problem"),
    [
        pytest.param("{status: [200]}", http(200), None, id="right"),
        pytest.param("{status: [400]}", http(200), "got 200, expected 400", id="other-status"),
        pytest.param("{status: [400], or: [200]}", http(200), None, id="tolerated"),
        pytest.param("{status: [400], or: [200], mentions: [x]}", http(200), None, id="no-facts-where-tolerated"),
        pytest.param("{status: [close]}", b"", None, id="closed"),
        pytest.param("{status: [200]}", b"", "got no answer (close), expected 200", id="closed-too-early"),
        pytest.param("{status: [200]}", http(200) * 2, "2 answers, expected 1", id="one-too-many"),
        pytest.param("{status: [200], answers: 2}", http(200), "1 answers, expected 2", id="one-too-few"),
        pytest.param("{sequence: [[200], [404, 410]]}", http(200) + http(410), None, id="in-order"),
        pytest.param(
            "{sequence: [[200], [404]]}", http(404) + http(200), "answers are [404, 200]", id="out-of-order"
        ),
        pytest.param("{status: [200]}", http(200) + b"!", "1 bytes belong to no answer", id="leftover"),
        pytest.param("{status: [200]}", http(200, b"{}")[:-1], "the answer broke off", id="broken-off"),
        pytest.param("{status: [405]}", http(405), "405 without Allow", id="405-without-allow"),
        pytest.param("{status: [401]}", http(401), "401 without WWW-Authenticate", id="401-without-challenge"),
        pytest.param("{status: [200]}", http(200, b'{"a": NaN}'), "labelled as JSON", id="prints-nan"),
        pytest.param(
            "{status: [405], headers: {Allow: 'GET, PUT'}}",
            http(405, b"", "Allow: PUT,GET"),
            None,
            id="allow-any-order",
        ),
        pytest.param(
            "{status: [405], headers: {Allow: 'GET, PUT'}}",
            http(405, b"", "Allow: GET"),
            "Allow is 'GET'",
            id="allow-lies",
        ),
        pytest.param("{status: [200], headers: {Vary: a}}", http(200), "no Vary, expected a", id="no-header"),
        pytest.param(
            "{status: [200], headers: {Vary: a}}", http(200, b"", "Vary: b"), "Vary is 'b'", id="other-header"
        ),
        pytest.param("{status: [400], body: error}", http(400, b'{"error": "x"}'), None, id="error-shape"),
        pytest.param(
            "{status: [400], body: error}", http(400, b'{"error": 1}'), "not the types of", id="error-type"
        ),
        pytest.param(
            "{status: [400], body: error}", http(400, b'{"e": "x"}'), "not the error shape", id="error-key"
        ),
        pytest.param("{status: [400], body: error}", http(400), "not the error shape", id="error-empty"),
        pytest.param("{status: [404], body: error}", http(404, b"null"), None, id="error-null"),
        pytest.param("{status: [404], body: error}", http(404, b"{}"), "not the error shape null", id="no-null"),
        pytest.param(
            "{status: [422], body: error}", http(422, b'{"errors": {}}'), None, id="error-shape-of-a-status"
        ),
        pytest.param(
            "{status: [422], body: error}",
            http(422, b'{"error": "x"}'),
            "not the error shape",
            id="4xx-not-422",
        ),
        pytest.param(
            "{status: [400], body: error}",
            b"HTTP/1.1 400 X\r\nContent-Length: 0\r\n\r\n",
            "an error of type None",
            id="untyped",
        ),
        pytest.param("{status: [200], body: json}", http(200, b"[1]"), None, id="json"),
        pytest.param("{status: [200], body: json}", http(200, b"[1"), "the body is no JSON", id="no-json"),
        pytest.param("{status: [200], body: empty}", http(200, b"{}"), "a body of 2 bytes", id="not-empty"),
        pytest.param("{status: [200], mentions: [slug]}", http(200, b'["slug"]'), None, id="mentioned"),
        pytest.param(
            "{status: [200], mentions: [slug]}", http(200, b"[]"), "does not mention slug", id="not-mentioned"
        ),
        pytest.param("{status: [200], count: 0}", http(200, b'{"items": []}'), None, id="none-found"),
        pytest.param(
            "{status: [200], count: 0}", http(200, b'{"items": [1]}'), "not 0 items", id="everybody-found"
        ),
        pytest.param("{status: [200], count: 0}", http(200, b"[]"), "not 0 items", id="no-list"),
    ],
)
def test_verdict(expect: str, received: bytes, problem: str | None) -> None:
    case = tiny(expect)
    answers = len(case.expect.sequence) or case.expect.answers
    responses, leftover = read_responses(received, ["GET"] * answers, closed=True)
    problems = judge(case, Exchange(responses, "close", leftover))
    if problem is None:
        assert problems == []
    else:
        assert any(problem in text for text in problems), problems
