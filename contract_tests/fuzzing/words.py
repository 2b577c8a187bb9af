"""Texts: plain ones, ones that software stumbles over, and those that formats ask for, kept and broken."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from random import Random

Sample = Callable[[Random], str]

PLAIN = (
    "amber", "birch", "cedar", "delta", "ember", "fjord", "grove", "heron", "inlet", "jetty", "knoll", "larch",
    "maple", "north", "ocean", "pearl", "quill", "ridge", "stone", "thorn",
)  # fmt: skip
AWKWARD = (
    "Zoë", "東京", "naïve café", "O'Hara", 'the "best"', "a,b;c", "50% & more", "<b>bold</b>", "line\nbreak",
    "tab\there", "back\\slash", "👋🏽 hello", "مرحبا", "  spaces  ", "null", "true", "0", "-1", "$HOME",
    "{{name}}", "../up", "a+b=c",
)  # fmt: skip
DATES = ("2024-02-29", "2026-01-31", "1999-12-31", "2038-01-19")
TIMES = ("00:00:00Z", "23:59:59Z", "12:30:00+05:30", "09:15:30.123Z", "18:45:00-08:00")


def choice(rng: Random, values: Sequence[str]) -> str:
    return values[int(rng.random() * len(values))]


def text(rng: Random) -> str:
    """A word or two; now and then an awkward one."""
    if rng.random() < 0.2:
        return choice(rng, AWKWARD)
    return f"{choice(rng, PLAIN)} {choice(rng, PLAIN)}" if rng.random() < 0.4 else choice(rng, PLAIN)


def _email(rng: Random) -> str:
    return f"{choice(rng, PLAIN)}.{int(rng.random() * 10_000)}@example.com"


FORMATS: Mapping[str, Sample] = {
    "date": lambda rng: choice(rng, DATES),
    "date-time": lambda rng: f"{choice(rng, DATES)}T{choice(rng, TIMES)}",
    "email": _email,
    "uri": lambda rng: f"https://example.com/{choice(rng, PLAIN)}?n={int(rng.random() * 100)}",
}
BREAKING: Mapping[str, Sequence[str]] = {
    "date": ("2026-02-30", "yesterday", "2026-13-01"),
    "date-time": ("2026-01-31T25:00:00Z", "2026-02-30T00:00:00Z", "yesterday"),
    "email": ("nobody", "nobody@", "@example.com"),
    "uri": ("https://exa mple.com/", "no address"),
}
LONG_EMAIL = "a" * 64 + "@" + ".".join(["b" * 60] * 3) + ".example.com"
