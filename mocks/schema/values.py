"""What the server makes of a value that it is sent: each field converts to its type.

Source: the guide's field types. An empty text, which is all that a form can send for nothing, is null, except for
a string that may be of any form. What a model does not describe is kept as it came.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from understudy.mocks import clock
from understudy.mocks.schema.faults import (
    REPEATED,
    Faults,
    ValueInvalid,
    too_large,
    too_small,
    wrong_type,
)
from understudy.mocks.schema.formats import formatted
from understudy.mocks.schema.formulas.coercion import NUMBER, numeric, plain, text
from understudy.specs.schema.fields import ANY_NAME, Field

Record = dict[str, Any]

LARGEST = 10**15
"""Beyond it a double no longer tells one cent from the next."""

CENTS = 2
"""The default scale of a currency: digits after the point."""

FLAGS: Mapping[Any, bool] = {True: True, "true": True, "1": True, False: False, "false": False, "0": False}
OBJECT_ID = re.compile(r"[0-9a-fA-F]{24}")
FORMED = ("email", "url")
"""Formats that no empty text has."""
DIGITS = re.compile(r"-?\d{1,17}", re.ASCII)

LARGEST_SCALE = 12
ONE = Decimal(1)

NO_TEXT = wrong_type("a text")
NO_FLAG = wrong_type("true or false")
NO_NUMBER = wrong_type("a number")
NO_DATE = wrong_type("a date such as 2015-05-08T18:41:55.527Z")
NO_OBJECT_ID = wrong_type("an ObjectId of 24 hexadecimal digits")
NO_ARRAY = wrong_type("an array")
NO_OBJECT = wrong_type("an object")


class Conversion:
    """Converts records, and notes what it cannot convert in `faults`."""

    def __init__(self, faults: Faults, cents: int = CENTS) -> None:
        self._faults = faults
        self._cents = cents

    def record(self, fields: Mapping[str, Field], given: Mapping[str, Any], before: str = "") -> Record:
        """The given fields converted, those left out that cannot be. `before`: the path of what they are in."""
        every_name = fields.get(ANY_NAME)
        made: Record = {}
        for name, value in given.items():
            field = fields.get(name, every_name)
            try:
                made[name] = value if field is None else self.value(field, value, before + name)
            except ValueInvalid as error:
                self._faults.add(before + name, error.fault)
        return made

    def value(self, field: Field, value: Any, path: str) -> Any:
        """One value. Faults within an object are noted; raises ValueInvalid for one of the value itself."""
        if value is None or field.type == "collection":
            return value
        if field.type == "array":
            return self._array(field, value, path)
        return self.single(field, field.type, value, path)

    def _array(self, field: Field, value: Any, path: str) -> list[Any]:
        if not isinstance(value, list):
            raise ValueInvalid(NO_ARRAY)
        entries = [self.single(field, field.value_type or "any", entry, path) for entry in value]
        if field.unique is True and any(entry in entries[:number] for number, entry in enumerate(entries)):
            raise ValueInvalid(REPEATED)
        return entries

    def single(self, field: Field, kind: str, value: Any, path: str) -> Any:
        if value is None:
            return None
        if kind in ("object", "file"):
            given = _object(value)
            return self.record(field.fields, given, f"{path}.") if given and field.fields else given
        if kind == "currency":
            return rounded(_number(value), self._cents if field.scale is None else field.scale)
        convert = _CONVERSIONS.get(kind)
        return value if convert is None else convert(field, value)


def _object(value: Any) -> Any:
    """PHP sends an empty object as []."""
    if value == "":
        return None
    if value == []:
        return {}
    if not isinstance(value, dict):
        raise ValueInvalid(NO_OBJECT)
    return value


def _string(field: Field, value: Any) -> str | None:
    if isinstance(value, list | dict):
        raise ValueInvalid(NO_TEXT)
    written = text(value)
    if not written and (field.enum or field.length or field.minlength or field.format in FORMED):
        return None
    return formatted(field.format, written)


def _bool(field: Field, value: Any) -> bool | None:
    if value == "":
        return None
    if isinstance(value, list | dict) or value not in FLAGS:
        raise ValueInvalid(NO_FLAG)
    return FLAGS[value]


def _int(field: Field, value: Any) -> float | None:
    return rounded(_number(value), 0)


def _float(field: Field, value: Any) -> float | None:
    number = _number(value)
    return rounded(number, field.scale) if field.scale is not None else plain(number)


def _number(value: Any) -> int | Decimal | None:
    """None for an empty text. Raises ValueInvalid for what is no number, or too large a one."""
    if value == "":
        return None
    if isinstance(value, bool | list | dict) or (isinstance(value, str) and not NUMBER.fullmatch(value.strip())):
        raise ValueInvalid(NO_NUMBER)
    number = numeric(value)
    if number is None:
        raise ValueInvalid(NO_NUMBER)
    if number > LARGEST:
        raise ValueInvalid(too_large(LARGEST))
    if number < -LARGEST:
        raise ValueInvalid(too_small(-LARGEST))
    return number


def rounded(number: int | Decimal | None, scale: int) -> float | None:
    """With so many digits after the point, halves away from zero; whole numbers as int."""
    if number is None or isinstance(number, int):
        return number
    shifted = number.scaleb(min(scale, LARGEST_SCALE)).quantize(ONE, ROUND_HALF_UP)
    found: float = plain(shifted.scaleb(-min(scale, LARGEST_SCALE)))
    return found


def _date(field: Field, value: Any) -> str | None:
    """ISO 8601, or milliseconds since 1970 as a number or its digits; always UTC."""
    if value == "":
        return None
    try:
        if isinstance(value, str) and not DIGITS.fullmatch(value):
            return clock.timestamp(_moment(value.strip()))
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            return clock.timestamp(clock.EPOCH + timedelta(milliseconds=float(value)))
    except (ValueError, OverflowError):
        pass
    raise ValueInvalid(NO_DATE)


def _moment(date: str) -> datetime:
    """RFC 3339, or what else of ISO 8601 Python reads; UTC where no zone is said. Raises ValueError."""
    try:
        return clock.parse(date)
    except ValueError:
        found = datetime.fromisoformat(date)
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def _object_id(field: Field, value: Any) -> str | None:
    if value == "":
        return None
    if not isinstance(value, str) or not OBJECT_ID.fullmatch(value):
        raise ValueInvalid(NO_OBJECT_ID)
    return value.lower()


_CONVERSIONS: Mapping[str, Callable[[Field, Any], Any]] = {
    "string": _string,
    "bool": _bool,
    "int": _int,
    "float": _float,
    "date": _date,
    "objectid": _object_id,
}
