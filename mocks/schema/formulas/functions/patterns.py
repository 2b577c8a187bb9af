"""Regular expressions. They are RE2's, which no text and no pattern can keep busy for long.

An expression is a text, or `/one/i` with its options: i for either case, m for lines, s for a dot that is any
character, g for all matches. Source of the syntax: github.com/google/re2/wiki/Syntax.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import re2

from understudy.mocks.schema.formulas.coercion import encoded
from understudy.mocks.schema.formulas.errors import BadPattern
from understudy.mocks.schema.formulas.functions.registry import eager
from understudy.mocks.schema.formulas.functions.texts import taken
from understudy.mocks.schema.formulas.run import Run, bounded

LONGEST_PATTERN = 1_000
MEMORY = 1 << 20
"""Bytes that one expression may need."""

AT_ONCE = 200
"""Steps of RE2 that count as one character handled."""

OPTIONS = frozenset("gimsuy")
SLASHED = re.compile(r"/(.+)/([a-z]*)", re.DOTALL)
PLACE = re.compile(rb"\$(\$|&|\d\d?)")


@eager
def regex(run: Run, expression: Any, value: Any, options: Any = None) -> bool:
    return _found(run, expression, value, options)


@eager
def match(run: Run, expression: Any, value: Any, options: Any = None) -> bool:
    return _found(run, expression, value, options)


def _found(run: Run, expression: Any, value: Any, options: Any) -> bool:
    pattern, _ = compiled(taken(run, expression), taken(run, options))
    whole = encoded(taken(run, value))
    _spend_search(run, pattern, len(whole))
    return pattern.search(whole) is not None


def _spend_search(run: Run, pattern: Any, length: int) -> None:
    """RE2 looks at each byte at most once for each instruction of the pattern."""
    run.spend(1 + length * pattern.programsize // AT_ONCE)


@eager
def replace(run: Run, expression: Any, original: Any, new: Any, options: Any = None) -> str:
    """The first match replaced, or with the option g every one; `$1` in the new text is the first group."""
    pattern, every = compiled(taken(run, expression), taken(run, options))
    whole, new_text = encoded(taken(run, original)), encoded(taken(run, new))
    pieces: list[bytes] = []
    at = size = 0
    for found in pattern.finditer(whole):
        _spend_search(run, pattern, len(whole) - at)
        if found.start() == found.end() and _within_character(whole, found.start()):
            continue
        piece = whole[at : found.start()] + _filled(new_text, found)
        at, size = found.end(), size + len(piece)
        bounded(size)
        pieces.append(piece)
        if not every:
            break
    return b"".join((*pieces, whole[at:])).decode(errors="replace")


def _within_character(text: bytes, at: int) -> bool:
    """Whether a place is between the bytes of one character, where even nothing is not to be found."""
    return at < len(text) and text[at] & 0xC0 == 0x80


def _filled(new: bytes, found: Any) -> bytes:
    """The new text with what was matched in its places."""

    def fill(place: re.Match[bytes]) -> bytes:
        name = place[1]
        if name == b"$":
            return b"$"
        group = 0 if name == b"&" else int(name)
        if group > found.re.groups or name == b"0":
            return place[0]
        return found[group] or b""

    return PLACE.sub(fill, new)


@lru_cache(maxsize=256)
def compiled(expression: str, options: str = "") -> tuple[Any, bool]:
    """The pattern, for bytes, and whether it is for every match. Raises BadPattern."""
    slashed = SLASHED.fullmatch(expression)
    source, own = slashed.groups() if slashed else (expression, "")
    flags = set(own + options)
    if flags - OPTIONS:
        raise BadPattern(expression, f"its options are of {''.join(sorted(OPTIONS))}, not {own + options!r}")
    if len(source) > LONGEST_PATTERN:
        raise BadPattern(expression, f"it has more than {LONGEST_PATTERN} characters")
    inline = "".join(sorted(flags & set("ims")))
    limits = re2.Options()
    limits.log_errors = False
    limits.max_mem = MEMORY
    try:
        pattern = re2.compile(encoded(f"(?{inline}:{source})" if inline else source), limits)
    except re2.error as error:
        raise BadPattern(expression, _told(error)) from None
    return pattern, "g" in flags


def _told(error: Exception) -> str:
    reason = error.args[0] if error.args else ""
    return reason.decode(errors="replace") if isinstance(reason, bytes) else str(reason)
