"""The formats that rows are written in. Each writes batches of rows as the bytes of one file, piece by piece."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from understudy.mocks.catalog.dap.formats import csv, jsonl, parquet, tsv
from understudy.mocks.catalog.dap.formats.gzip import compressed
from understudy.mocks.catalog.dap.rows import Row
from understudy.specs.catalog.tables import Table

Write = Callable[[Table, bool, Iterable[list[Row]]], Iterator[bytes]]
"""Takes the table, whether it is an increment, and the rows."""

_TEXTS: Mapping[str, Write] = {"jsonl": jsonl.write, "csv": csv.write, "tsv": tsv.write}
FORMATS = (*_TEXTS, "parquet")


def file_name(form: str, number: int) -> str:
    """The name of a job's object with this number, counted from 0."""
    return f"part-{number:05d}.{form}" + (".gz" if form in _TEXTS else "")


def file(form: str, table: Table, changes: bool, batches: Iterable[list[Row]]) -> Iterator[bytes]:
    """The bytes of a file; Parquet compresses its columns itself, and the others are compressed whole."""
    if form in _TEXTS:
        return compressed(_TEXTS[form](table, changes, batches))
    return parquet.write(table, changes, batches)
