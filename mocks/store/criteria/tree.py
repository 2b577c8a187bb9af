"""Criteria as a tree, whose every node says of a document whether it meets them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from understudy.mocks.store.criteria.operators import Operator
from understudy.mocks.store.criteria.paths import Path, elements


class Node(Protocol):
    def meets(self, document: Any) -> bool: ...


@dataclass(frozen=True)
class Field:
    """The operator holds for something at the path."""

    path: Path
    operator: Operator

    def meets(self, document: dict[str, Any]) -> bool:
        holds = self.operator.holds
        for value in elements(document, self.path, enter=self.operator.enters):  # noqa: SIM110 - any() is slower here
            if holds(value):
                return True
        return False


@dataclass(frozen=True)
class Entry:
    """The operator holds for the value itself, an entry of an array."""

    operator: Operator

    def meets(self, value: Any) -> bool:
        return self.operator.holds(value)


@dataclass(frozen=True)
class Every:
    parts: tuple[Node, ...]

    def meets(self, document: Any) -> bool:
        for part in self.parts:  # noqa: SIM110
            if not part.meets(document):
                return False
        return True


@dataclass(frozen=True)
class Some:
    parts: tuple[Node, ...]

    def meets(self, document: Any) -> bool:
        for part in self.parts:  # noqa: SIM110
            if part.meets(document):
                return True
        return False


@dataclass(frozen=True)
class Not:
    part: Node

    def meets(self, document: Any) -> bool:
        return not self.part.meets(document)


@dataclass(frozen=True)
class SomeEntry:
    """`$elemMatch`: one entry of the array meets all of it.

    `whole`: of the entry itself, and not of its fields. An array has its places for fields.
    """

    part: Node
    whole: bool
    enters = False

    def holds(self, value: Any) -> bool:
        if not isinstance(value, list):
            return False
        entries = value if self.whole else [_fields(entry) for entry in value if isinstance(entry, dict | list)]
        return any(self.part.meets(entry) for entry in entries)


def _fields(entry: Any) -> Any:
    return entry if isinstance(entry, dict) else {str(place): value for place, value in enumerate(entry)}
