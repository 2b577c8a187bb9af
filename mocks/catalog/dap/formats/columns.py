"""Formats that have a column for each field, and a line that names them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import orjson

from understudy.mocks.catalog.dap.rows import Row
from understudy.specs.catalog.tables import Column, Table

Texts = Callable[[str], str]


def names(table: Table, changes: bool) -> list[str]:
    """The columns of a file: `meta.ts`, in increments `meta.action`, `key.…` and every `value.…`."""
    meta = ["meta.ts", "meta.action"] if changes else ["meta.ts"]
    return [*meta, f"key.{table.key.name}", *(f"value.{column.name}" for column in table.values)]


def lines(
    table: Table,
    changes: bool,
    batches: Iterable[list[Row]],
    *,
    separator: str,
    null: str,
    missing: str,
    text: Texts,
) -> Iterator[bytes]:
    """The lines of a file. `null` stands for an empty field, `missing` for each field of a deleted row, and `text`
    writes what is a text."""
    yield separator.join(names(table, changes)).encode() + b"\n"
    writers = [(column.name, _writer(column, text)) for column in table.values]
    gone = [missing] * len(writers)
    for batch in batches:
        made = []
        for row in batch:
            record = row.record
            fields = [row.ts, row.action, str(row.key)] if changes else [row.ts, str(row.key)]
            if record is None:
                fields += gone
            else:
                fields += [null if record[name] is None else write(record[name]) for name, write in writers]
            made.append(separator.join(fields))
        made.append("")
        yield "\n".join(made).encode()


def _writer(column: Column, text: Texts) -> Callable[..., str]:
    match column.type:
        case "string":
            return text
        case "boolean":
            return lambda value: "true" if value else "false"
        case "json":
            return lambda value: text(orjson.dumps(value).decode())
        case _:
            return str
