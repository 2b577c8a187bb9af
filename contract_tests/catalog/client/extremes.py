"""Values that programs stumble over, in every column of every table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from understudy.specs.catalog.tables import DECIMAL_BOUND, DECIMAL_STEP, Column, Table

TEXTS = (
    "",
    " ",
    "NULL",
    r"\N",
    "\\",
    r"\t\n\\N",
    "\ttab\t",
    "two\nlines\n",
    "\r\nWindows\r",
    "\b\f\v",
    "\x7f\u2028\u0085 other ends of lines",
    '"',
    '"quoted", and "half',
    ",",
    "'; DROP TABLE users; --",
    '{"json": null}',
    "👩‍👩‍👧‍👦 𝕏 é e\u0301 \u202eright to left",
)
MONEY = (0, DECIMAL_STEP, -DECIMAL_STEP, 0.1, 1234.5, DECIMAL_BOUND - DECIMAL_STEP, DECIMAL_STEP - DECIMAL_BOUND)
MOMENTS = (
    "0001-01-01T00:00:00.001Z",  # asyncpg, on which the client stands, takes the instant before for minus infinity
    "1969-12-31T23:59:59.999Z",
    "1970-01-01T00:00:00.000Z",
    "2024-02-29T12:34:56.780Z",
    "9999-12-31T23:59:59.999Z",
)
VALUES: dict[str, tuple[Any, ...]] = {
    "boolean": (True, False),
    "datetime": MOMENTS,
    "decimal": MONEY,
    "int32": (-(2**31), -1, 0, 2**31 - 1),
    "int64": (-(2**63), -1, 0, 2**53 + 1, 2**63 - 1),
    "string": TEXTS,
}
TURNS = len(TEXTS) + 1


def extremes(table: Table) -> Iterator[dict[str, Any]]:
    """Fields of TURNS records. Every column that names no record has each of its values once, and null."""
    free = [(column, _values(column)) for column in table.values if column not in table.foreign_keys]
    for turn in range(TURNS):
        yield {column.name: values[(turn + place) % len(values)] for place, (column, values) in enumerate(free)}


def _values(column: Column) -> tuple[Any, ...]:
    if column.references is not None:
        values: tuple[Any, ...] = tuple(value for value in VALUES[column.type] if value > 0)
    else:
        values = column.enum or VALUES[column.type]
    return (*values, None) if column.nullable else values
