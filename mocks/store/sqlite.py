"""Records of one sandbox in one SQLite database, in memory or in a file.

Each collection is a table. What the API shows of a record is kept as the very bytes that are sent; fields that
are known but never shown are kept beside them. Ids are counted by AUTOINCREMENT, so none is used twice, not
even after a delete.
"""

from __future__ import annotations

import re
import sqlite3
import weakref
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar, cast

import orjson

from understudy.mocks.store.aggregation import Grouping
from understudy.mocks.store.criteria import (
    Criteria,
    Kind,
    Ordering,
    Scalar,
    in_order,
    register,
    to_order,
    to_sql,
)
from understudy.specs.records import Collection, Collections

Record = dict[str, Any]
Id = int | str
Read = TypeVar("Read")

NO_CRITERIA: Criteria = {}
STATE = "_state"
BATCH = 5_000
MOST_REMEMBERED = 500
LARGEST_REMEMBERED = 64 * 1024  # bytes
MANY = 20_000
OFTEN = 8
DISK = re.compile("full|disk|readonly")
KINDS = {"integer": Kind.NUMBER, "number": Kind.NUMBER, "string": Kind.TEXT, "boolean": Kind.BOOLEAN}


ClosedError = sqlite3.ProgrammingError
"""What a store raises that has been closed."""


class DataFileError(ValueError):
    """A data file that cannot be used; says why, and what to do."""


class Duplicate(ValueError):
    """Two records of a collection would share a field that only one may have."""

    def __init__(self, collection: str, field: str, source: str | None = None) -> None:
        """`source`: the field that this one follows from, which is the one to tell of."""
        super().__init__(f"another record of {collection} has this {field}")
        self.collection = collection
        self.field = field
        self.told = source or field


class Transaction:
    """Of one store, time and again: what it knows is in the store, so that it costs next to nothing."""

    def __init__(self, store: Store) -> None:
        self._store = weakref.proxy(store)

    def __enter__(self) -> None:
        self._store.begin()

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        self._store.end(error)


class Store:
    """The few verbs that a larger store would have to offer too.

    Every verb that changes something is its own transaction unless it is called inside `transaction()`.
    """

    def __init__(self, collections: Collections, path: Path | None = None) -> None:
        self.collections = collections
        self.path = path
        self._remembered: dict[str, dict[Hashable, Any]] = {}
        self._states: dict[str, Any] = {}
        self._unsaved: dict[str, str] = {}
        self._touched: set[str] = set()
        self._tried: set[str] = set()  # what this transaction has written to, also where that was refused
        self._asked: Counter[tuple[str, str]] = Counter()
        self._depth = 0
        self._transaction = Transaction(self)
        try:
            self._database = sqlite3.connect(path or ":memory:", isolation_level=None, check_same_thread=False)
            self._database.text_factory = bytes
            register(self._database)
        except sqlite3.Error as error:
            raise _unusable(path, error) from error
        self.close = weakref.finalize(self, self._database.close)  # at the latest when nobody needs the store
        if path is not None:
            try:
                self._claim()
            except sqlite3.Error as error:
                self.close()
                raise _unusable(path, error) from error

    def _claim(self) -> None:
        """Makes a file ours alone, and every acknowledged write survive the end of the process."""
        for setting in (
            "busy_timeout = 0",
            "locking_mode = EXCLUSIVE",
            "journal_mode = WAL",
            "synchronous = NORMAL",
        ):
            self._database.execute(f"PRAGMA {setting}")
        self._database.execute("BEGIN IMMEDIATE")
        self._database.execute("COMMIT")

    @property
    def connection(self) -> sqlite3.Connection:
        """For what belongs to this store alone, such as its log of changes."""
        return self._database

    def create(self) -> None:
        """Makes the tables of every collection where there are none."""
        with self.transaction():
            for statement in _tables(self.collections):
                self._database.execute(statement)

    def add(self, kind: Collection) -> None:
        """Keeps records of one more kind from now on, or knows better what they are.

        Raises Duplicate where records that are there have the same value in what is to be unique.
        """
        known, before = self.collections, self.collections.get(kind.name)
        self.collections = {**known, kind.name: kind}
        self._remembered.pop(kind.name, None)
        try:
            with self.transaction():
                self._tried.add(kind.name)
                self._drop_indexes(kind)
                for statement in _tables({kind.name: kind}):
                    self._change(kind.name, statement)
                if before is not None and before.private != kind.private:
                    for record in self.find(kind.name):
                        self.replace(kind.name, record)
        except BaseException:
            self.collections = known
            raise

    def _drop_indexes(self, kind: Collection) -> None:
        """Those of a table that its collection does not ask for any more."""
        wanted = {statement.replace(" IF NOT EXISTS", "") for statement in _indexes(kind)}
        found = self._database.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL",
            (kind.name,),
        ).fetchall()
        for name, statement in found:
            if statement.decode() not in wanted:
                self._database.execute(f'DROP INDEX "{name.decode()}"')

    def drop(self, collection: str) -> None:
        """Knows a collection no more, and forgets its records."""
        self.collections = {name: kind for name, kind in self.collections.items() if name != collection}
        self._remembered.pop(collection, None)
        with self.transaction():
            self._database.execute(f'DROP TABLE IF EXISTS "{collection}"')
            self._tried.add(collection)
            self._touched.add(collection)

    # Transactions

    def transaction(self) -> AbstractContextManager[None]:
        """All of it or nothing. A transaction inside another belongs to the outer one.

        Raises DataFileError where the disk is full or lost.
        """
        return self._transaction

    def begin(self) -> None:
        if not self._depth:
            self._database.execute("BEGIN IMMEDIATE")
        self._depth += 1

    def end(self, error: BaseException | None) -> None:
        """Commits, or takes everything back where there is an error."""
        if self._depth > 1:
            self._depth -= 1
            return
        try:
            if error is None:
                self._count_versions()
                self.save_states()
                self._database.execute("COMMIT")
            else:
                self._forget_changes()
                self._take_back(error)
        except BaseException as late:
            self._forget()
            self._take_back(late)
            raise
        finally:
            self._depth = 0
            self._tried.clear()

    def _take_back(self, error: BaseException) -> None:
        if self._database.in_transaction:  # SQLite has rolled back itself where the disk is full
            self._database.execute("ROLLBACK")
        self._raise_if_full(error)

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """A part of a transaction that can fail alone: what it has written is taken back."""
        with self.transaction():
            self.save_states()
            touched = set(self._touched)
            self._database.execute("SAVEPOINT part")
            try:
                yield
                self.save_states()
            except BaseException:
                if self._database.in_transaction:
                    self._database.execute("ROLLBACK TO part")
                    self._database.execute("RELEASE part")
                self._forget_changes()
                self._touched |= touched
                raise
            self._database.execute("RELEASE part")

    # Reading

    def get(self, collection: str, record_id: Id) -> Record | None:
        """The whole record, private fields included."""
        row = self._database.execute(
            f'SELECT id, shown, private FROM "{collection}" WHERE id = ?',
            (record_id,),
        ).fetchone()
        return None if row is None else _record(row)

    def shown(self, collection: str, record_id: Id) -> bytes | None:
        """What the API shows of a record, as JSON."""
        row = self._database.execute(
            f'SELECT shown FROM "{collection}" WHERE id = ?',
            (record_id,),
        ).fetchone()
        return None if row is None else row[0]

    def find(
        self,
        collection: str,
        criteria: Criteria = NO_CRITERIA,
        *,
        order: Ordering = (),
        limit: int = -1,
        offset: int = 0,
    ) -> list[Record]:
        """Records that meet the criteria, in the given order, then in that of their making."""
        rows = self._select("id, shown, private", collection, criteria, order, limit, offset)
        return [_record(row) for row in rows]

    def find_shown(
        self,
        collection: str,
        criteria: Criteria = NO_CRITERIA,
        *,
        order: Ordering = (),
        limit: int = -1,
        offset: int = 0,
    ) -> list[bytes]:
        """Like `find`, but what the API shows of each, as JSON."""
        return [row[0] for row in self._select("shown", collection, criteria, order, limit, offset)]

    def ids(self, collection: str, criteria: Criteria = NO_CRITERIA, *, order: Ordering = ()) -> list[Any]:
        rows = self._select("id", collection, criteria, order, -1, 0)
        return [_plain(row[0]) for row in rows]

    def group(
        self,
        collection: str,
        grouping: Grouping,
        criteria: Criteria = NO_CRITERIA,
        *,
        order: Ordering = (),
    ) -> list[Record]:
        """A record for each group of those that meet the criteria, in the given order, then of first members."""
        where, parameters = self._where(collection, criteria)
        rows = self._database.execute(
            f'SELECT id, shown, private FROM "{collection}" WHERE {where} ORDER BY rowid', parameters
        )
        return in_order(grouping.of(map(_record, rows)), order)

    def first(self, collection: str, criteria: Criteria) -> Record | None:
        return next(iter(self.find(collection, criteria, limit=1)), None)

    def exists(self, collection: str, criteria: Criteria) -> bool:
        return bool(self._select("1", collection, criteria, (), 1, 0))

    def count(self, collection: str, criteria: Criteria = NO_CRITERIA) -> int:
        """How many records meet the criteria."""

        def read() -> int:
            where, parameters = self._where(collection, criteria)
            rows = self._database.execute(f'SELECT count(*) FROM "{collection}" WHERE {where}', parameters)
            return int(rows.fetchone()[0])

        try:
            key = orjson.dumps(criteria)
        except orjson.JSONEncodeError:  # very large numbers, ranges, or what cannot be read at all
            return read()
        return self.remembered(collection, ("count", key), read)

    def remembered(self, collection: str, key: Hashable, read: Callable[[], Read]) -> Read:
        """What `read` finds in a collection, read once for each state of it.

        `key` says what it is. Little is remembered: after much has been asked, it is all read again.
        """
        known = self._remembered.get(collection)
        if known is None:
            known = self._remembered[collection] = {}
        elif key in known:
            return cast("Read", known[key])
        found = read()
        if not isinstance(found, bytes) or len(found) <= LARGEST_REMEMBERED:
            if sum(map(len, self._remembered.values())) >= MOST_REMEMBERED:
                self._remembered.clear()
            known[key] = found
        return found

    def _select(
        self,
        columns: str,
        collection: str,
        criteria: Criteria,
        order: Ordering,
        limit: int,
        offset: int,
    ) -> list[tuple[Any, ...]]:
        where, parameters = self._where(collection, criteria)
        kind = self.collections[collection]
        by, own = to_order(order, lambda field: _scalar(kind, field))
        return self._database.execute(
            f'SELECT {columns} FROM "{collection}" WHERE {where} ORDER BY {by} LIMIT ? OFFSET ?',
            [*parameters, *own, limit, offset],
        ).fetchall()

    def _where(self, collection: str, criteria: Criteria) -> tuple[str, list[Any]]:
        kind = self.collections[collection]
        if not criteria:
            return "1", []
        asked: list[str] = []

        def scalar(field: str) -> Scalar | None:
            asked.append(field)
            return _scalar(kind, field)

        where, parameters = to_sql(criteria, scalar)
        self._index_what_repeats(kind, asked)
        return where, parameters

    def _index_what_repeats(self, kind: Collection, asked: list[str]) -> None:
        """Gives a field an index that is asked for again and again, where there are many records."""
        for field in asked:
            key = (kind.name, field)
            self._asked[key] += 1
            if self._asked[key] % OFTEN == 0 and field != "id" and _scalar(kind, field) is not None:
                [last] = self._database.execute(f'SELECT max(rowid) FROM "{kind.name}"').fetchone()
                if (last or 0) >= MANY:
                    with self.transaction():
                        self._database.execute(_index("INDEX", kind, (field,)))

    # Writing

    def next_id(self, collection: str) -> int:
        """The number that the next record of a collection gets; also the count of all that ever were."""
        row = self._database.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (collection,)).fetchone()
        return 1 if row is None else row[0] + 1

    def insert(self, collection: str, record: Record) -> None:
        """Keeps a record that has its id. Raises Duplicate where a unique field or the id is taken."""
        self.insert_many(collection, [record])

    def insert_many(self, collection: str, records: Iterable[Record]) -> None:
        kind = self.collections[collection]
        self._write(
            collection,
            f'INSERT INTO "{collection}" (id, shown, private) VALUES (?, ?, ?)',
            ((record["id"], *_split(kind, record)) for record in records),
        )

    def replace(self, collection: str, record: Record) -> None:
        """Keeps a record in the place of the one with the same id."""
        kind = self.collections[collection]
        self._write(
            collection,
            f'UPDATE "{collection}" SET shown = ?, private = ? WHERE id = ?',
            [(*_split(kind, record), record["id"])],
        )

    def delete(self, collection: str, record_id: Id) -> None:
        self._write(collection, f'DELETE FROM "{collection}" WHERE id = ?', [(record_id,)])

    def clear(self, collection: str) -> None:
        """Takes every record of a collection away."""
        self._write(collection, f'DELETE FROM "{collection}"', [()])

    def _write(self, collection: str, statement: str, rows: Iterable[tuple[Any, ...]]) -> None:
        self._remembered.pop(collection, None)
        with self._transaction:
            self._tried.add(collection)
            try:
                self._database.executemany(statement, rows)
            except sqlite3.IntegrityError as error:
                raise self._refused(collection, error) from error
            self._touched.add(collection)

    def _change(self, collection: str, statement: str) -> None:
        try:
            self._database.execute(statement)
        except sqlite3.IntegrityError as error:
            raise self._refused(collection, error) from error

    def _refused(self, collection: str, error: sqlite3.IntegrityError) -> Exception:
        if "UNIQUE" not in str(error):
            return error
        # "UNIQUE constraint failed: index 'users.email_key'", or without the index: "users.id"
        field = str(error).rpartition(".")[2].rstrip("'")
        return Duplicate(collection, field, self.collections[collection].lowers.get(field))

    def load(self, records: Iterable[tuple[str, Record]]) -> int:
        """Keeps a stream of (collection, record) in one transaction. Returns how many there were."""
        stream, total = iter(records), 0
        with self.transaction():
            while batch := list(islice(stream, BATCH)):
                kinds: dict[str, list[Record]] = {}
                for collection, record in batch:
                    kinds.setdefault(collection, []).append(record)
                for collection, found in kinds.items():
                    self.insert_many(collection, found)
                total += len(batch)
        return total

    # State beside the records

    def state(self, key: str, default: Any = None) -> Any:
        """What was set under a key. Do not change what comes back: it is remembered."""
        if key not in self._states:
            row = self._database.execute(f"SELECT value FROM {STATE} WHERE key = ?", (key,)).fetchone()
            if len(self._states) >= MOST_REMEMBERED and not self._unsaved:
                self._states.clear()
            self._states[key] = None if row is None else orjson.loads(row[0])
        found = self._states[key]
        return default if found is None else found

    def set_state(self, key: str, value: Any) -> None:
        """Keeps a value under a key: it is written once, when the transaction ends."""
        text = orjson.dumps(value)
        self._states[key] = value if isinstance(value, int) else orjson.loads(text)
        self._unsaved[key] = text.decode()
        if not self._depth:
            self.begin()
            self.end(None)

    def save_states(self) -> None:
        """Writes at once what was set in this transaction, for triggers that read it."""
        if self._unsaved:
            self._database.executemany(
                f"INSERT OR REPLACE INTO {STATE} (key, value) VALUES (?, ?)", list(self._unsaved.items())
            )
            self._unsaved.clear()

    def version(self, collection: str) -> int:
        """How many transactions have changed a collection."""
        return int(self.state(f"version:{collection}", 0))

    def _count_versions(self) -> None:
        for collection in sorted(self._touched):
            self.set_state(f"version:{collection}", self.version(collection) + 1)
        self._touched.clear()

    def _forget(self) -> None:
        """Nothing is known of a database that is not as it was."""
        self._remembered.clear()
        self._forget_changes()

    def _forget_changes(self) -> None:
        """Nothing is known of what this transaction has changed."""
        for collection in self._tried:
            self._remembered.pop(collection, None)
        self._states.clear()
        self._unsaved.clear()
        self._touched.clear()

    def number(self, name: str, many: int = 1) -> int:
        """Counts 1, 2, 3, … for a name, and never the same twice; the first of as `many` as are wanted."""
        value = int(self.state(f"number:{name}", 0)) + 1
        self.number_from(name, value + many - 1)
        return value

    def numbered(self, name: str) -> bool:
        """Whether anything was counted for a name."""
        return self.state(f"number:{name}") is not None

    def number_from(self, name: str, last: int) -> None:
        """Goes on from here: the next number is the one after `last`."""
        self.set_state(f"number:{name}", last)

    # Snapshots

    def snapshot(self) -> bytes:
        """Everything, as the bytes of an SQLite database."""
        if self.path is None:
            return self._database.serialize()
        self._database.execute("PRAGMA wal_checkpoint(FULL)")
        # A database in memory keeps no write-ahead log: the two version bytes of the file format (SQLite
        # documentation, "Database File Format", 1.3.3) must not promise one.
        file = self._database.serialize()
        return file[:18] + b"\x01\x01" + file[20:]

    def restore(self, snapshot: bytes) -> None:
        """Back to a snapshot of this or of another store of the same contract.

        By way of a copy: SQLite's `deserialize` into a connection that is in use has been seen to crash later.
        """
        self._forget()
        source = sqlite3.connect(":memory:")
        try:
            source.deserialize(snapshot)
            source.backup(self._database)
        except sqlite3.Error as error:
            self._raise_if_full(error)
            raise
        finally:
            source.close()

    def _raise_if_full(self, error: BaseException) -> None:
        if isinstance(error, sqlite3.OperationalError) and DISK.search(str(error)):
            raise DataFileError(
                f"cannot write to {self.path}: {error}. Free space or choose another --data."
            ) from error


def _unusable(path: Path | None, error: sqlite3.Error) -> DataFileError:
    return DataFileError(f"cannot use {path} as a data file: {error}. Choose another --data.")


def _tables(collections: Mapping[str, Collection]) -> Iterator[str]:
    yield f"CREATE TABLE IF NOT EXISTS {STATE} (key TEXT PRIMARY KEY, value TEXT NOT NULL)"
    for kind in collections.values():
        key = (
            "id INTEGER PRIMARY KEY AUTOINCREMENT"
            if kind.id_type == "integer"
            else "seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE"
        )
        yield f'CREATE TABLE IF NOT EXISTS "{kind.name}" ({key}, shown TEXT NOT NULL, private TEXT)'
        yield from _indexes(kind)


def _indexes(kind: Collection) -> Iterator[str]:
    for fields in kind.unique:
        yield _index("UNIQUE INDEX", kind, fields)
    for fields in kind.indexed:
        yield _index("INDEX", kind, fields)


def _index(sort: str, kind: Collection, fields: tuple[str, ...]) -> str:
    columns = ", ".join(_column(kind, field) for field in fields)
    return f'CREATE {sort} IF NOT EXISTS "{kind.name}.{"+".join(fields)}" ON "{kind.name}" ({columns})'


def _column(kind: Collection, field: str) -> str:
    if field == "id":
        return "id"
    document = "private" if field.split(".")[0] in kind.private else "shown"
    path = ".".join(f'"{part}"' for part in field.split("."))
    return f"json_extract({document}, '$.{path}')"


@lru_cache(maxsize=1_000)
def _scalar(kind: Collection, field: str) -> Scalar | None:
    """How SQL reaches a field that is declared to hold a single value."""
    declared = kind.scalar_type(field)
    return None if declared is None else Scalar(_column(kind, field), KINDS[declared])


def _split(kind: Collection, record: Record) -> tuple[str, str | None]:
    if kind.open and not kind.private:
        return orjson.dumps(record).decode(), None
    names = [name for name in record if name not in kind.private] if kind.open else kind.shown
    shown = orjson.dumps({name: record[name] for name in names if name in record}).decode()
    if not kind.private:
        return shown, None
    private = {name: record[name] for name in kind.private if name in record and name != "id"}
    return shown, orjson.dumps(private, option=orjson.OPT_SORT_KEYS).decode()


def _record(row: tuple[Any, ...]) -> Record:
    record_id, shown, private = row
    record: Record = {"id": _plain(record_id)}
    record.update(orjson.loads(shown))
    if private is not None:
        record.update(orjson.loads(private))
    return record


def _plain(value: Any) -> Any:
    return value.decode() if isinstance(value, bytes) else value
