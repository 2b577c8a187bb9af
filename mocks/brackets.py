"""Names with brackets, in query strings and forms: `addresses[0][city]=Oslo` as JSON would say it.

By qs-codec, which reads them as the library does that Schema's own server is built with.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

import qs_codec
from qs_codec import DecodeOptions

from understudy.mocks.errors import Unreadable

DEEPEST = 12
MOST_NAMES = 1_000
LONGEST_LIST = 100
NO_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")


def parse(text: str) -> dict[str, Any]:
    """What a query string or a form says. Raises Unreadable."""
    if not text:
        return {}
    if "%" in text:
        _check_escapes(text)
    try:
        found = qs_codec.decode(
            text,
            DecodeOptions(
                depth=DEEPEST,
                strict_depth=True,
                parameter_limit=MOST_NAMES,
                raise_on_limit_exceeded=True,
                list_limit=LONGEST_LIST,
                allow_empty_lists=True,
            ),
        )
    except (ValueError, IndexError, TypeError) as error:
        raise Unreadable(f"The names with brackets cannot be read: {str(error)[:200]}.") from error
    return {str(name): _plain(value) for name, value in found.items()}


def _check_escapes(text: str) -> None:
    """Raises Unreadable for a percent sign that encodes nothing, and for bytes that are not UTF-8."""
    if found := NO_ESCAPE.search(text):
        raise Unreadable(f"% encodes nothing in {text[found.start() :][:20]!r}: write %25 for the sign itself.")
    try:
        unquote(text, errors="strict")
    except UnicodeDecodeError as error:
        raise Unreadable(f"The bytes that % encodes are not UTF-8 in {text[:80]!r}.") from error


def _plain(value: Any) -> Any:
    """With names that are texts, and entries that are numbered as lists."""
    if isinstance(value, dict):
        return {str(name): _plain(content) for name, content in value.items()}
    if isinstance(value, list):
        return [_plain(content) for content in value]
    return value
