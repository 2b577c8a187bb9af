r"""Reads files of DAP, of any format, as the rows that its jsonl has, by rules of their own.

A row is `{"meta": {"ts": …}, "key": {…}, "value": {…}}`; nulls are left out, and so is the value of a deleted
record. Text of a csv is quoted, `NULL` is null, and nothing at all stands for each field of a deleted record; in a
tsv `\N` stands for both.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any

import orjson

from understudy.specs.contract import Document

Row = dict[str, Any]

CSV_FIELD = re.compile(r'(?:"((?:[^"]|"")*)"|([^",\n]*))([,\n])')
TSV_ESCAPE = re.compile(r"\\(.?)")
TSV_ESCAPED = {"\\": "\\", "0": "\0", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}


class FileError(ValueError):
    """A file that is not what its name says; the message names it, the place in it, and what is wrong."""

    def __init__(self, path: Path, place: str, problem: str) -> None:
        super().__init__(f"{path.name}, {place}: {problem}")


class Empty(Enum):
    """What a field without a value says."""

    NULL = "null"
    GONE = "of a deleted record"


def read(path: Path, schema: Document) -> list[Row]:
    """The rows of a file, in its order, of the table that `schema` is the schema document of. Raises FileError."""
    match "".join(path.suffixes[-2:]):
        case ".jsonl.gz":
            return [orjson.loads(line) for line in _lines(path)]
        case ".csv.gz":
            return _texts(path, schema, _csv(path), Empty.GONE)
        case ".tsv.gz":
            return _texts(path, schema, _tsv(path), Empty.NULL)
        case ".parquet":
            return _parquet(path, schema)
    raise FileError(path, "its name", "expected to end in .jsonl.gz, .csv.gz, .tsv.gz or .parquet")


def columns(schema: Document) -> dict[str, Document]:
    """The rule of each column, by its name in a file: `meta.ts`, `key.id`, `value.name`."""
    return {
        f"{group}.{name}": rule
        for group, content in schema["properties"].items()
        for name, rule in content["properties"].items()
    }


class _Sheet:
    """Makes rows of the lines of a file whose header is known."""

    def __init__(
        self,
        path: Path,
        header: Sequence[str],
        schema: Document,
        reader: Callable[[Document], Callable[[Any], Any]],
        gone: Empty,
    ) -> None:
        """`reader` chooses what reads a column, by its rule; `gone` is what fields of a deleted record say.

        Raises FileError for a header that has not every column of the schema, in its order.
        """
        rules = columns(schema)
        expected = [name for name in rules if name != "meta.action" or name in header]
        if list(header) != expected:
            raise FileError(path, "its header", f"is {', '.join(header)}; expected {', '.join(expected)}")
        self._path = path
        self._gone = gone
        self._columns = [(*_place(name), reader(rules[name])) for name in header]

    def row(self, number: int, fields: Sequence[Any]) -> Row:
        place = f"row {number}"
        if len(fields) != len(self._columns):
            raise FileError(self._path, place, f"has {len(fields)} fields; the header has {len(self._columns)}")
        row: Row = {"meta": {}, "key": {}, "value": {}}
        for (group, name, reader), field in zip(self._columns, fields, strict=True):
            if not isinstance(field, Empty):
                try:
                    row[group][name] = reader(field)
                except ValueError as error:
                    problem = f"{field!r} is not of its type"
                    raise FileError(self._path, f"{place}, {group}.{name}", problem) from error
        self._check_empty(place, row, fields)
        if row["meta"].get("action") == "D":
            del row["value"]
        return row

    def _check_empty(self, place: str, row: Row, fields: Sequence[Any]) -> None:
        values = [field for (group, *_), field in zip(self._columns, fields, strict=True) if group == "value"]
        if row["meta"].get("action") == "D":
            if any(field is not self._gone for field in values):
                raise FileError(self._path, place, "is of a deleted record, and has more than its key")
        elif Empty.GONE in values:
            raise FileError(self._path, place, "has nothing in a field, and is not of a deleted record")


def _texts(path: Path, schema: Document, lines: Iterator[list[str | Empty]], gone: Empty) -> list[Row]:
    """Rows of lines, the first of which names the columns."""
    header = [str(name) for name in next(lines, [])]
    sheet = _Sheet(path, header, schema, lambda rule: str if rule["type"] == "string" else orjson.loads, gone)
    return [sheet.row(number, line) for number, line in enumerate(lines, 1)]


def _parquet(path: Path, schema: Document) -> list[Row]:
    from pyarrow.parquet import read_table

    table = read_table(path)
    sheet = _Sheet(path, table.column_names, schema, lambda rule: _native, Empty.NULL)
    return [
        sheet.row(number, [Empty.NULL if value is None else value for value in row.values()])
        for number, row in enumerate(table.to_pylist(), 1)
    ]


def _place(column: str) -> tuple[str, str]:
    """The group and the name in it."""
    group, _, name = column.partition(".")
    return group, name


def _native(value: Any) -> Any:
    """What JSON has instead of a type of Parquet's."""
    match value:
        case datetime():
            return value.isoformat()
        case Decimal():
            return float(value)
    return value


def _text(path: Path) -> str:
    text = gzip.decompress(path.read_bytes()).decode()
    if text and not text.endswith("\n"):
        raise FileError(path, "its end", "the last line has no end")
    return text


def _lines(path: Path) -> list[str]:
    return _text(path).split("\n")[:-1]


def _tsv(path: Path) -> Iterator[list[str | Empty]]:
    for number, line in enumerate(_lines(path), 1):
        try:
            yield [Empty.NULL if field == r"\N" else _unescaped(field) for field in line.split("\t")]
        except KeyError as error:
            raise FileError(path, f"line {number}", f"unknown escape \\{error.args[0]}") from error


def _unescaped(field: str) -> str:
    return TSV_ESCAPE.sub(lambda match: TSV_ESCAPED[match[1]], field)


def _csv(path: Path) -> Iterator[list[str | Empty]]:
    text, place = _text(path), 0
    fields: list[str | Empty] = []
    while place < len(text):
        match = CSV_FIELD.match(text, place)
        if match is None:
            line = text.count("\n", 0, place) + 1
            raise FileError(path, f"line {line}", "a quote stands where none can, or is not closed")
        quoted, bare, end = match.groups()
        fields.append(_meant(bare) if quoted is None else quoted.replace('""', '"'))
        if end == "\n":
            yield fields
            fields = []
        place = match.end()


def _meant(bare: str) -> str | Empty:
    return {"NULL": Empty.NULL, "": Empty.GONE}.get(bare, bare)
