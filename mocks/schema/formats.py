"""Formats of text fields: what they make of a text, and which texts they refuse.

Source: the guide's field properties, for slug, slugid, semver, uppercase and lowercase. The others it only
names, in its models. A phone number and HTML are kept as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from understudy.mocks.rules.schemas import Validator
from understudy.mocks.schema.faults import ValueInvalid, wrong_format
from understudy.mocks.schema.formulas.functions.cases import slug_id, slugged

NUMBER = r"0*(\d{1,16})"
NAMES = r"[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*"
VERSION = re.compile(rf"[v=]?{NUMBER}(?:\.{NUMBER})?(?:\.{NUMBER})?(-{NAMES})?(\+{NAMES})?", re.ASCII)
LONGEST_VERSION = 256
EMAIL = Validator({"type": "string", "format": "email"})
URL = Validator({"type": "string", "format": "uri"})


def formatted(format: str | None, text: str) -> str:  # noqa: A002 (the model's own word)
    """The text as the format has it. An empty one stays so. Raises ValueInvalid."""
    change = _FORMATS.get(format or "")
    return change(text) if change and text else text


def semver(text: str) -> str:
    """`1.2` is `1.2.0`. Source: semver.org."""
    match = VERSION.fullmatch(text.strip()) if len(text) <= LONGEST_VERSION else None
    if match is None:
        raise ValueInvalid(wrong_format("a version such as 1.2.0"))
    major, minor, patch, before, build = match.groups()
    return f"{major}.{minor or 0}.{patch or 0}{before or ''}{build or ''}"


def email(text: str) -> str:
    text = text.strip()
    if not EMAIL.is_valid(text):
        raise ValueInvalid(wrong_format("an email address"))
    return text


def url(text: str) -> str:
    text = text.strip()
    if not URL.is_valid(text):
        raise ValueInvalid(wrong_format("a URL such as https://example.com/path"))
    return text


_FORMATS: Mapping[str, Callable[[str], str]] = {
    "slug": slugged,
    "slugid": slug_id,
    "semver": semver,
    "uppercase": str.upper,
    "lowercase": str.lower,
    "email": email,
    "url": url,
    "phone": str.strip,
}
