"""How hostile requests are written, and what the loader says about one that is written badly."""

from pathlib import Path

import pytest

from understudy.contract_tests.hostile.cases import CASE_KEYS, EXPECT_KEYS, TARGET_KEYS, HostileError, load
from understudy.contract_tests.hostile.request import FORMS, REQUEST_KEYS, Field, Sender, build, build_request

PAGE = Path(__file__).parents[3] / "docs" / "hostile-requests.md"

TARGET = """
targets:
  tiny:
    headers: {X-Key: k}
    good: {path: "{item}"}
    statuses: {malformed: [400]}
    words: {base: /v1, item: "{base}/things/1"}
    fields: {text: {path: "{base}/things", body: '{"name": {value}}', name: name}}
    sets: {paths: {one: {value: /1, methods: GET}, two: {value: /2, methods: PUT}}}
groups:
  group:
    cases:
"""
WORDS = {"base": "/v1", "item": "{base}/things/1", "value": {"hex": "00ff"}, "host": "h"}
SENDER = Sender(WORDS, {"X-Key": "k"}, {"text": Field("{base}/things", '{"name": {value}}', "name")})


@pytest.mark.parametrize(
    ("target", "size"), [("thinkific", 1000), ("catalog", 400), ("dap", 700), ("schema", 700)]
)
def test_the_suite_is_large_and_its_cases_can_all_be_built(target: str, size: int) -> None:
    cases = load(target)
    assert len(cases) > size
    assert all(isinstance(case.payload({"host": "localhost:1", "token": "t"}), bytes) for case in cases)


@pytest.mark.parametrize("key", sorted(CASE_KEYS | EXPECT_KEYS | TARGET_KEYS | REQUEST_KEYS))
def test_every_key_is_documented(key: str) -> None:
    assert f"`{key}`" in PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("form", sorted(FORMS))
def test_every_form_of_bytes_is_documented(form: str) -> None:
    assert f"{{{form}: " in PAGE.read_text(encoding="utf-8")


def test_the_same_bytes_every_time() -> None:
    assert [case.payload() for case in load("thinkific")] == [case.payload() for case in load("thinkific")]


@pytest.mark.parametrize(
    ("piece", "expected"),
    [
        pytest.param("é", b"\xc3\xa9", id="text"),
        pytest.param("a{item}b", b"a/v1/things/1b", id="word-in-word"),
        pytest.param("{value}", b"\x00\xff", id="word-of-bytes"),
        pytest.param('{"a": {}, "b": {1}}', b'{"a": {}, "b": {1}}', id="braces-of-json"),
        pytest.param(["a", {"hex": "0d 0a"}, "b"], b"a\r\nb", id="list"),
        pytest.param({"base64": "AP8="}, b"\x00\xff", id="base64"),
        pytest.param({"as_base64": "{value}"}, b"AP8=", id="as_base64"),
        pytest.param({"as_base64url": {"hex": "00ff fb"}}, b"AP_7", id="as_base64url"),
        pytest.param({"as_base64url": "a"}, b"YQ", id="as_base64url-without-padding"),
        pytest.param({"encode": {"text": "a", "as": "utf-16-le"}}, b"a\x00", id="encode"),
        pytest.param({"repeat": {"unit": "ab", "times": 3}}, b"ababab", id="repeat"),
        pytest.param({"repeat": {"unit": "{n};", "times": 3}}, b"0;1;2;", id="repeat-counting"),
        pytest.param({"lines": ["GET / HTTP/1.1", ""]}, b"GET / HTTP/1.1\r\n\r\n", id="lines"),
        pytest.param({"json": {"a": [1, None]}}, b'{"a": [1, null]}', id="json"),
    ],
)
def test_pieces(piece: object, expected: bytes) -> None:
    assert build(piece, WORDS) == expected


@pytest.mark.parametrize(
    ("piece", "complaint"),
    [
        pytest.param("{nobody}", "{nobody} is no word", id="unknown-word"),
        pytest.param(1, "1 is no text", id="number"),
        pytest.param({"hexx": "00"}, "is no text", id="unknown-form"),
        pytest.param({"hex": "0g"}, "hex: '0g'", id="bad-hex"),
        pytest.param({"base64": "%"}, "base64: '%'", id="bad-base64"),
        pytest.param({"encode": {"text": "a", "as": "klingon"}}, "klingon", id="bad-encoding"),
        pytest.param({"repeat": {"unit": "a"}}, "needs `unit` and `times`", id="repeat-without-times"),
        pytest.param({"repeat": {"unit": "a", "times": -1}}, "whole number", id="repeat-below-zero"),
        pytest.param({"lines": "a"}, "is no list", id="lines-of-text"),
    ],
)
def test_pieces_that_are_none(piece: object, complaint: str) -> None:
    with pytest.raises(HostileError, match=complaint.replace("{", r"\{")):
        build(piece, WORDS)


HEAD = b"Host: h\r\nConnection: close\r\nX-Key: k\r\n"


@pytest.mark.parametrize(
    ("request_data", "expected"),
    [
        pytest.param({}, b"GET /v1/things/1 HTTP/1.1\r\n" + HEAD + b"\r\n", id="plain"),
        pytest.param(
            {"anonymous": True, "path": "/"},
            b"GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n",
            id="anonymous",
        ),
        pytest.param(
            {"body": "{}", "method": "POST", "path": "/"},
            b"POST / HTTP/1.1\r\n" + HEAD + b"Content-Length: 2\r\n\r\n{}",
            id="body",
        ),
        pytest.param(
            {"body": "{}", "path": "/", "headers": {"content-length": "9"}},
            b"GET / HTTP/1.1\r\n" + HEAD + b"content-length: 9\r\n\r\n{}",
            id="a-length-that-lies",
        ),
        pytest.param(
            {"chunks": ["ab", "c"], "path": "/"},
            b"GET / HTTP/1.1\r\n" + HEAD + b"Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n",
            id="chunks",
        ),
        pytest.param(
            {"path": "/", "headers": {"Host": None, "x-key": ["a", "b"], "Connection": None}},
            b"GET / HTTP/1.1\r\nx-key: a\r\nx-key: b\r\n\r\n",
            id="headers-changed-dropped-repeated",
        ),
        pytest.param(
            {"path": "/", "anonymous": True, "more_headers": "broken\r\n"},
            b"GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\nbroken\r\n\r\n",
            id="more-headers",
        ),
        pytest.param(
            {"field": "text", "value": '"x"', "anonymous": True},
            b"POST /v1/things HTTP/1.1\r\nHost: h\r\nConnection: close\r\n"
            b'Content-Type: application/json\r\nContent-Length: 13\r\n\r\n{"name": "x"}',
            id="field",
        ),
        pytest.param({"raw": ["GET {item}", {"hex": "00"}]}, b"GET /v1/things/1\x00", id="raw"),
        pytest.param(
            {"pipeline": [{"path": "/1", "anonymous": True}, {"path": "/2", "anonymous": True}]},
            b"GET /1 HTTP/1.1\r\nHost: h\r\n\r\nGET /2 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n",
            id="pipeline",
        ),
    ],
)
def test_requests(request_data: dict[str, object], expected: bytes) -> None:
    assert build_request(request_data, SENDER) == expected


@pytest.mark.parametrize(
    ("cases", "ids"),
    [
        pytest.param("- {name: a, why: w, expect: {status: [400]}}", ["group/a"], id="one"),
        pytest.param(
            "- {name: a, why: w, each: {x: '1', y: '2'}, request: {path: '{value}'}, expect: {status: [404]}}",
            ["group/a-x", "group/a-y"],
            id="each",
        ),
        pytest.param(
            "- {name: a, why: w, each: paths, request: {path: '{value}'}, expect: {status: [malformed]}}",
            ["group/a-one", "group/a-two"],
            id="each-of-a-set",
        ),
        pytest.param(
            "- {name: a, why: w, needs: [email], request: {field: email}, expect: {status: [400]}}",
            [],
            id="left-out-for-lack-of-a-field",
        ),
    ],
)
def test_cases(cases: str, ids: list[str]) -> None:
    assert [case.id for case in load("tiny", TARGET + "    " + cases)] == ids


def test_words_are_replaced_in_the_expected_headers() -> None:
    case = "- {name: a, why: w, expect: {status: [405], headers: {Location: '{item}'}}}"
    assert load("tiny", TARGET + "    " + case)[0].expect.headers == {"Location": "/v1/things/1"}


def test_a_set_gives_its_words_to_the_expected_headers() -> None:
    case = "- {name: a, why: w, each: paths, expect: {status: [405], headers: {Allow: '{methods}'}}}"
    assert [case.expect.headers["Allow"] for case in load("tiny", TARGET + "    " + case)] == ["GET", "PUT"]


def test_a_field_gives_its_name_to_what_the_body_mentions() -> None:
    case = (
        "- {name: a, why: w, request: {field: text, value: '1'}, expect: {status: [400], mentions: ['{field}']}}"
    )
    assert load("tiny", TARGET + "    " + case)[0].expect.mentions == ("name",)


def test_a_running_server_gives_words() -> None:
    case = "- {name: a, why: w, request: {raw: '{host} {token}'}, expect: {status: [400]}}"
    assert load("tiny", TARGET + "    " + case)[0].payload({"host": "h:1", "token": "t"}) == b"h:1 t"


@pytest.mark.parametrize(
    ("cases", "complaint"),
    [
        pytest.param("- {why: w}", "group: a case has no name", id="no-name"),
        pytest.param("- {name: a, expect: {status: [400]}}", "group/a: say why", id="no-why"),
        pytest.param("- {name: a, why: w}", "group/a: no status is expected", id="no-status"),
        pytest.param(
            "- {name: a, why: w, expect: {status: [soon]}}", "group/a: 'soon' is no status", id="bad-status"
        ),
        pytest.param("- {name: a, why: w, expect: {status: [42]}}", "group/a: 42 is no status", id="bad-number"),
        pytest.param("- {name: a, why: w, expects: {}}", "group/a: a case has no expects", id="unknown-key"),
        pytest.param(
            "- {name: a, why: w, expect: {status: [400], bdy: x}}",
            "group/a: `expect` has no bdy",
            id="unknown-fact",
        ),
        pytest.param(
            "- {name: a, why: w, expect: {status: [400], body: nice}}",
            "group/a: body is 'nice'",
            id="unknown-body",
        ),
        pytest.param(
            "- {name: a, why: w, request: {paht: /}, expect: {status: [400]}}",
            "group/a: a request has no paht",
            id="unknown-request-key",
        ),
        pytest.param(
            "- {name: a, why: w, request: {body: {hex: zz}}, expect: {status: [400]}}",
            "group/a: hex",
            id="bad-bytes",
        ),
        pytest.param(
            "- {name: a, why: w, request: {path: '{nobody}'}, expect: {status: [400]}}",
            "group/a: {nobody} is no word",
            id="unknown-word",
        ),
        pytest.param(
            "- {name: a, why: w, expect: {status: [400], headers: {Vary: '{nobody}'}}}",
            "group/a: {nobody} is no word",
            id="unknown-word-in-a-header",
        ),
        pytest.param(
            "- {name: a, why: w, request: {field: nobody}, expect: {status: [400]}}",
            "group/a: the target has no field 'nobody'",
            id="unknown-field",
        ),
        pytest.param(
            "- {name: a, why: w, each: nobody, expect: {status: [400]}}",
            "group/a: `each` is 'nobody'",
            id="bad-each",
        ),
        pytest.param(
            "- {name: a, why: w, expect: {status: [400]}}\n    - {name: a, why: w, expect: {status: [400]}}",
            "two cases are called group/a",
            id="name-twice",
        ),
        pytest.param("- {name: a, why: w, why: v}", "line 13: why is there twice", id="key-twice"),
        pytest.param(
            f"- {{name: {'a' * 60}, why: w, expect: {{status: [400]}}}}", "is longer than", id="long-name"
        ),
    ],
)
def test_a_badly_written_case_is_named(cases: str, complaint: str) -> None:
    with pytest.raises(HostileError) as caught:
        load("tiny", TARGET + "    " + cases)
    assert complaint in str(caught.value)


def test_a_case_that_is_set_apart_is_left_out() -> None:
    apart = TARGET.replace("    words:", "    apart: {group/a: it differs}\n    words:")
    cases = (
        "    - {name: a, why: w, expect: {status: [400]}}\n        - {name: b, why: w, expect: {status: [400]}}"
    )
    assert [case.id for case in load("tiny", apart + cases.replace("        - ", "    - "))] == ["group/b"]
    with pytest.raises(HostileError, match="no case group/a to set apart"):
        load("tiny", apart + "    - {name: c, why: w, expect: {status: [400]}}")


def test_an_unknown_target_is_named() -> None:
    with pytest.raises(HostileError, match="no target 'nobody' in the file; it has tiny"):
        load("nobody", TARGET + "    - {name: a, why: w, expect: {status: [400]}}")


def test_yaml_that_is_none_is_refused() -> None:
    with pytest.raises(HostileError, match="not readable as YAML"):
        load("tiny", "targets: [")
