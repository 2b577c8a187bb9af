"""Reads `tables/<table>.yaml`: the tables of the `catalog` namespace, their columns and where those point.

A file holds a `description` and `columns`, in the order of the vendor's reference:

type         one of TYPES
key          true for the primary key; every table has one, of one column
nullable     true where a row may leave it out
references   a table of ours, whose key it holds, or `canvas.users` and the like: an id from another namespace
enum         the values that a string may take
max_length   the characters that a string may have
description  what it holds
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Literal, get_args

from understudy.specs import copies

NAMESPACE = "catalog"
FOLDER = Path(__file__).parent / "tables"

Type = Literal[
    "boolean",
    "datetime",
    "decimal",
    "float32",
    "float64",
    "int16",
    "int32",
    "int64",
    "json",
    "string",
    "uuid",
]
TYPES: tuple[Type, ...] = get_args(Type)

# The reference says `Decimal` and no more. Money with cents, up to 99,999,999.99: numeric(10,2).
PRECISION, SCALE = 10, 2
DECIMAL_BOUND, DECIMAL_STEP = 10 ** (PRECISION - SCALE), 10**-SCALE

_SETTINGS = {"type", "key", "nullable", "references", "enum", "max_length", "description"}


class TableError(ValueError):
    """A table file that cannot be read as one. The message names the file, the column and the remedy."""

    def __init__(self, table: str, column: str | None, problem: str) -> None:
        place = f"{FOLDER.name}/{table}.yaml" + (f", column {column!r}" if column is not None else "")
        super().__init__(f"{place}: {problem}")


@dataclass(frozen=True)
class Column:
    """One column. A decimal has PRECISION digits, SCALE of them after the point."""

    name: str
    type: Type
    description: str
    key: bool = False
    nullable: bool = False
    references: str | None = None
    enum: tuple[str, ...] = ()
    max_length: int | None = None


@dataclass(frozen=True)
class Table:
    """One table, its columns in the order of the vendor's reference."""

    name: str
    description: str
    columns: tuple[Column, ...]

    @cached_property
    def key(self) -> Column:
        """The primary key."""
        return next(column for column in self.columns if column.key)

    @cached_property
    def values(self) -> tuple[Column, ...]:
        """Every column but the primary key."""
        return tuple(column for column in self.columns if not column.key)

    @cached_property
    def foreign_keys(self) -> tuple[Column, ...]:
        """Columns that hold the key of a table of this namespace."""
        return tuple(c for c in self.columns if c.references is not None and "." not in c.references)


@cache
def tables() -> dict[str, Table]:
    """The tables by name, in alphabetical order. Raises TableError. Shared: treat it as read-only."""
    found = {path.stem: parsed(path.stem, copies.read(path)) for path in sorted(FOLDER.glob("*.yaml"))}
    check_references(found)
    return found


def parsed(name: str, entry: Any) -> Table:
    """The table that a file's content describes. Raises TableError."""
    match entry:
        case {"description": str(description), "columns": dict(columns), **rest} if not rest and columns:
            table = Table(name, description, tuple(_column(name, *item) for item in columns.items()))
        case _:
            raise TableError(name, None, "expected `description` and `columns`, and nothing else")
    keys = [column.name for column in table.columns if column.key]
    if len(keys) != 1:
        raise TableError(name, None, f"expected one column with `key: true`, found {len(keys)}")
    if table.key.nullable:
        raise TableError(name, table.key.name, "a primary key cannot be nullable: take `nullable` away")
    return table


def _column(table: str, name: str, entry: Any) -> Column:
    if not isinstance(entry, dict) or not {"type", "description"} <= entry.keys():
        raise TableError(table, name, "expected at least `type` and `description`")
    if unknown := sorted(entry.keys() - _SETTINGS):
        raise TableError(table, name, f"unknown setting {unknown[0]!r}: choose of {', '.join(sorted(_SETTINGS))}")
    if entry["type"] not in TYPES:
        raise TableError(table, name, f"unknown type {entry['type']!r}: choose one of {', '.join(TYPES)}")
    column = Column(name, **(entry | {"enum": tuple(entry.get("enum", ()))}))
    if (column.enum or column.max_length is not None) and column.type != "string":
        raise TableError(table, name, f"`enum` and `max_length` are for strings, not for {column.type}")
    return column


def check_references(found: Mapping[str, Table]) -> None:
    """Raises TableError for a foreign key that points to no table, or is not of the type of the key it holds."""
    for table in found.values():
        for column in table.foreign_keys:
            target = found.get(str(column.references))
            if target is None:
                raise TableError(table.name, column.name, f"references {column.references!r}, which is no table")
            if target.key.type != column.type:
                problem = f"is {column.type}, but {target.name}.{target.key.name} is {target.key.type}"
                raise TableError(table.name, column.name, problem)
