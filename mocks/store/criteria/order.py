"""The order of records as SQL.

Source: MongoDB manual, Comparison/Sort Order and cursor.sort(): null and missing first, then numbers, texts,
objects, arrays, booleans. An array stands where its least entry would, or descending its greatest; an empty one
before null.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Any, NamedTuple

from understudy.mocks.store.criteria.calls import RECORD, Call
from understudy.mocks.store.criteria.errors import CriteriaError
from understudy.mocks.store.criteria.paths import Path, elements, path
from understudy.mocks.store.criteria.translation import Said, Scalars
from understudy.mocks.store.criteria.values import LARGEST, MISSING, Kind, key, kind

MOST_FIELDS = 32  # as in MongoDB
EMPTY = object()
NULL = float("-inf")  # no number of JSON's is as low; SQL's NULL is lower still


class Order(NamedTuple):
    """By a field (dots go into objects), from low to high or the other way round."""

    field: str
    descending: bool = False


Ordering = Sequence[str | Order]
"""Several fields, the first first. A text is a field, ascending."""


def to_order(order: Ordering, scalars: Scalars) -> Said:
    """What follows ORDER BY, and its parameters. Records that are alike come in the order of their making.

    Keep the parameters until the rows are read. Raises CriteriaError for more than 32 fields
    and for what cannot be a field's name.
    """
    terms = [_term(by, scalars) for by in _read(order)]
    return ", ".join([*(sql for sql, _ in terms), "rowid"]), [value for _, values in terms for value in values]


def in_order(records: Iterable[dict[str, Any]], order: Ordering) -> list[dict[str, Any]]:
    """The same for records that stand in no table. Raises CriteriaError as `to_order` does."""
    found = list(records)
    for by in reversed(_read(order)):
        found.sort(key=partial(_key, path(by.field), by.descending), reverse=by.descending)
    return found


def _read(order: Ordering) -> list[Order]:
    if len(order) > MOST_FIELDS:
        raise CriteriaError(f"order goes by {len(order)} fields: at most {MOST_FIELDS}")
    return [by if isinstance(by, Order) else Order(by) for by in order]


def _term(by: Order, scalars: Scalars) -> Said:
    parts = path(by.field)
    scalar = scalars(by.field)
    direction = " DESC" if by.descending else ""
    if scalar is not None:
        return f"{scalar.expression}{direction}", []
    return f"ask(?, {RECORD}){direction}", [Call(lambda record: _native(_held(parts, by.descending, record)))]


def _key(parts: Path, descending: bool, record: dict[str, Any]) -> tuple[int, Any]:
    return _rank(_held(parts, descending, record))


def _held(parts: Path, descending: bool, record: dict[str, Any]) -> Any:
    """The value that a record is ordered by."""
    choose = max if descending else min
    return choose(_candidates(record, parts), key=_rank, default=MISSING)


def _candidates(record: dict[str, Any], parts: Path) -> Iterator[Any]:
    for value in elements(record, parts, enter=False):
        if isinstance(value, list):
            yield from value or [EMPTY]
        else:
            yield value


def _rank(value: Any) -> tuple[int, Any]:
    return (-1, 0) if value is EMPTY else (kind(value), key(value))


def _native(value: Any) -> Any:
    """As SQLite orders it: nothing, then numbers, texts, and bytes."""
    if value is EMPTY:
        return None
    match kind(value):
        case Kind.NULL:
            return NULL
        case Kind.NUMBER | Kind.TEXT:
            return key(value)
        case _:
            return encoded(value)


def encoded(value: Any) -> bytes:
    """The value as bytes that are in the order of the values."""
    content = b""
    match value:
        case bool():
            content = bytes([value])
        case int() | float():
            content = _number(key(value))
        case str():
            content = _text(value)
        case dict():
            fields = (bytes([kind(held) + 1]) + _text(name) + encoded(held) for name, held in value.items())
            content = b"".join([*fields, b"\0"])
        case list():
            content = b"".join([*map(encoded, value), b"\0"])
    return bytes([kind(value) + 1]) + content


def _number(value: float) -> bytes:
    """The nearest double with its bits turned so that they rise with it, and what it lacks of a large integer."""
    nearest = float(value) + 0.0  # -0.0 is 0.0
    (bits,) = struct.unpack(">Q", struct.pack(">d", nearest))
    turned = bits ^ (2**64 - 1) if bits >> 63 else bits | 1 << 63
    lacking = value - int(nearest) if isinstance(value, int) and abs(value) <= LARGEST else 0
    return struct.pack(">QH", turned, lacking + 2**15)


def _text(text: str) -> bytes:
    return text.encode().replace(b"\0", b"\0\xff") + b"\0\0"
