"""Values that the server gives: dates, ids, and numbers of a counter, bare or in a pattern."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Protocol

from understudy.mocks.schema import formulas
from understudy.mocks.schema.checks import ELSEWHERE, ScopeOf
from understudy.mocks.schema.faults import ValueInvalid
from understudy.mocks.schema.formats import formatted
from understudy.mocks.schema.formulas import Scope
from understudy.mocks.schema.formulas.coercion import text
from understudy.specs.schema.fields import Field

LAST_DIGITS = re.compile(r"\d{1,15}(?=\D*$)", re.ASCII)
PLACE = re.compile(r"\{(\d+)\}")
MOST_TAKEN = 1_000
"""Numbers in a row that are passed over because records have them; a pattern may write them all alike."""


class Source(Protocol):
    """The sandbox's clock and counters."""

    def now(self) -> str: ...

    def object_id(self) -> str: ...

    def number(self, path: str, start: int) -> int:
        """The next of the numbers for this field, the first of which is `start`."""

    def is_taken(self, path: str, value: Any) -> bool:
        """Whether a record has this value already."""


def concerned(fields: Mapping[str, Field]) -> dict[str, Field]:
    """Those of the fields that `fill` does anything for. Made once, for many records."""
    return {
        name: field
        for name, field in fields.items()
        if (field.auto and (field.auto == "update" or not field.enum))
        or (field.type not in ELSEWHERE and concerned(field.fields))
    }


def fill(
    fields: Mapping[str, Field], record: dict[str, Any], source: Source, scope_of: ScopeOf, before: str = ""
) -> None:
    """Gives the fields their values that are `auto`, here and in the objects within. `auto: update` is given anew.

    A field with an enumeration follows from its conditions instead: see `conditions`.
    Raises FormulaError, for a pattern that is a formula.
    """
    for name, field in fields.items():
        path = before + name
        if field.auto == "update":
            record[name] = source.now()
        elif field.auto and not field.enum and record.get(name) is None:
            record[name] = _given(field, path, source, record, scope_of, before)
        if field.fields and field.type not in ELSEWHERE:
            value = record.get(name)
            for entry in value if isinstance(value, list) else [value]:
                if isinstance(entry, dict):
                    fill(field.fields, entry, source, scope_of, f"{path}.")


def _given(
    field: Field, path: str, source: Source, record: Mapping[str, Any], scope_of: ScopeOf, before: str
) -> Any:
    if field.type == "date":
        return source.now()
    if field.type == "objectid":
        return source.object_id()
    for _ in range(MOST_TAKEN):
        number = source.number(path, first(field.increment))
        # In a pattern, the name of the field itself is the number.
        scope = scope_of({**record, field.name: number}, before)
        value = number if field.type == "int" else _formed(field, written(field.increment, number, scope))
        if field.unique is not True or not source.is_taken(path, value):
            break
    return value


def _formed(field: Field, given: str) -> str:
    """In the field's format, if it can have it."""
    try:
        return formatted(field.format, given)
    except ValueInvalid:
        return given


def first(increment: Mapping[str, Any]) -> int:
    """The number that a counter begins with: its start, else the one in its pattern, else 1."""
    start = increment.get("start")
    if isinstance(start, str) and start.isascii() and start.isdigit():
        return int(start[:15])
    if isinstance(start, int | float) and not isinstance(start, bool):
        return int(start)
    pattern = increment.get("pattern")
    place = PLACE.search(pattern) if isinstance(pattern, str) else None
    return int(place[1][:15]) if place else 1


def counted(value: Any) -> int | None:
    """The number in a value that a counter gave: the last digits of a text."""
    found = LAST_DIGITS.search(value) if isinstance(value, str) else None
    if found is not None:
        return int(found[0])
    return value if isinstance(value, int) else None


def written(increment: Mapping[str, Any], number: int, scope: Scope) -> str:
    """The number in its pattern: in place of `{100000}`, with as many digits; or what a formula makes of it.

    Raises FormulaError.
    """
    pattern = increment.get("pattern")
    if isinstance(pattern, Mapping):
        return text(formulas.compile(pattern.get("$formula", "")).evaluate(scope))
    if isinstance(pattern, str):
        return PLACE.sub(lambda place: str(number).zfill(len(place[1])), pattern)
    return str(number)
