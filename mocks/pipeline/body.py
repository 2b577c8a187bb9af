"""Reads a body: whole, within its limit, and meaning one thing only."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from typing import Any

import orjson
from starlette.types import Receive

from understudy.mocks.pipeline.errors import ProtocolError

MAX_BODY = 1024 * 1024
MAX_DEPTH = 100
UTF8 = ("utf-8", "utf8")

Path = tuple[str | int, ...]


async def read(headers: dict[bytes, bytes], receive: Receive, limit: int) -> bytes:
    """The bytes of a body. Raises ProtocolError 413 for more than `limit` bytes."""
    length = headers.get(b"content-length", b"")
    if length.isdigit() and (len(length) > 18 or int(length) > limit):
        raise _too_large(limit)
    chunks: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ProtocolError(400, "The connection closed before the body was complete.")
        chunk = message.get("body", b"")
        size += len(chunk)
        if size > limit:
            raise _too_large(limit)
        chunks.append(chunk)
        if not message.get("more_body", False):
            return chunks[0] if len(chunks) == 1 else b"".join(chunks)


def media_type(content_type: bytes | None, taken: Collection[str]) -> str:
    """The media type of a body, one of those that are taken. Raises ProtocolError 415 for others, and for any
    charset but UTF-8."""
    text = (content_type or b"").decode("latin-1")
    found, *parameters = (part.strip().lower() for part in text.split(";"))
    charsets = [part[8:].strip('"') for part in parameters if part.startswith("charset=")]
    if found not in taken or any(charset not in UTF8 for charset in charsets):
        given = f"not {text[:80]!r}" if text else "and say so in Content-Type"
        raise ProtocolError(415, f"The body must be {' or '.join(taken)} in UTF-8, {given}.")
    return found


def parse_json(body: bytes) -> Any:
    """The value of a JSON text. Raises ProtocolError 400 for one that is not JSON, or not one value to all.

    orjson refuses what is no JSON (NaN, lone surrogates, other encodings); a second reading refuses names given
    twice, on which parsers differ.
    """
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise ProtocolError(400, f"The body is not valid JSON: {str(error)[:200]}.") from error
    if body.count(b'"') > 3:
        try:
            json.loads(body, object_pairs_hook=_distinct)
        except (ValueError, RecursionError) as error:
            raise ProtocolError(400, f"The body is not valid JSON: {str(error)[:200]}.") from error
    if body.count(b"[") + body.count(b"{") > MAX_DEPTH and _depth(value) > MAX_DEPTH:
        raise ProtocolError(400, f"The body is nested deeper than {MAX_DEPTH} levels.")
    return value


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the name {twice[:80]!r} is given twice in one object")
    return found


def null_characters(value: Any, path: Path = ()) -> Iterator[Path]:
    """Where null characters stand, in names and in texts."""
    if isinstance(value, str) and "\0" in value:
        yield path
    elif isinstance(value, list):
        for number, entry in enumerate(value):
            yield from null_characters(entry, (*path, number))
    elif isinstance(value, dict):
        for name, entry in value.items():
            yield from null_characters(name, path)
            yield from null_characters(entry, (*path, name))


def _depth(value: Any) -> int:
    level, depth = [value], 0
    while level:
        depth += 1
        level = [
            inner
            for outer in level
            if isinstance(outer, dict | list)
            for inner in (outer.values() if isinstance(outer, dict) else outer)
        ]
    return depth


def _too_large(limit: int) -> ProtocolError:
    return ProtocolError(
        413, f"The body is larger than the {limit} bytes that are taken.", ((b"connection", b"close"),)
    )
