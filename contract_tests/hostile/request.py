"""From data to bytes: how a hostile request is written in YAML, and what of it goes over the wire.

Nothing here mends a request. What a case does not say is what a well-behaved client would send.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

WORD = re.compile(rb"\{([a-z][a-z_]*)\}")
REQUEST_KEYS = {
    *("method", "path", "version", "headers", "more_headers", "body", "chunks", "anonymous"),
    *("field", "value", "raw", "pipeline", "after", "patience"),
}

Words = Mapping[str, Any]
Headers = dict[bytes, Any]


class HostileError(ValueError):
    """A case, a target or a piece of bytes that is not written as docs/hostile-requests.md says."""


@dataclass(frozen=True)
class Field:
    """A request that sets one field of an API: its path, a body with `{value}` in it, the field's name."""

    path: str
    body: str
    name: str
    method: str = "POST"


@dataclass(frozen=True)
class Sender:
    """What every request to a target carries, and what the words in its text stand for."""

    words: Words
    headers: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, Field] = field(default_factory=dict)

    def given(self, words: Words) -> Sender:
        """The same with more words, or with others in their place."""
        return replace(self, words={**self.words, **words})


def build(piece: Any, words: Words) -> bytes:
    """The bytes of a piece: text (its words replaced), a list of pieces, or a map with one of `FORMS`."""
    if isinstance(piece, bytes):
        return piece
    if isinstance(piece, str):
        return _replace_words(piece, words)
    if isinstance(piece, list):
        return b"".join(build(part, words) for part in piece)
    if isinstance(piece, dict) and len(piece) == 1:
        ((form, content),) = piece.items()
        if form in FORMS:
            return FORMS[form](content, words)
    raise HostileError(f"{_short(piece)} is no text, list or one of {', '.join(FORMS)}")


def _replace_words(text: str, words: Words) -> bytes:
    def replaced(matched: re.Match[bytes]) -> bytes:
        name = matched[1].decode()
        if name not in words:
            raise HostileError(f"{{{name}}} is no word of the target; write {{hex: 7b}} for a brace")
        return build(words[name], words)

    return WORD.sub(replaced, text.encode())


def _hex(content: Any, _: Words) -> bytes:
    try:
        return bytes.fromhex(content)
    except (TypeError, ValueError) as error:
        raise HostileError(f"hex: {_short(content)}: {error}") from error


def _base64(content: Any, _: Words) -> bytes:
    try:
        return base64.b64decode(content, validate=True)
    except (TypeError, binascii.Error) as error:
        raise HostileError(f"base64: {_short(content)}: {error}") from error


def _as_base64(content: Any, words: Words) -> bytes:
    return base64.b64encode(build(content, words))


def _as_base64url(content: Any, words: Words) -> bytes:
    """As JSON Web Tokens have it, without padding (RFC 7515)."""
    return base64.urlsafe_b64encode(build(content, words)).rstrip(b"=")


def _encoded(content: Any, words: Words) -> bytes:
    try:
        return build(content["text"], words).decode().encode(content["as"])
    except (TypeError, KeyError, LookupError, UnicodeError) as error:
        raise HostileError(f"encode: {_short(content)} needs `text` and `as`, an encoding: {error}") from error


def _repeat(content: Any, words: Words) -> bytes:
    if not isinstance(content, dict) or set(content) != {"unit", "times"}:
        raise HostileError(f"repeat: {_short(content)} needs `unit` and `times`")
    unit, times = content["unit"], content["times"]
    if not isinstance(times, int) or times < 0:
        raise HostileError(f"repeat: times is {_short(times)}, and must be a whole number")
    if isinstance(unit, str) and "{n}" in unit:
        return b"".join(build(unit, {**words, "n": str(turn)}) for turn in range(times))
    return build(unit, words) * times


def _lines(content: Any, words: Words) -> bytes:
    if not isinstance(content, list):
        raise HostileError(f"lines: {_short(content)} is no list")
    return b"".join(build(line, words) + b"\r\n" for line in content)


def _json(content: Any, words: Words) -> bytes:
    return build(json.dumps(content, ensure_ascii=False), words)


FORMS: dict[str, Callable[[Any, Words], bytes]] = {
    "hex": _hex,
    "base64": _base64,
    "as_base64": _as_base64,
    "as_base64url": _as_base64url,
    "encode": _encoded,
    "repeat": _repeat,
    "lines": _lines,
    "json": _json,
}


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def methods_of(request: Mapping[str, Any], answers: int = 1) -> tuple[str, ...]:
    """The method that each expected answer belongs to; a reader must know which answers have no body."""
    if "pipeline" in request:
        return tuple(str(step.get("method", "GET")) for step in request["pipeline"])
    return (str(request.get("method", "GET")),) * answers


def build_request(request: Mapping[str, Any], sender: Sender) -> bytes:
    """The bytes of a whole request, or of several that travel together."""
    unknown = set(request) - REQUEST_KEYS
    if unknown:
        raise HostileError(
            f"a request has no {', '.join(sorted(unknown))}; it has {', '.join(sorted(REQUEST_KEYS))}"
        )
    if "raw" in request:
        return build(request["raw"], sender.words)
    if "pipeline" in request:
        return _build_pipeline(request["pipeline"], sender)
    return _build_one(request, sender)


def _build_pipeline(steps: list[Mapping[str, Any]], sender: Sender) -> bytes:
    staying: list[Mapping[str, Any]] = [
        {**step, "headers": {**step.get("headers", {}), "Connection": None}} for step in steps[:-1]
    ]
    return b"".join(build_request(step, sender) for step in [*staying, *steps[-1:]])


def _build_one(request: Mapping[str, Any], sender: Sender) -> bytes:
    if "field" in request:
        request, sender = _with_field(request, sender)
    words = sender.words
    headers: Headers = {b"Host": "{host}", b"Connection": "close"}
    if not request.get("anonymous"):
        headers.update((name.encode(), value) for name, value in sender.headers.items())
    _override(headers, {build(name, words): value for name, value in request.get("headers", {}).items()})
    body = _build_body(request, words, headers)
    start = b" ".join(
        build(request.get(key, usual), words)
        for key, usual in (("method", "GET"), ("path", "{item}"), ("version", "HTTP/1.1"))
    )
    head = b"".join(
        name + b": " + build(value, words) + b"\r\n" for name, values in headers.items() for value in _each(values)
    )
    return start + b"\r\n" + head + build(request.get("more_headers", ""), words) + b"\r\n" + body


def _with_field(request: Mapping[str, Any], sender: Sender) -> tuple[Mapping[str, Any], Sender]:
    """The request with method, path and body of the target's field, whose value is the request's `value`."""
    name = request["field"]
    if name not in sender.fields:
        raise HostileError(f"the target has no field {name!r}; it has {', '.join(sender.fields)}")
    target = sender.fields[name]
    usual = {"method": target.method, "path": target.path, "body": target.body}
    headers = {"Content-Type": "application/json", **request.get("headers", {})}
    value = {"value": request["value"]} if "value" in request else {}
    return {**usual, **request, "headers": headers}, sender.given(value)


def _build_body(request: Mapping[str, Any], words: Words, headers: Headers) -> bytes:
    """The body; says its length or its chunks in `headers` unless these say something already."""
    framed = {name.lower() for name in headers} & {b"content-length", b"transfer-encoding"}
    if "chunks" in request:
        if not framed:
            headers[b"Transfer-Encoding"] = "chunked"
        chunks = [build(chunk, words) for chunk in request["chunks"]]
        return b"".join(b"%x\r\n%b\r\n" % (len(chunk), chunk) for chunk in [*chunks, b""])
    if request.get("body") is None:
        return b""
    body = build(request["body"], words)
    if not framed:
        headers[b"Content-Length"] = str(len(body))
    return body


def _override(headers: Headers, changes: Headers) -> None:
    """Set headers whatever the case of their names. None stays, and keeps a body from adding one."""
    for name, value in changes.items():
        for present in [key for key in headers if key.lower() == name.lower()]:
            del headers[present]
        headers[name] = value


def _each(values: Any) -> list[Any]:
    """A header's lines: a list is one line for each of its pieces, null is none."""
    if values is None:
        return []
    return values if isinstance(values, list) else [values]
