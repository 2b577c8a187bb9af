from __future__ import annotations

import asyncio
from typing import Any

import pytest

from understudy.mocks.pipeline import body
from understudy.mocks.pipeline.errors import ProtocolError


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param(b"{}", {}, id="empty object"),
        pytest.param(b' {"a": [1, 2.5, null, true, "x"]} ', {"a": [1, 2.5, None, True, "x"]}, id="all kinds"),
        pytest.param('{"name": "Zoë 🦉"}'.encode(), {"name": "Zoë 🦉"}, id="UTF-8"),
        pytest.param(
            b'{"a": {"x": 1}, "b": {"x": 2}}', {"a": {"x": 1}, "b": {"x": 2}}, id="same name, two objects"
        ),
        pytest.param(b"[" * 99 + b"]" * 99, None, id="as deep as is read"),
    ],
)
def test_parse(text: bytes, value: Any) -> None:
    parsed = body.parse_json(text)
    assert value is None or parsed == value


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param(b"{", "not valid JSON", id="cut off"),
        pytest.param(b'{"a": NaN}', "not valid JSON", id="NaN"),
        pytest.param(b'{"a": Infinity}', "not valid JSON", id="infinity"),
        pytest.param(b'{"a": "\xff"}', "not valid JSON", id="not UTF-8"),
        pytest.param('{"a": 1}'.encode("utf-16"), "not valid JSON", id="UTF-16"),
        pytest.param(b'\xef\xbb\xbf{"a": 1}', "not valid JSON", id="byte order mark"),
        pytest.param(b'{"a": "\\ud800"}', "not valid JSON", id="half a surrogate pair"),
        pytest.param(b'{"a": 1, "a": 2}', "'a' is given twice", id="a name twice"),
        pytest.param(b'{"b": [{"a": 1, "c": 0, "a": 2}]}', "'a' is given twice", id="a name twice, further in"),
        pytest.param(b'{"a": %s}' % (b"9" * 5000), "not valid JSON", id="5,000 digits"),
        pytest.param(b"[" * 101 + b"]" * 101, "deeper than 100", id="too deep"),
        pytest.param(b"[" * 100_000 + b"]" * 100_000, "not valid JSON", id="far too deep"),
    ],
)
def test_parse_refuses(text: bytes, told: str) -> None:
    with pytest.raises(ProtocolError, match=told) as caught:
        body.parse_json(text)
    assert caught.value.status == 400


@pytest.mark.parametrize(
    "content_type",
    [
        b"application/json",
        b"Application/JSON",
        b"application/json; charset=utf-8",
        b'application/json;charset="UTF-8"',
    ],
)
def test_media_type(content_type: bytes) -> None:
    body.media_type(content_type, ["application/json"])


@pytest.mark.parametrize(
    "content_type",
    [None, b"", b"text/plain", b"application/json; charset=utf-16", b"application/jsonp", b"application/x-ndjson"],
)
def test_media_type_refuses(content_type: bytes | None) -> None:
    with pytest.raises(ProtocolError, match="application/json in UTF-8") as caught:
        body.media_type(content_type, ["application/json"])
    assert caught.value.status == 415


def read(chunks: list[bytes], headers: dict[bytes, bytes], limit: int, *, cut: bool = False) -> bytes:
    messages = [{"type": "http.request", "body": chunk, "more_body": True} for chunk in chunks]
    if cut:
        messages.append({"type": "http.disconnect"})
    else:
        messages.append({"type": "http.request", "body": b""})

    async def receive() -> Any:
        return messages.pop(0)

    return asyncio.run(body.read(headers, receive, limit))


def test_read_joins() -> None:
    assert read([b"a", b"bc"], {}, 3) == b"abc"


@pytest.mark.parametrize(
    ("chunks", "headers"),
    [
        pytest.param([b"abcd"], {}, id="one chunk"),
        pytest.param([b"ab", b"cd"], {}, id="bit by bit"),
        pytest.param([], {b"content-length": b"4"}, id="announced"),
        pytest.param([], {b"content-length": b"9" * 5000}, id="announced, 5,000 digits"),
    ],
)
def test_read_refuses_too_much(chunks: list[bytes], headers: dict[bytes, bytes]) -> None:
    with pytest.raises(ProtocolError, match="larger than the 3 bytes") as caught:
        read(chunks, headers, 3)
    assert caught.value.status == 413


def test_read_refuses_half_a_body() -> None:
    with pytest.raises(ProtocolError, match="closed before") as caught:
        read([b"a"], {}, 3, cut=True)
    assert caught.value.status == 400


@pytest.mark.parametrize(
    ("value", "places"),
    [
        pytest.param({"a": "x"}, [], id="none"),
        pytest.param({"a": "x\0"}, [("a",)], id="text"),
        pytest.param({"a": [{"b": "\0"}, "\0"]}, [("a", 0, "b"), ("a", 1)], id="further in"),
        pytest.param({"\0": 1}, [()], id="name"),
        pytest.param("\0", [()], id="alone"),
    ],
)
def test_null_characters(value: Any, places: list[tuple[str | int, ...]]) -> None:
    assert list(body.null_characters(value)) == places
