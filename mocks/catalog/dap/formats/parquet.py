"""Apache Parquet, by pyarrow: the columns of the text formats, with types of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from io import RawIOBase
from typing import TYPE_CHECKING, Any

import orjson

from understudy.mocks.catalog.dap.formats.columns import names
from understudy.mocks.catalog.dap.rows import Row
from understudy.specs.catalog.tables import PRECISION, SCALE, Column, Table

if TYPE_CHECKING:
    import pyarrow

ROW_GROUP = 10_000
CENT = Decimal(1).scaleb(-SCALE)


class _Sink(RawIOBase):
    """Gives away what is written, and still knows how much it was: Parquet ends with where everything is."""

    def __init__(self) -> None:
        self._chunks: list[bytes] = []
        self._length = 0

    def writable(self) -> bool:
        return True

    def write(self, chunk: Any) -> int:
        self._chunks.append(bytes(chunk))
        self._length += len(chunk)
        return len(chunk)

    def tell(self) -> int:
        return self._length

    def take(self) -> bytes:
        taken = b"".join(self._chunks)
        self._chunks.clear()
        return taken


def write(table: Table, changes: bool, batches: Iterable[list[Row]]) -> Iterator[bytes]:
    from pyarrow.parquet import ParquetWriter  # a tenth of a second that only those wait who ask for Parquet

    sink = _Sink()
    schema = _schema(table, changes)
    with ParquetWriter(sink, schema, compression="gzip") as writer:
        for group in _groups(batches):
            writer.write_batch(_arrow(table, changes, schema, group))
            yield sink.take()
    yield sink.take()


def _groups(batches: Iterable[list[Row]]) -> Iterator[list[Row]]:
    group: list[Row] = []
    for batch in batches:
        group += batch
        if len(group) >= ROW_GROUP:
            yield group
            group = []
    if group:
        yield group


def _schema(table: Table, changes: bool) -> pyarrow.Schema:
    import pyarrow

    columns = [table.key, *table.values]
    head = [pyarrow.field("meta.ts", _type("datetime"), nullable=False)]
    if changes:
        head.append(pyarrow.field("meta.action", pyarrow.string(), nullable=False))
    fields = [
        pyarrow.field(name, _type(column.type), nullable=(changes and not column.key) or column.nullable)
        for name, column in zip(names(table, changes)[len(head) :], columns, strict=True)
    ]
    return pyarrow.schema([*head, *fields])


def _type(kind: str) -> Any:
    import pyarrow

    return {
        "boolean": pyarrow.bool_(),
        "datetime": pyarrow.timestamp("us", "UTC"),
        "decimal": pyarrow.decimal128(PRECISION, SCALE),
        "float32": pyarrow.float32(),
        "float64": pyarrow.float64(),
        "int16": pyarrow.int16(),
        "int32": pyarrow.int32(),
        "int64": pyarrow.int64(),
        "json": pyarrow.string(),
        "string": pyarrow.string(),
        "uuid": pyarrow.string(),
    }[kind]


def _arrow(table: Table, changes: bool, schema: pyarrow.Schema, rows: list[Row]) -> pyarrow.RecordBatch:
    import pyarrow

    stamps = pyarrow.array([row.ts for row in rows]).cast(_type("datetime"))
    columns = [stamps, pyarrow.array([row.action for row in rows])] if changes else [stamps]
    columns.append(pyarrow.array([row.key for row in rows], schema.field(len(columns)).type))
    for column in table.values:
        values = [None if row.record is None else row.record[column.name] for row in rows]
        columns.append(_column(column, values, schema.field(len(columns)).type))
    return pyarrow.record_batch(columns, schema=schema)


def _column(column: Column, values: list[Any], kind: Any) -> Any:
    import pyarrow

    if column.type == "datetime":
        return pyarrow.array(values, pyarrow.string()).cast(kind)
    if column.type == "decimal":
        return pyarrow.array([None if v is None else Decimal(str(v)).quantize(CENT) for v in values], kind)
    if column.type == "json":
        return pyarrow.array([None if v is None else orjson.dumps(v).decode() for v in values], kind)
    return pyarrow.array(values, kind)
