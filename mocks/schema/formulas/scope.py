"""Where a formula finds its fields, its clock and its chance."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from typing import Any, Protocol

Follow = Callable[[str, str], Any]
"""`follow(field, rest)`: what a link or an enumerated field leads to, where the record itself holds no more.

`rest` is the path from there, or "" for the linked record itself; None where there is nothing.
"""


class Scope(Protocol):
    def get(self, path: str) -> Any:
        """The value of a field, None where there is none; of a field within an array, a list of all its values."""

    def now(self) -> str:
        """`2018-07-12T23:19:00.154Z`."""

    def random(self) -> random.Random:
        """The source of `alphanum`."""


def nowhere(field: str, rest: str) -> None:
    """Follows nothing."""


class RecordScope:
    """A record as a scope, or one entry of an array in it: paths begin there."""

    __slots__ = ("_follow", "_values", "now", "random")

    def __init__(
        self,
        values: Mapping[str, Any],
        now: Callable[[], str],
        random: Callable[[], random.Random],
        follow: Follow = nowhere,
    ) -> None:
        self._values = values
        self._follow = follow
        self.now = now
        self.random = random

    def get(self, path: str) -> Any:
        field, _, rest = path.partition(".")
        value = self._values.get(field)
        if rest:
            if isinstance(value, dict | list):
                return reached(value, rest)
        elif value is not None:
            return value
        return self._follow(field, rest)


def reached(value: Any, path: str) -> Any:
    """What a path leads to in a value. It goes through all entries of an array: `items.price` is a list."""
    for name in path.split("."):
        if isinstance(value, list):
            value = _of_entries(value, name)
        elif isinstance(value, dict):
            value = value.get(name)
        else:
            return None
    return value


def _of_entries(entries: list[Any], name: str) -> Any:
    """The field of every entry that has it, arrays laid end to end; or one entry, by its number."""
    if name.isascii() and name.isdigit():
        at = int(name[:9])
        return entries[at] if at < len(entries) else None
    found: list[Any] = []
    for entry in entries:
        value = entry.get(name) if isinstance(entry, dict) else None
        if isinstance(value, list):
            found.extend(value)
        elif value is not None:
            found.append(value)
    return found
