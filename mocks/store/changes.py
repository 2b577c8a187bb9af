"""What every record was before each of its changes, and when: the state of a collection at any moment since.

Written by SQLite's triggers, so that no write can pass it by. Times are microseconds since 1970. Where the clock
stands still, or goes back, the log does not: `moment()` parts what was written before it from what comes after.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import orjson

from understudy.mocks.store.sqlite import STATE, Store

START, MOMENT = "log_start", "log_moment"
LAST_ID = 2**63 - 1

_NOW = f"""max(_clock(), coalesce((SELECT at FROM _changes ORDER BY seq DESC LIMIT 1), 0),
    coalesce((SELECT CAST(value AS INTEGER) FROM {STATE} WHERE key = '{MOMENT}'), 0))"""
_LATER = """SELECT id, old, min(seq) FROM _changes
    WHERE collection = ? AND id > ? AND id <= ? AND at >= ? GROUP BY id ORDER BY id LIMIT ?"""
_EARLIER = """SELECT id, max(at) FROM _changes
    WHERE collection = ? AND id > ? AND id <= ? AND at < ? GROUP BY id"""
_BETWEEN = """SELECT id, max(at) FROM _changes
    WHERE collection = ? AND id > ? AND id <= ? AND at >= ? AND at < ? GROUP BY id ORDER BY id LIMIT ?"""


class Version(NamedTuple):
    """A record as it was: what is shown of it (None: it was not there), and when it came to be so."""

    id: int
    at: int
    shown: bytes | None


class ChangeLog:
    """The log of one store, of all its collections with numbers as ids."""

    def __init__(self, store: Store, clock: Callable[[], int]) -> None:
        """`clock` tells the time."""
        self._store = store
        self._database = store.connection
        self._database.create_function("_clock", 0, clock)

    def begin(self) -> None:
        """Begins the log, where there is none. What is there now counts as written at this moment."""
        if self._store.state(START) is not None:
            return
        with self._store.transaction():
            for statement in (
                "CREATE TABLE _changes (seq INTEGER PRIMARY KEY, collection TEXT NOT NULL, id INTEGER NOT NULL, "
                "at INTEGER NOT NULL, old TEXT)",
                "CREATE INDEX _changes_by_record ON _changes (collection, id, at)",
            ):
                self._database.execute(statement)
            for name in self._store.collections:
                self._watch(name)
            now = self._database.execute("SELECT _clock()").fetchone()[0]
            self._store.set_state(START, now)
            self._store.set_state(MOMENT, now)

    def _watch(self, collection: str) -> None:
        for event, row, old in (
            ("INSERT", "NEW", "NULL"),
            ("UPDATE", "OLD", "OLD.shown"),
            ("DELETE", "OLD", "OLD.shown"),
        ):
            condition = "WHEN OLD.shown IS NOT NEW.shown " if event == "UPDATE" else ""
            self._database.execute(
                f'CREATE TRIGGER "{collection}.{event}" AFTER {event} ON "{collection}" {condition}BEGIN '
                f"INSERT INTO _changes (collection, id, at, old) "
                f"VALUES ('{collection}', {row}.id, {_NOW}, {old}); END"
            )

    @property
    def start(self) -> int:
        """The earliest moment that the log knows the state of."""
        return int(self._store.state(START))

    def now(self) -> int:
        """The latest moment that can be asked for: like `moment`, but what comes next may still be of it."""
        return int(self._database.execute(f"SELECT {_NOW}").fetchone()[0])

    def moment(self) -> int:
        """A moment after all that was written, and not after anything that will be."""
        last = self._database.execute("SELECT at FROM _changes ORDER BY seq DESC LIMIT 1").fetchone()
        moment = max(self.now(), 0 if last is None else last[0] + 1)
        if moment != self._store.state(MOMENT):
            self._store.set_state(MOMENT, moment)
            self._store.save_states()
        return moment

    def changed(self, collection: str, since: int) -> bool:
        """Whether anything in the collection was written at `since` or later."""
        found = self._database.execute(
            "SELECT 1 FROM _changes WHERE collection = ? AND at >= ? LIMIT 1", (collection, since)
        )
        return found.fetchone() is not None

    # Records in the order of their ids, after one id and up to another, at most `limit` of them

    def at(self, collection: str, moment: int, after: int, upto: int, limit: int) -> tuple[list[Version], int]:
        """The records as they were at a moment, and the id up to which these are all."""
        current = self._current(collection, after, upto, limit)
        later = self._database.execute(_LATER, (collection, after, upto, moment, limit)).fetchall()
        reached = min(rows[-1][0] if len(rows) == limit else upto for rows in (current, later))
        shown = {row[0]: row[1] for row in (*current, *later) if row[0] <= reached}
        earlier = dict(self._database.execute(_EARLIER, (collection, after, reached, moment)).fetchall())
        start = self.start
        found = [Version(key, earlier.get(key, start), shown[key]) for key in sorted(shown)]
        return [version for version in found if version.shown is not None], reached

    def between(
        self, collection: str, since: int, until: int, after: int, upto: int, limit: int
    ) -> tuple[list[Version], int]:
        """What changed from `since` on, and before `until`, as it was then; and the id up to which this is all."""
        changed = self._database.execute(_BETWEEN, (collection, after, upto, since, until, limit)).fetchall()
        reached = changed[-1][0] if len(changed) == limit else upto
        ids = orjson.dumps([row[0] for row in changed]).decode()
        shown = dict(
            self._database.execute(
                f'SELECT id, shown FROM "{collection}" WHERE id IN (SELECT value FROM json_each(?))', (ids,)
            ).fetchall()
        )
        later = self._database.execute(_LATER, (collection, after, reached, until, -1))
        shown |= {key: old for key, old, _ in later}
        return [Version(key, at, shown.get(key)) for key, at in changed], reached

    def _current(self, collection: str, after: int, upto: int, limit: int) -> list[tuple[int, bytes]]:
        statement = f'SELECT id, shown FROM "{collection}" WHERE id > ? AND id <= ? ORDER BY id LIMIT ?'
        return self._database.execute(statement, (after, upto, limit)).fetchall()

    # Where to cut

    def cuts(self, collection: str, size: int, since: int | None = None, until: int = LAST_ID) -> list[int]:
        """The ids after which a collection is cut, so that each piece holds `size` records of now, or, with
        `since`, of those that changed."""
        if since is None:
            statement = f'SELECT id FROM "{collection}" WHERE id > ?'
            given: tuple[object, ...] = ()
        else:
            statement = "SELECT DISTINCT id FROM _changes WHERE id > ? AND collection = ? AND at >= ? AND at < ?"
            given = (collection, since, until)
        cuts: list[int] = []
        after = 0
        while True:
            row = self._database.execute(
                f"{statement} ORDER BY id LIMIT 1 OFFSET ?", (after, *given, size)
            ).fetchone()
            if row is None:
                return cuts
            after = row[0] - 1
            cuts.append(after)
