"""JSON lines: `{"meta": …, "key": …, "value": …}`; nulls are left out, and a deleted row has no value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import orjson

from understudy.mocks.catalog.dap.rows import Row
from understudy.specs.catalog.tables import Table


def write(table: Table, changes: bool, batches: Iterable[list[Row]]) -> Iterator[bytes]:
    key = table.key.name
    for batch in batches:
        yield b"".join([orjson.dumps(_line(key, changes, row), option=orjson.OPT_APPEND_NEWLINE) for row in batch])


def _line(key: str, changes: bool, row: Row) -> dict[str, Any]:
    meta = {"ts": row.ts, "action": row.action} if changes else {"ts": row.ts}
    if row.record is None:
        return {"meta": meta, "key": {key: row.key}}
    del row.record[key]
    value = {name: content for name, content in row.record.items() if content is not None}
    return {"meta": meta, "key": {key: row.key}, "value": value}
