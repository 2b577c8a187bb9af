"""What the JSON of a record must hold if the record is to meet criteria: SQL looks for it before it is read.

Where a field must equal a text or a number, the record is not the one unless that stands somewhere in its JSON, as
orjson writes it. To look for it takes a third of the time that reading the record takes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson

from understudy.mocks.store.criteria.operators import Comparison
from understudy.mocks.store.criteria.tree import Entry, Every, Field, Node, SomeEntry

PLAIN = 10**15
"""Whole numbers below are written as digits, with .0 after them or not. Larger ones may have an exponent."""
SHORTEST = 3  # characters: a text of one with its quotes; what is shorter is found anywhere
ID = ("id",)  # not kept in the JSON


def needle(node: Node) -> str | None:
    """The longest, if there is one."""
    found = [text for text in _needles(node) if len(text) >= SHORTEST]
    return max(found, key=len, default=None)


def _needles(node: Node) -> Iterator[str]:
    match node:
        case Every(parts):
            for part in parts:
                yield from _needles(part)
        case Field(path, operator) if path != ID:
            yield from _of(operator)
        case Entry(operator):
            yield from _of(operator)


def _of(operator: Any) -> Iterator[str]:
    match operator:
        case SomeEntry(part):
            yield from _needles(part)
        case Comparison(name="$eq", operand=str(text)):
            yield orjson.dumps(text).decode()
        case Comparison(name="$eq", operand=int() | float() as number) if not isinstance(number, bool):
            if abs(number) < PLAIN:
                yield orjson.dumps(abs(int(number) if number == int(number) else number)).decode()
