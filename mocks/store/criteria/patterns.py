"""Regular expressions in time that is linear in the text, whatever the pattern.

MongoDB's engine (PCRE) and Python's go back over a text, and a pattern such as `(a+)+$` keeps them busy for years.
RE2 never does. It has neither look-around nor back-references, which are refused, and what it holds in memory for
a pattern is bounded, which bounds the pattern.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import re2

from understudy.mocks.store.criteria.errors import CriteriaError, shortened

MEMORY = 2**19  # bytes for each pattern; re2 keeps the last 128
LONGEST = 1_000  # characters
LETTERS = "imsxu"


def pattern(text: Any, letters: Any = "") -> Callable[[str], bool]:
    """Says of a text whether the pattern is found in it.

    `letters`: MongoDB's `$options`: i any case, m lines, s dot is any character, x blanks and comments ignored.
    Raises CriteriaError for what RE2 cannot do.
    """
    if not isinstance(text, str):
        raise CriteriaError(f"$regex takes a text, not {shortened(text)}")
    if not isinstance(letters, str) or not set(letters) <= set(LETTERS):
        raise CriteriaError(f"$options takes the letters i, m, s and x, not {shortened(letters)}")
    if len(text) > LONGEST:
        raise CriteriaError(f"$regex takes at most {LONGEST:,} characters, not {len(text):,}")
    flags = "".join(sorted(set(letters) & set("ims")))
    body = _without_blanks(text) if "x" in letters else text
    options = re2.Options()
    options.max_mem, options.log_errors, options.never_capture = MEMORY, False, True
    try:
        compiled = re2.compile(f"(?{flags}){body}" if flags else body, options)
    except re2.error as error:
        reason = error.args[0].decode(errors="replace") if isinstance(error.args[0], bytes) else error
        raise CriteriaError(f"$regex {shortened(text)} is not a pattern that is known here: {reason}") from error
    return lambda value: compiled.search(value.encode()) is not None


def _without_blanks(text: str) -> str:
    """The pattern without blanks and comments, but for those in brackets or after a backslash."""
    kept: list[str] = []
    bracket = False
    characters = iter(text)
    for character in characters:
        if character == "\\":
            kept += [character, next(characters, "")]
        elif not bracket and character == "#":
            next((end for end in characters if end == "\n"), None)
        elif bracket or not character.isspace():
            bracket = character == "[" or (bracket and character != "]")
            kept.append(character)
    return "".join(kept)
