"""Where in a JSON text a value stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from json import JSONDecoder

SPACE = re.compile(r"[ \t\n\r]*")
DECODER = JSONDecoder()


def locate(source: bytes, path: Sequence[str | int]) -> dict[str, int]:
    """Line, column and character, each from 1, of the value that a path leads to, or of what it stands in."""
    text = source.decode(errors="replace")
    offset = _skip(text, 0)
    try:
        for step in path:
            found = _member(text, offset, step)
            if found is None:
                break
            offset = found
    except (ValueError, IndexError):  # a form, or nothing at all
        offset = 0
    return position(text, offset)


def position(text: str, offset: int) -> dict[str, int]:
    before = text[:offset]
    return {
        "line": before.count("\n") + 1,
        "column": offset - (before.rfind("\n") + 1) + 1,
        "character": offset + 1,
    }


def _member(text: str, offset: int, step: str | int) -> int | None:
    """Where a member of an object, or an entry of an array, begins."""
    if text[offset] not in "{[":
        return None
    named = text[offset] == "{"
    offset = _skip(text, offset + 1)
    number = 0
    while text[offset] not in "]}":
        name: str | int = number
        if named:
            name, offset = DECODER.raw_decode(text, offset)
            offset = _skip(text, _skip(text, offset) + 1)
        if name == step:
            return offset
        _, offset = DECODER.raw_decode(text, offset)
        offset = _skip(text, offset)
        if text[offset] == ",":
            offset = _skip(text, offset + 1)
        number += 1
    return None


def _skip(text: str, offset: int) -> int:
    match = SPACE.match(text, offset)
    return offset if match is None else match.end()
