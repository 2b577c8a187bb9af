"""Texts that match a pattern: of the part of regular expressions that contracts are written in."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

Sample = Callable[[Random], str]

LETTERS = "abcdefghijklmnopqrstuvwxyz"
PRINTED = "".join(map(chr, range(33, 127)))
CLASSES = {"s": " \t\n\r\f\v", "d": "0123456789", "w": LETTERS + LETTERS.upper() + "0123456789_"}
UNBOUNDED = 6
"""How often what may be repeated for ever is repeated at most."""


class UnknownPatternError(ValueError):
    """A pattern of a kind that is not understood."""


def sampler(pattern: str) -> Sample:
    """Makes texts that the pattern is found in. Raises UnknownPatternError."""
    reader = _Reader(pattern)
    sample = reader.alternatives()
    if reader.rest:
        raise UnknownPatternError(f"{pattern!r} has {reader.rest!r}, which is not understood")
    return sample


class _Reader:
    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.rest = pattern

    def take(self) -> str:
        if not self.rest:
            raise UnknownPatternError(f"{self.pattern!r} ends too soon")
        first, self.rest = self.rest[0], self.rest[1:]
        return first

    def alternatives(self) -> Sample:
        branches = [self.sequence()]
        while self.rest[:1] == "|":
            self.take()
            branches.append(self.sequence())
        if len(branches) == 1:
            return branches[0]
        return lambda rng: branches[int(rng.random() * len(branches))](rng)

    def sequence(self) -> Sample:
        parts = []
        while self.rest and self.rest[0] not in "|)":
            part = self.part()
            if part is not None:
                parts.append(self.repeated(part))
        if len(parts) == 1:
            return parts[0]
        return lambda rng: "".join([part(rng) for part in parts])

    def part(self) -> Sample | None:
        first = self.take()
        if first in "^$":
            return None
        if first == "(":
            if self.rest.startswith("?"):
                raise UnknownPatternError(f"{self.pattern!r} has a group of a kind that is not understood")
            inner = self.alternatives()
            self.take()
            return inner
        if first == "[":
            return _one_of(self.characters())
        if first == ".":
            return _one_of(LETTERS)
        return _one_of(self.escape() if first == "\\" else first)

    def escape(self) -> str:
        kind = self.take()
        if kind == "u":
            code, self.rest = self.rest[:4], self.rest[4:]
            return chr(int(code, 16))
        return CLASSES.get(kind, kind)

    def characters(self) -> str:
        """What a class in brackets allows, of printed characters where it says what is forbidden."""
        negated = self.rest[:1] == "^"
        if negated:
            self.take()
        named = ""
        while (first := self.take()) != "]":
            found = self.escape() if first == "\\" else first
            if self.rest[:1] == "-" and self.rest[1:2] != "]" and len(found) == 1:
                self.take()
                last = self.take()
                last = self.escape() if last == "\\" else last
                found = "".join(map(chr, range(ord(found), ord(last) + 1)))
            named += found
        return "".join(one for one in PRINTED if one not in named) if negated else named

    def repeated(self, part: Sample) -> Sample:
        sign = self.rest[:1]
        if sign and sign in "*+?":
            self.take()
            least, most = {"*": (0, UNBOUNDED), "+": (1, UNBOUNDED), "?": (0, 1)}[sign]
        elif sign == "{":
            inside, _, self.rest = self.rest[1:].partition("}")
            low, comma, high = inside.partition(",")
            least = int(low)
            most = int(high) if high else least + UNBOUNDED if comma else least
        else:
            return part
        return lambda rng: "".join([part(rng) for _ in range(least + int(rng.random() * (most - least + 1)))])


def _one_of(characters: str) -> Sample:
    if len(characters) == 1:
        return lambda rng: characters
    return lambda rng: characters[int(rng.random() * len(characters))]
