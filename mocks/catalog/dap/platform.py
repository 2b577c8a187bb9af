"""DAP's verbs, over the records of one sandbox."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from understudy.mocks.catalog.dap import tokens
from understudy.mocks.catalog.dap.formats import file, file_name
from understudy.mocks.catalog.dap.jobs import Job, Jobs
from understudy.mocks.catalog.dap.moments import microseconds, read, written
from understudy.mocks.catalog.dap.refusals import (
    AccountRefused,
    NotThere,
    OutOfRange,
    SnapshotRequired,
    UrlExpired,
)
from understudy.mocks.catalog.dap.rows import Piece, Row, increment, snapshot
from understudy.mocks.catalog.settings import ACCOUNTS, Settings
from understudy.mocks.errors import Invalid
from understudy.mocks.sandbox import Sandbox
from understudy.mocks.store import ChangeLog
from understudy.specs.catalog.dap import VERSION, schema_document
from understudy.specs.catalog.tables import Table, tables

LIMITS = {"create_job": 5, "get_job": 500, "list_tables": 5, "schema": 500, "urls": 200}
"""Requests a minute, as DAP documents them."""
TOKEN_SECONDS = 60 * 60
URL_SECONDS = 15 * 60
LAST_ID = 2**63 - 1

Document = dict[str, Any]


class Platform:
    """What a client can do once it has a token."""

    def __init__(self, sandbox: Sandbox[Settings]) -> None:
        self.sandbox = sandbox
        self.jobs = Jobs(sandbox)
        self.log = ChangeLog(sandbox.store, lambda: microseconds(sandbox.clock))
        self.log.begin()

    # Coming in

    def login(self, client_id: str) -> Document:
        """A token for the client. Its `exp` is for clients that read the clock on the wall; ours is `until`."""
        clock = self.sandbox.clock
        until = int(clock.seconds()) + TOKEN_SECONDS
        claims = {
            "sub": client_id,
            "sandbox": self.sandbox.name,
            "until": until,
            "exp": until if clock.real else tokens.FAR,
        }
        return {
            "access_token": tokens.sign(claims, self.sandbox.settings.api_key),
            "expires_in": TOKEN_SECONDS,
            "scope": "dap",
            "token_type": "Bearer",
        }

    def welcome(self) -> None:
        """Raises AccountRefused where the account may not use DAP."""
        if self.sandbox.settings.dap_account != ACCOUNTS[0]:
            raise AccountRefused(self.sandbox.settings.dap_account)

    def _spend(self, kind: str) -> None:
        if self.sandbox.settings.dap_limits:
            self.sandbox.spend(LIMITS[kind], kind)

    # Tables

    def list_tables(self) -> Document:
        self._spend("list_tables")
        return {"tables": list(tables())}

    def schema(self, table: str) -> Document:
        self._spend("schema")
        return {"schema": schema_document(tables()[table]), "version": VERSION}

    # Jobs

    def create_job(self, table: str, query: Mapping[str, Any]) -> Document:
        """The job for a query: the one that there is, unless something has changed that it does not know of.

        Raises OutOfRange and SnapshotRequired for a time that cannot be answered for, and Invalid for an end
        before its beginning.
        """
        self._spend("create_job")
        since, until = (read(query[name]) if name in query else None for name in ("since", "until"))
        self._check(since, until)
        asked = {
            "table": table,
            "format": query["format"],
            "mode": query.get("mode"),
            "since": since,
            "until": until,
        }
        with self.sandbox.store.transaction():
            job = self.jobs.find(asked)
            if job is None or (until is None and self.log.changed(table, job.until)):
                job = self._begin(asked, since, until)
        return self._told(job)

    def _check(self, since: int | None, until: int | None) -> None:
        first, last = self.log.start, self.log.now()
        known = {"since": written(first), "until": written(last)}
        for name, moment in (("since", since), ("until", until)):
            if moment is not None and moment > last:
                raise OutOfRange(
                    f"{name} is {written(moment)}, which is later than now, {known['until']}.", **known
                )
        if since is not None and since < first:
            reason = f"since is {written(since)}, and changes are known from {known['since']} on: take a snapshot."
            raise SnapshotRequired(reason, **known)
        if since is not None and until is not None and until < since:
            raise Invalid(until="must not be earlier than since")

    def _begin(self, asked: Document, since: int | None, until: int | None) -> Job:
        table, end = asked["table"], self.log.moment() if until is None else until
        cuts = self.log.cuts(table, self.sandbox.settings.dap_rows_per_object, since, end)
        first = next(self._rows(tables()[table], since, end, Piece(0, LAST_ID)), [])
        return self.jobs.keep(
            asked, table=table, format=asked["format"], since=since, until=end, cuts=cuts, empty=not first
        )

    def job(self, job_id: str) -> Document:
        self._spend("get_job")
        return self._told(self.jobs.get(job_id))

    def _told(self, job: Job) -> Document:
        """What is said of a job. When it expires is left out where clients, who hold it against the clock on the
        wall, would take it for near or past."""
        status = job.status(self.jobs.now())
        told: Document = {"id": job.id, "status": status}
        if self.sandbox.clock.real:
            told["expires_at"] = written(job.expires)
        if status == "failed":
            reason = f"Table {job.table} is one of those whose jobs fail, by the setting dap_failing_tables."
            told["error"] = {
                "type": "ProcessingError",
                "uuid": str(uuid5(NAMESPACE_URL, job.id)),
                "message": reason,
            }
        elif status == "complete":
            told |= {"objects": [{"id": name} for name in job.objects], "schema_version": VERSION}
            if job.since is None:
                told["at"] = written(job.until)
            else:
                told |= {"since": written(job.since), "until": written(job.until)}
        return told

    # Objects

    def urls(self, objects: Iterable[Mapping[str, str]], root: str) -> Document:
        """A URL below `root` for each object. Raises NotThere for one that is none, or not yet, or no more."""
        self._spend("urls")
        until = self.jobs.now() + URL_SECONDS * 1_000_000
        return {"urls": {entry["id"]: {"url": self._url(entry["id"], until, root)} for entry in objects}}

    def _url(self, object_id: str, until: int, root: str) -> str:
        job, number = self._object(object_id)
        claims = {"sandbox": self.sandbox.name, "object": object_id, "until": until}
        token = tokens.sign(claims, self.sandbox.settings.api_key)
        return f"{root}/dap/file/{token}/{file_name(job.format, number)}"

    def _object(self, object_id: str) -> tuple[Job, int]:
        try:
            job = self.jobs.get(object_id.partition("/")[0])
            if job.status(self.jobs.now()) == "complete":
                return job, job.objects.index(object_id)
        except (NotThere, ValueError) as error:
            raise NotThere("object", object_id) from error
        raise NotThere("object", object_id)

    def file(self, object_id: str, until: int, name: str) -> Iterator[bytes]:
        """The bytes of a file, made while they are sent. Raises NotThere and UrlExpired."""
        job, number = self._object(object_id)
        if name != file_name(job.format, number):
            raise NotThere("file", name)
        if self.jobs.now() >= until:
            raise UrlExpired("The URL has expired: ask for a new one of the object.")
        edges = [0, *job.cuts, LAST_ID]
        table = tables()[job.table]
        rows = self._rows(table, job.since, job.until, Piece(edges[number], edges[number + 1]))
        return file(job.format, table, job.since is not None, self._while_it_lives(job, rows))

    def _rows(self, table: Table, since: int | None, until: int, piece: Piece) -> Iterator[list[Row]]:
        """Batches of rows, none of them empty."""
        if since is None:
            return filter(None, snapshot(self.log, table, until, piece))
        return filter(None, increment(self.log, table, since, until, piece))

    def _while_it_lives(self, job: Job, rows: Iterator[list[Row]]) -> Iterator[list[Row]]:
        """Stops where the sandbox was put back to a state that does not know the job: a file is of one state."""
        for batch in rows:
            self.jobs.get(job.id)
            yield batch
