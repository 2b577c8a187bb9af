"""Reads a file as a consumer does: rows of meta, key and value, with nothing left out of what was written."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterator
from typing import Any

import orjson
import pyarrow.parquet

from understudy.specs.catalog.tables import Column, tables

ESCAPED = {"0": "\0", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "\\": "\\"}
INTEGERS, NUMBERS = ("int16", "int32", "int64"), ("decimal", "float32", "float64")

Row = dict[str, Any]


def rows_of(form: str, table: str, file: bytes) -> list[Row]:
    if form == "parquet":
        return [_row(fields) for fields in pyarrow.parquet.read_table(io.BytesIO(file)).to_pylist()]
    text = gzip.decompress(file).decode()
    if form == "jsonl":
        return [orjson.loads(line) for line in text.split("\n")[:-1]]
    lines = _tsv(text) if form == "tsv" else _csv(text)
    names = next(lines)
    columns = {column.name: column for column in tables()[table].columns}
    return [
        _row({name: _value(columns, name, field) for name, field in zip(names, line, strict=True)})
        for line in lines
    ]


def _tsv(text: str) -> Iterator[list[Any]]:
    assert text.endswith("\n")
    for line in text[:-1].split("\n"):
        yield [None if field == r"\N" else _unescaped(field) for field in line.split("\t")]


def _unescaped(field: str) -> str:
    head, *rest = field.split("\\")
    parts = iter(rest)
    made = head
    for part in parts:
        made += ESCAPED[part[0]] + part[1:] if part else "\\" + next(parts)
    return made


def _csv(text: str) -> Iterator[list[Any]]:
    """The standard reader does not tell a quoted NULL from one that is not: marked before, it is."""
    marked = io.StringIO(_marked(text), newline="")
    for line in csv.reader(marked):
        yield [None if field in ("", "NULL") else field.removeprefix("\ue000") for field in line]


def _marked(text: str) -> str:
    """Begins every quoted field with a mark."""
    made, quoted = [], False
    for index, character in enumerate(text):
        made.append(character)
        if character == '"':
            quoted = not quoted
            if quoted and (index == 0 or text[index - 1] in ",\n"):
                made.append("\ue000")
    return "".join(made)


def _value(columns: dict[str, Column], name: str, field: str | None) -> Any:
    column = columns.get(name.partition(".")[2])
    if field is None or column is None or name.startswith("meta"):
        return field
    if column.type in INTEGERS:
        return int(field)
    if column.type in NUMBERS:
        return float(field)
    return field == "true" if column.type == "boolean" else field


def _row(fields: dict[str, Any]) -> Row:
    """One row as jsonl writes it."""
    row: Row = {"meta": {}, "key": {}, "value": {}}
    for name, value in fields.items():
        part, _, column = name.partition(".")
        if value is not None:
            row[part][column] = _plain(value)
    if row["meta"].get("action") == "D":
        assert row.pop("value") == {}
    return row


def _plain(value: Any) -> Any:
    if hasattr(value, "isoformat"):
        digits = "microseconds" if value.microsecond % 1000 else "milliseconds"
        return value.isoformat(timespec=digits).replace("+00:00", "Z")
    return float(value) if type(value).__name__ == "Decimal" else value
