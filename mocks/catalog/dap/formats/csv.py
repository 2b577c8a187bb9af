"""Comma-separated values: texts are quoted, so that neither `NULL` nor nothing at all can be taken for one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from understudy.mocks.catalog.dap.formats.columns import lines
from understudy.mocks.catalog.dap.rows import Row
from understudy.specs.catalog.tables import Table


def write(table: Table, changes: bool, batches: Iterable[list[Row]]) -> Iterator[bytes]:
    return lines(table, changes, batches, separator=",", null="NULL", missing="", text=_text)


def _text(value: str) -> str:
    return '"' + value.replace('"', '""') + '"'
