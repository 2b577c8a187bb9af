"""Texts: putting together, cutting, escaping."""

from __future__ import annotations

import hashlib
import html
import re
import string as characters
from typing import Any
from urllib.parse import quote, unquote

from understudy.mocks.schema.formulas.coercion import encoded, number, text
from understudy.mocks.schema.formulas.functions.registry import eager
from understudy.mocks.schema.formulas.operators import equal
from understudy.mocks.schema.formulas.run import Run, bounded

ALPHANUMERIC = characters.ascii_letters + characters.digits
ELLIPSIS = "…"
TAG = re.compile(r"<!--.*?-->|</?[A-Za-z!][^<>]*>", re.DOTALL)


def taken(run: Run, value: Any) -> str:
    """The text of an argument, counted."""
    found = text(value)
    run.spend(len(found))
    return found


def made(value: str) -> str:
    """A text as a result: not longer than one may be."""
    bounded(len(value))
    return value


@eager
def string(run: Run, value: Any) -> str:
    return taken(run, value)


@eager
def join(run: Run, separator: Any, value: Any, *more: Any) -> str:
    """The entries of arrays, like the other values, one after the other."""
    pieces: list[str] = []
    for part in (value, *more):
        pieces.extend(taken(run, entry) for entry in (part if isinstance(part, list) else (part,)))
        run.spend(len(pieces))
    glue = taken(run, separator)
    bounded(sum(map(len, pieces)) + len(glue) * (len(pieces) - 1))
    return glue.join(pieces)


@eager
def repeat(run: Run, value: Any, times: Any) -> str:
    part, count = taken(run, value), max(int(number(times)), 0)
    bounded(len(part) * count)
    return part * count


@eager
def escape(run: Run, value: Any) -> str:
    """As in a URL."""
    return made(quote(encoded(taken(run, value)), safe=""))


@eager
def unescape(run: Run, value: Any) -> str:
    return unquote(taken(run, value))


@eager
def escape_html(run: Run, value: Any) -> str:
    return made(html.escape(taken(run, value)))


@eager
def unescape_html(run: Run, value: Any) -> str:
    return html.unescape(taken(run, value))


@eager
def strip_tags(run: Run, value: Any) -> str:
    return TAG.sub("", taken(run, value))


@eager
def trim(run: Run, value: Any) -> str:
    return taken(run, value).strip()


@eager
def trim_left(run: Run, value: Any) -> str:
    return taken(run, value).lstrip()


@eager
def trim_right(run: Run, value: Any) -> str:
    return taken(run, value).rstrip()


@eager
def truncate(run: Run, value: Any, length: Any) -> str:
    """At most so many characters, and an ellipsis if there were more."""
    whole, most = taken(run, value), max(int(number(length)), 0)
    return whole if len(whole) <= most else whole[:most] + ELLIPSIS


@eager
def pad_left(run: Run, value: Any, character: Any) -> str:
    """The character before the text, unless it is empty."""
    whole = taken(run, value)
    return made(taken(run, character) + whole) if whole else ""


@eager
def pad_right(run: Run, value: Any, character: Any) -> str:
    """The character after the text, unless it is empty."""
    whole = taken(run, value)
    return made(whole + taken(run, character)) if whole else ""


@eager
def slash_left(run: Run, value: Any) -> str:
    """One slash at the beginning, if there was one or not."""
    return made("/" + taken(run, value).lstrip("/"))


@eager
def slash_right(run: Run, value: Any) -> str:
    return made(taken(run, value).rstrip("/") + "/")


@eager
def contains(run: Run, value: Any, part: Any) -> bool:
    """An entry of an array, a field of an object, a part of anything else."""
    if isinstance(value, list):
        run.spend(len(value))
        return any(equal(entry, part) for entry in value)
    if isinstance(value, dict):
        return text(part) in value
    return taken(run, part) in taken(run, value)


@eager
def alphanum(run: Run, length: Any, chars: Any = None) -> str:
    """Letters and digits by chance; or of `chars`."""
    count, alphabet = int(number(length)), taken(run, chars) or ALPHANUMERIC
    bounded(count)
    run.spend(max(count, 0))
    return "".join(run.scope.random().choices(alphabet, k=max(count, 0)))


@eager
def md5(run: Run, value: Any) -> str:
    return hashlib.md5(encoded(taken(run, value)), usedforsecurity=False).hexdigest()
