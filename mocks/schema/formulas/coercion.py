"""What a value counts as where another kind is needed. Much as in JavaScript; see docs/schema-formulas.md.

Numbers are whole as int, and Decimal otherwise, so that 0.1 + 0.2 is 0.3. What is no number counts as 0.
"""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from typing import Any, cast

import orjson

from understudy.mocks import clock
from understudy.mocks.schema.formulas.errors import Unwritable

Number = int | Decimal

LARGEST_WHOLE = 2**53
WRITTEN_OUT = 10**21
"""From here on numbers are written with an exponent."""

CONTEXT = Context(prec=28, Emax=307, Emin=-307, traps=[DivisionByZero, InvalidOperation, Overflow])
NUMBER = re.compile(r"[+-]?(\d{1,400}(\.\d{0,400})?|\.\d{1,400})([eE][+-]?\d{1,4})?", re.ASCII)
MILLISECOND = timedelta(milliseconds=1)


def truth(value: Any) -> bool:
    """Everything but null, false, 0 and "": an empty array or object is something."""
    return bool(value) or isinstance(value, list | dict)


def number(value: Any) -> Number:
    kind = type(value)
    if kind is float:
        return _of_float(value) or 0
    if kind is Decimal:
        return cast(Decimal, value)
    return numeric(value) or 0


def numeric(value: Any) -> Number | None:
    """The number that a value is, or None: a number, true, false, null, a text that shows a number or a date."""
    if isinstance(value, str):
        return _of_text(value)
    if isinstance(value, bool) or value is None:
        return int(value or 0)
    if isinstance(value, int):
        return value if -LARGEST_WHOLE <= value <= LARGEST_WHOLE else _rounded(value)
    if isinstance(value, float):
        return _of_float(value)
    return value if isinstance(value, Decimal) else None


def _of_float(value: float) -> Number | None:
    if value.is_integer() and -LARGEST_WHOLE <= value <= LARGEST_WHOLE:
        return int(value)
    try:
        return CONTEXT.create_decimal(repr(value)) if value - value == 0 else None
    except Overflow:
        return None


def _rounded(value: int) -> Number | None:
    """A number that is larger than a float can tell apart."""
    try:
        return _of_float(float(value))
    except OverflowError:
        return None


def _of_text(text: str) -> Number | None:
    """A number as JavaScript reads it from a text, or the milliseconds of a date."""
    text = text.strip()
    if not text:
        return 0
    if NUMBER.fullmatch(text):
        try:
            return CONTEXT.create_decimal(text)
        except Overflow:
            return None
    return milliseconds(text)


def milliseconds(date: str) -> int | None:
    """Milliseconds since 1970 of an ISO 8601 date, or None for a text that is none."""
    try:
        return (clock.parse(date) - clock.EPOCH) // MILLISECOND
    except ValueError:
        return None


def text(value: Any) -> str:
    """Arrays and objects are written as JSON. Raises Unwritable for one that cannot be."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value) if -WRITTEN_OUT < value < WRITTEN_OUT else text(plain(float_or_none(value)))
    if isinstance(value, float):
        return repr(value) if not value.is_integer() or abs(value) >= WRITTEN_OUT else str(int(value))
    if isinstance(value, Decimal):
        return text(plain(value))
    try:
        return orjson.dumps(value).decode()
    except TypeError:
        raise Unwritable(
            "the formula makes a text of something that JSON cannot hold: read one of its fields"
        ) from None


def float_or_none(value: int) -> float | None:
    try:
        return float(value)
    except OverflowError:
        return None


def plain(value: Any) -> Any:
    """The value as JSON has it: whole numbers without a fraction; null for what is not finite."""
    if isinstance(value, Decimal):
        nearest = float(value)
        return int(nearest) if nearest.is_integer() and abs(nearest) <= LARGEST_WHOLE else nearest
    if isinstance(value, float) and value - value != 0:
        return None
    if isinstance(value, int) and not -WRITTEN_OUT < value < WRITTEN_OUT:
        return float_or_none(value)
    return value


def encoded(value: str) -> bytes:
    """Raises Unwritable for half a surrogate pair, which no UTF-8 can show."""
    try:
        return value.encode()
    except UnicodeEncodeError:
        raise Unwritable("the formula reads a text that is no Unicode: it holds half a surrogate pair") from None
