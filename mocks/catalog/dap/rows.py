"""The rows of a table as they were at a moment, or as they changed between two, a few at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import orjson

from understudy.mocks.catalog.dap.moments import written
from understudy.mocks.store import ChangeLog, Version
from understudy.specs.catalog.tables import Table

AT_ONCE = 500

Action = Literal["U", "D"]


class Row(NamedTuple):
    """One line of a file: `ts` as it is written, and the record with all of its columns, None of a deleted one."""

    ts: str
    action: Action
    key: Any
    record: dict[str, Any] | None


@dataclass(frozen=True)
class Piece:
    """The rows of one object: those with ids after one and up to another."""

    after: int
    upto: int


def snapshot(log: ChangeLog, table: Table, at: int, piece: Piece) -> Iterator[list[Row]]:
    """The rows as they were at a moment."""
    after = piece.after
    while after < piece.upto:
        versions, after = log.at(table.name, at, after, piece.upto, AT_ONCE)
        yield [_row(version) for version in versions]


def increment(log: ChangeLog, table: Table, since: int, until: int, piece: Piece) -> Iterator[list[Row]]:
    """Each row that changed from `since` on and before `until`, once, as it was in the end."""
    after = piece.after
    while after < piece.upto:
        versions, after = log.between(table.name, since, until, after, piece.upto, AT_ONCE)
        yield [_row(version) for version in versions]


def _row(version: Version) -> Row:
    if version.shown is None:
        return Row(written(version.at), "D", version.id, None)
    return Row(written(version.at), "U", version.id, orjson.loads(version.shown))
