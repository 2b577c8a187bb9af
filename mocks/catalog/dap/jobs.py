"""Jobs: what was asked for, and how far it is."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal
from uuid import NAMESPACE_URL, uuid5

import orjson

from understudy.mocks.catalog.dap.moments import microseconds
from understudy.mocks.catalog.dap.refusals import NotThere
from understudy.mocks.catalog.settings import Settings
from understudy.mocks.sandbox import Sandbox

LIFE = 24 * 60 * 60 * 1_000_000  # microseconds
STATE = "dap_job:"
QUERIES = "dap_query:"

Status = Literal["waiting", "running", "complete", "failed"]


@dataclass(frozen=True)
class Job:
    """Times are microseconds since 1970.

    `since` is None for a snapshot; `until` is its moment, or the end of the increment; `cuts` are the ids after
    which one object ends and the next begins.
    """

    id: str
    table: str
    format: str
    since: int | None
    until: int
    created: int
    waiting: int
    running: int
    fails: bool = False
    empty: bool = False
    cuts: list[int] = field(default_factory=list)

    @property
    def expires(self) -> int:
        return self.created + LIFE

    def status(self, now: int) -> Status:
        if self.waiting and now < self.created + self.waiting:
            return "waiting"
        if self.running and now < self.created + self.waiting + self.running:
            return "running"
        return "failed" if self.fails else "complete"

    @property
    def objects(self) -> list[str]:
        """The ids of its objects: none, where nothing changed."""
        return [] if self.empty else [f"{self.id}/part-{number:05d}" for number in range(len(self.cuts) + 1)]


class Jobs:
    """The jobs of one sandbox, for as long as they live."""

    def __init__(self, sandbox: Sandbox[Settings]) -> None:
        self._sandbox = sandbox
        self._store = sandbox.store

    def now(self) -> int:
        return microseconds(self._sandbox.clock)

    def get(self, job_id: str) -> Job:
        """Raises NotThere for one that is none of this sandbox, or no more."""
        known = self._store.state(STATE + job_id)
        job = None if known is None else Job(**known)
        if job is None or self.now() >= job.expires:
            raise NotThere("job", job_id)
        return job

    def find(self, query: dict[str, Any]) -> Job | None:
        """The job that was made for the same query last, while it lives."""
        job_id = self._store.state(QUERIES + _name(query))
        try:
            return None if job_id is None else self.get(job_id)
        except NotThere:
            return None

    def keep(self, query: dict[str, Any], **facts: Any) -> Job:
        """A new job."""
        settings = self._sandbox.settings
        number = self._store.number("dap_jobs")
        job = Job(
            id=str(uuid5(NAMESPACE_URL, f"{self._sandbox.seed}:{number}:{_name(query)}")),
            created=self.now(),
            waiting=round(settings.dap_waiting_seconds * 1_000_000),
            running=round(settings.dap_running_seconds * 1_000_000),
            fails=query["table"] in settings.dap_failing_tables,
            **facts,
        )
        self._store.set_state(STATE + job.id, asdict(job))
        self._store.set_state(QUERIES + _name(query), job.id)
        return job


def _name(query: dict[str, Any]) -> str:
    return orjson.dumps(query, option=orjson.OPT_SORT_KEYS).decode()
