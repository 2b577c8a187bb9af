"""Tables of a data platform: rows that keep their schema, the same in every format, and increments that add up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import unquote, urlsplit

from understudy.contract_tests.behaviour.declaration import Tables
from understudy.contract_tests.behaviour.trial import Trial
from understudy.contract_tests.catalog import files
from understudy.contract_tests.catalog.rows import plain, problems
from understudy.contract_tests.failure import Failure
from understudy.contract_tests.traffic import Exchange

FORMATS = ("jsonl", "csv", "tsv", "parquet")
LONG_AGO = "1971-01-01T00:00:00Z"
SOME = 4
GONE = 400

Row = dict[str, Any]
Records = dict[Any, Any]


class Platform:
    """The tables of a target, as they are asked for."""

    def __init__(self, trial: Trial, tables: Tables) -> None:
        self._trial = trial
        self._tables = tables
        self._schemas: dict[str, Any] = {}

    def names(self) -> list[str]:
        found = self._trial.good(self._tables.list, {"namespace": self._tables.namespace})
        return list(found.json()["tables"])

    def schema(self, table: str) -> Any:
        if table not in self._schemas:
            asked = self._trial.good(self._tables.schema, self._of(table))
            self._schemas[table] = asked.json()["schema"]
        return self._schemas[table]

    def job(self, table: str, query: Mapping[str, Any]) -> Exchange:
        """A job that is done: it is asked for again until it is, a few times."""
        exchange = self._trial.good(self._tables.query, self._of(table), dict(query))
        for _ in range(50):
            if exchange.json()["status"] in ("complete", "failed"):
                break
            exchange = self._trial.good(self._tables.job, {"id": exchange.json()["id"]})
        return exchange

    def refused(self, table: str, query: Mapping[str, Any]) -> Exchange:
        return self._trial.client.ask(self._tables.query, self._of(table), dict(query))

    def rows(self, table: str, job: Exchange) -> list[Row]:
        """What is in the files of a job. Raises RuleBroken where one is not what its name says."""
        objects = job.json().get("objects", [])
        if not objects:
            return []
        urls = self._trial.good(self._tables.urls, {}, objects).json()["urls"]
        rows: list[Row] = []
        for entry in urls.values():
            token, name = urlsplit(entry["url"]).path.split("/")[-2:]
            file = self._trial.good(self._tables.file, {"token": unquote(token), "name": unquote(name)})
            rows += self._read(table, name, file)
        return rows

    def _read(self, table: str, name: str, file: Exchange) -> list[Row]:
        with TemporaryDirectory() as folder:
            path = Path(folder) / name
            path.write_bytes(file.answer)
            try:
                return files.read(path, self.schema(table))
            except (files.FileError, ValueError, OSError) as error:
                raise self._trial.judge.broken(
                    "tables", self._tables.file, table, f"{table}: {error}", file
                ) from error

    def records(self, table: str, rows: list[Row]) -> Records:
        """Key -> record; None of a deleted one."""
        return {
            tuple(row["key"].values()): plain({**row["key"], **row["value"]}, self.schema(table))
            if "value" in row
            else None
            for row in rows
        }

    def _of(self, table: str) -> dict[str, str]:
        return {"namespace": self._tables.namespace, "table": table}


def check(trial: Trial) -> Iterator[Failure]:
    tables = trial.declaration.tables
    if tables is None or not trial.client.may(tables.query, tables.urls):
        return
    platform = Platform(trial, tables)
    names = platform.names()
    chosen = sorted({*trial.source("tables").sample(names, min(SOME, len(names))), *tables.shown})
    if hasattr(trial.client.target, "forward"):
        trial.client.target.forward(1)  # what an increment ends with is not in it
    for table in names:
        yield from _snapshot(trial, tables, platform, table)
    for table in chosen:
        yield from _formats(trial, tables, platform, table)
    for table, resource in tables.shown.items():
        yield from _records(trial, tables, platform, table, resource)
    if hasattr(trial.client.target, "change"):
        for table in chosen:
            yield from _changes(trial, tables, platform, table)
        yield from _lives(trial, tables, platform, chosen[0])


def _snapshot(trial: Trial, tables: Tables, platform: Platform, table: str) -> Iterator[Failure]:
    job = platform.job(table, {"format": "jsonl"})
    again = platform.job(table, {"format": "jsonl"})
    yield from trial.held(
        again.json()["id"] == job.json()["id"], "table-job", tables.query, "",
        f"{table}: the same query is another job", job, again,
    )  # fmt: skip
    rows = platform.rows(table, job)
    wrong = problems(rows, platform.schema(table), changes=False)
    yield from trial.held(not wrong, "tables", tables.file, table, f"{table}: {'; '.join(wrong[:3])}", job)
    keys = [tuple(row["key"].values()) for row in rows]
    yield from trial.held(
        len(set(keys)) == len(keys), "table-keys", tables.file, table, f"{table}: a key is there twice", job
    )
    refusal = platform.refused(table, {"format": "jsonl", "since": LONG_AGO}).json()
    since = refusal.get("error", {}).get("since")
    if since is not None:
        whole = platform.job(table, {"format": "jsonl", "since": since})
        changed = platform.rows(table, whole)
        wrong = problems(changed, platform.schema(table), changes=True)
        yield from trial.held(
            not wrong, "tables", tables.file, f"{table}/increment", f"{table}: {'; '.join(wrong[:3])}", whole
        )
        now, then = platform.records(table, rows), platform.records(table, changed)
        wrong = [str(key) for key, record in then.items() if now.get(key) != record]
        yield from trial.held(
            not wrong, "table-increment", tables.query, table,
            f"{table}: {', '.join(wrong[:3])} differ from the snapshot", job, whole,
        )  # fmt: skip
    later = platform.job(table, {"format": "jsonl", "since": job.json()["at"]})
    yield from trial.held(
        not platform.rows(table, later), "table-empty", tables.query, table,
        f"{table}: rows have changed since the snapshot", job, later,
    )  # fmt: skip


def _formats(trial: Trial, tables: Tables, platform: Platform, table: str) -> Iterator[Failure]:
    found = {}
    for one in FORMATS:
        job = platform.job(table, {"format": one})
        found[one] = platform.records(table, platform.rows(table, job)), job
        yield from trial.held(
            found[one][0] == found["jsonl"][0], "table-formats", tables.file, one,
            f"{table}: the rows of {one} are not those of jsonl", found["jsonl"][1], job,
        )  # fmt: skip


def _records(trial: Trial, tables: Tables, platform: Platform, table: str, resource: str) -> Iterator[Failure]:
    told = trial.all(trial.declaration.resources[resource])
    job = platform.job(table, {"format": "jsonl"})
    rows = platform.rows(table, job)
    live = {row["key"]["id"]: row["value"] for row in rows if row["value"].get("deleted_at") is None}
    ids = {record["id"] for record in told}
    yield from trial.held(
        ids == live.keys(), "table-records", tables.query, table,
        f"{table}: {sorted(ids ^ live.keys())[:5]} are in one and not in the other", job,
    )  # fmt: skip
    for record in told:
        row = live.get(record["id"], {})
        other = [
            name
            for name in record.keys() & row.keys()
            if isinstance(record[name], str) and isinstance(row[name], str) and "_at" not in name
            and record[name] != row[name]
        ]  # fmt: skip
        yield from trial.held(
            not other, "table-records", tables.query, f"{table}/{','.join(other)}",
            f"{table} {record['id']}: {other} differ", job,
        )  # fmt: skip


def _changes(trial: Trial, tables: Tables, platform: Platform, table: str) -> Iterator[Failure]:
    """A row that is changed, and one that is deleted, are in the increment, and nothing else is."""
    target: Any = trial.client.target
    first = platform.job(table, {"format": "jsonl"})
    before = platform.records(table, platform.rows(table, first))
    keys = sorted(before)
    if len(keys) < 3:
        return
    field = next(
        (name for name, value in before[keys[0]].items() if isinstance(value, str) and "_" not in name), ""
    )
    if not field:
        return
    target.forward(60)
    target.change(table, keys[0][0], {field: "changed"})
    target.change(table, keys[0][0], {field: "changed again"})
    target.remove(table, keys[-1][0])
    made = target.add(table, keys[1][0])
    second = platform.job(table, {"format": "jsonl", "since": first.json()["at"]})
    rows = platform.rows(table, second)
    wrong = problems(rows, platform.schema(table), changes=True)
    yield from trial.held(not wrong, "tables", tables.file, f"{table}/changes", f"{table}: {wrong[:3]}", second)
    changed = platform.records(table, rows)
    yield from trial.held(
        changed.keys() == {keys[0], keys[-1], (made,)} and changed[keys[-1]] is None, "table-increment",
        tables.query, f"{table}/changes",
        f"{table}: one row was made, one changed and one deleted, and {len(rows)} are told of", second,
    )  # fmt: skip
    third = platform.job(table, {"format": "jsonl"})
    after = platform.records(table, platform.rows(table, third))
    due = {key: value for key, value in {**before, **changed}.items() if value is not None}
    yield from trial.held(
        after == due, "table-increment", tables.query, f"{table}/sum",
        f"{table}: the snapshot is not the one before and what changed since", first, second, third,
    )  # fmt: skip
    yield from trial.held(
        platform.records(table, platform.rows(table, first)) == before, "table-increment", tables.file,
        f"{table}/first", f"{table}: the rows of a job are others after a change", first,
    )  # fmt: skip
    last = platform.job(table, {"format": "jsonl", "since": third.json()["at"]})
    until = platform.job(table, {"format": "csv", "since": first.json()["at"], "until": first.json()["at"]})
    for empty in (last, until):
        yield from trial.held(
            not platform.rows(table, empty), "table-empty", tables.query, f"{table}/until",
            f"{table}: rows have changed in no time at all", empty,
        )  # fmt: skip


def _lives(trial: Trial, tables: Tables, platform: Platform, table: str) -> Iterator[Failure]:
    """The URL of a file, and a job, are good for as long as is documented, and no longer."""
    target: Any = trial.client.target
    job = platform.job(table, {"format": "jsonl"})
    urls = trial.good(tables.urls, {}, job.json()["objects"]).json()["urls"]
    token, name = urlsplit(next(iter(urls.values()))["url"]).path.split("/")[-2:]
    target.forward(1)
    new = platform.job(table, {"format": "csv", "since": job.json()["at"]})
    asked = {tables.file: {"token": unquote(token), "name": name}, tables.job: {"id": new.json()["id"]}}
    for operation, seconds in ((tables.file, tables.url_seconds), (tables.job, tables.job_seconds)):
        for wait, lives in ((seconds - 60, True), (120, False)):
            target.forward(wait)
            trial.client.forget()
            exchange = trial.client.ask(operation, asked[operation])
            yield from trial.held(
                (exchange.status < GONE) == lives, "table-lives", operation, str(lives),
                f"it was answered {exchange.status}, {seconds} seconds being its life", exchange,
            )  # fmt: skip
        target.forward(-seconds - 60)
        trial.client.forget()
