r"""Tab-separated values: an empty field is `\N`, and what would part fields or lines is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from understudy.mocks.catalog.dap.formats.columns import lines
from understudy.mocks.catalog.dap.rows import Row
from understudy.specs.catalog.tables import Table

NULL = r"\N"
ESCAPES = str.maketrans(
    {"\\": r"\\", "\0": r"\0", "\b": r"\b", "\f": r"\f", "\n": r"\n", "\r": r"\r", "\t": r"\t", "\v": r"\v"}
)


def write(table: Table, changes: bool, batches: Iterable[list[Row]]) -> Iterator[bytes]:
    return lines(table, changes, batches, separator="\t", null=NULL, missing=NULL, text=_text)


def _text(value: str) -> str:
    return value.translate(ESCAPES)
