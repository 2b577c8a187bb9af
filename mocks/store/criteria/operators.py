"""What criteria ask of one value: the operators of MongoDB that look at it alone.

Source: MongoDB manual, Query and Projection Operators. Each is asked of every value that a path leads to, and of
the entries of an array there too, unless it says that it is about arrays.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol

from understudy.mocks.store.criteria.errors import CriteriaError, shortened
from understudy.mocks.store.criteria.patterns import pattern
from understudy.mocks.store.criteria.values import LARGEST, MISSING, Kind, identity, key, kind

COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "$eq": operator.eq,
    "$gt": operator.gt,
    "$gte": operator.ge,
    "$lt": operator.lt,
    "$lte": operator.le,
}
TYPES = {
    "double": 1,
    "string": 2,
    "object": 3,
    "array": 4,
    "binData": 5,
    "undefined": 6,
    "objectId": 7,
    "bool": 8,
    "date": 9,
    "null": 10,
    "regex": 11,
    "dbPointer": 12,
    "javascript": 13,
    "symbol": 14,
    "javascriptWithScope": 15,
    "int": 16,
    "timestamp": 17,
    "long": 18,
    "decimal": 19,
    "minKey": -1,
    "maxKey": 127,
}
NUMBERS = {"double", "int", "long", "decimal"}
OF_KIND = {Kind.TEXT: 2, Kind.OBJECT: 3, Kind.ARRAY: 4, Kind.BOOLEAN: 8, Kind.NULL: 10}
INT = 2**31


class Operator(Protocol):
    enters: bool
    """Whether the entries of an array are asked too."""

    def holds(self, value: Any) -> bool: ...


class Comparison:
    """`$eq`, `$gt`, `$gte`, `$lt`, `$lte`: with values of its kind alone; null is missing too."""

    enters = True

    def __init__(self, name: str, operand: Any) -> None:
        self.name = name
        self.operand = operand
        self.kind = kind(operand)
        self._key = key(operand)
        self._compare = COMPARISONS[name]

    def holds(self, value: Any) -> bool:
        return kind(value) is self.kind and self._compare(key(value), self._key)


class Membership:
    """`$in`: equal to one of the operands."""

    enters = True

    def __init__(self, operands: list[Any]) -> None:
        self.operands = operands
        self._identities = {identity(operand) for operand in operands}

    def holds(self, value: Any) -> bool:
        return identity(value) in self._identities


class Existence:
    """`$exists`: there, be it null."""

    enters = True

    def holds(self, value: Any) -> bool:
        return value is not MISSING


class Typed:
    """`$type`: by MongoDB's numbers or names for types. Dates and object ids are texts here."""

    enters = True

    def __init__(self, operand: Any) -> None:
        names = operand if isinstance(operand, list) else [operand]
        if not names:
            raise CriteriaError("$type takes at least one type")
        self._codes = {code for name in names for code in _codes(name)}

    def holds(self, value: Any) -> bool:
        return value is not MISSING and _type(value) in self._codes


def _codes(name: Any) -> Iterable[int]:
    if name == "number":
        return [TYPES[number] for number in NUMBERS]
    if isinstance(name, str) and name in TYPES:
        return [TYPES[name]]
    if isinstance(name, int | float) and not isinstance(name, bool) and name in TYPES.values():
        return [int(name)]
    raise CriteriaError(f"$type knows no type {shortened(name)}: use a name or number of MongoDB's, or 'number'")


def _type(value: Any) -> int:
    if kind(value) is not Kind.NUMBER:
        return OF_KIND[kind(value)]
    if isinstance(value, float) or not -LARGEST <= value <= LARGEST:
        return TYPES["double"]
    return TYPES["int"] if -INT <= value < INT else TYPES["long"]


class Remainder:
    """`$mod`: what is left of the whole part after division, with the sign of the value."""

    enters = True

    def __init__(self, operand: Any) -> None:
        if not isinstance(operand, list) or len(operand) != 2:
            raise CriteriaError(f"$mod takes a list of divisor and remainder, not {shortened(operand)}")
        self._divisor, self._wanted = (_whole("$mod", part) for part in operand)
        if self._divisor == 0:
            raise CriteriaError("$mod cannot divide by 0")

    def holds(self, value: Any) -> bool:
        if kind(value) is not Kind.NUMBER or not math.isfinite(value) or abs(value) > LARGEST:
            return False
        left = abs(int(value)) % abs(self._divisor)
        return (left if value >= 0 else -left) == self._wanted


def _whole(name: str, value: Any) -> int:
    if kind(value) is not Kind.NUMBER or (isinstance(value, float) and not math.isfinite(value)):
        raise CriteriaError(f"{name} takes numbers, not {shortened(value)}")
    return int(value)


class Pattern:
    """`$regex`: the pattern is found in the text."""

    enters = True

    def __init__(self, operand: Any, options: Any) -> None:
        self._found = pattern(operand, options)

    def holds(self, value: Any) -> bool:
        return isinstance(value, str) and self._found(value)


class Size:
    """`$size`: an array of so many entries."""

    enters = False

    def __init__(self, operand: Any) -> None:
        if kind(operand) is not Kind.NUMBER or operand != operand // 1 or operand < 0:
            raise CriteriaError(f"$size takes a whole number from 0, not {shortened(operand)}")
        self._size = operand

    def holds(self, value: Any) -> bool:
        return isinstance(value, list) and len(value) == self._size


class Bits:
    """`$bitsAllSet` and its like, of whole numbers in two's complement."""

    enters = True

    def __init__(self, name: str, operand: Any) -> None:
        self._mask: int = sum(1 << place for place in set(operand)) if _are_places(name, operand) else operand
        self._set = "Set" in name
        self._all = "All" in name

    def holds(self, value: Any) -> bool:
        if kind(value) is not Kind.NUMBER or abs(value) > LARGEST or value != int(value):
            return False
        found: int = self._mask & (int(value) if self._set else ~int(value))
        return found == self._mask if self._all else found != 0


def _are_places(name: str, operand: Any) -> bool:
    places = operand if isinstance(operand, list) else [operand]
    most = 1_000 if isinstance(operand, list) else LARGEST
    if not all(type(place) is int and 0 <= place <= most for place in places):
        raise CriteriaError(
            f"{name} takes a number from 0, or a list of places from 0 to 1,000, not {shortened(operand)}"
        )
    return isinstance(operand, list)
