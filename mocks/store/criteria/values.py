"""Values of JSON as MongoDB tells them apart and orders them.

Source: MongoDB manual, Comparison/Sort Order: null, numbers, texts, objects, arrays, booleans. Objects compare
field by field, by kind, then name, then value; arrays entry by entry; the shorter comes first.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from enum import IntEnum
from typing import Any

LARGEST = 2**63 - 1
"""Integers beyond are kept as the nearest double, as SQLite reads them."""


class Missing:
    """Stands where a document has no such field."""


MISSING = Missing()


class Kind(IntEnum):
    """Values of different kinds are never equal, and criteria find none more than the other (type bracketing)."""

    NULL = 0
    NUMBER = 1
    TEXT = 2
    OBJECT = 3
    ARRAY = 4
    BOOLEAN = 5


KINDS: Mapping[type, Kind] = {
    Missing: Kind.NULL,
    type(None): Kind.NULL,
    int: Kind.NUMBER,
    float: Kind.NUMBER,
    str: Kind.TEXT,
    dict: Kind.OBJECT,
    list: Kind.ARRAY,
    bool: Kind.BOOLEAN,
}


def kind(value: Any) -> Kind:
    return KINDS[type(value)]


def key(value: Any) -> Any:
    """What the value is compared by, with others of its kind: equal keys are equal values."""
    of = type(value)
    if of is str or of is float or of is bool:
        return value
    if of is int:
        return value if -LARGEST <= value <= LARGEST else nearest(value)
    if of is dict:
        return tuple((kind(held), name, key(held)) for name, held in value.items())
    return tuple(map(identity, value)) if of is list else 0


def identity(value: Any) -> tuple[Kind, Any]:
    """The same for values that are equal, and for no others; in the order of all values."""
    return kind(value), key(value)


def nearest(value: int) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf
