"""What the clock brings about, without anybody who asks: carts are abandoned, trials end.

For each kind only the earliest moment is planned, as a job of the sandbox; the next is planned when that has come.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from understudy.mocks.clock import EPOCH, parse, timestamp
from understudy.mocks.errors import Refusal
from understudy.mocks.schema.events.recording import Recording
from understudy.mocks.schema.events.types import STANDARD, When
from understudy.mocks.schema.features import is_on
from understudy.mocks.schema.writing import Changes, Writing
from understudy.mocks.store import Order, Record

REACHED = "deadline"
PLANNED, DONE = "deadline:planned:", "deadline:done:"


@dataclass(frozen=True)
class Deadline:
    """
    name      of the kind, and of the type of event if it is one of the clock's own
    endpoint  of the records that have it
    date      the field with the moment
    notice    how long before it that is
    wanted    what else such a record is like
    change    what becomes of it; nothing is written where it is None, and an event recorded
    feature   of the model that does it
    """

    name: str
    endpoint: str
    date: str
    notice: timedelta = timedelta()
    wanted: Mapping[str, Any] = field(default_factory=dict)
    change: Mapping[str, Any] | None = None
    feature: str = ""


DEADLINES = (
    Deadline("cart.abandoned", "carts", "date_abandoned", wanted={"status": "active"}, change={"active": False},
             feature="update_status"),
    Deadline("subscription.trial_will_end", "subscriptions", "date_trial_end", timedelta(days=3),
             {"canceled": {"$ne": True}}),
    Deadline("trial ended", "subscriptions", "date_trial_end", wanted={"trial": True}, change={}),
)  # fmt: skip
BY_CLOCK = {one.name: one for one in STANDARD if one.when is When.CLOCK}


class Deadlines:
    """Plans jobs, and does them."""

    def __init__(self, writing: Writing, recording: Recording) -> None:
        self._writing = writing
        self._recording = recording
        self._store = writing.store
        self._sandbox = writing.sandbox
        self._sandbox.work[REACHED] = self.reach
        self._by_name = {one.name: one for one in DEADLINES}
        for one in DEADLINES:
            if self._store.state(DONE + one.name) is None:  # of records that came with the data
                self._store.set_state(DONE + one.name, _text(self._sandbox.clock.seconds()))
                self._plan_next(one)

    def changed(self, changes: Changes, _led: int) -> None:
        for (endpoint, _), (before, after) in changes.items():
            for one in DEADLINES:
                if one.endpoint == endpoint and after.get(one.date) not in (None, before.get(one.date)):
                    self._meet(one, after)

    def _meet(self, one: Deadline, record: Record) -> None:
        """Plans for the moment; where it is over already, there is nothing left to wait for."""
        due = parse(record[one.date]) - one.notice if isinstance(record[one.date], str) else None
        if due is None:
            return
        if one.change is None and due <= self._now() < due + one.notice:
            self._tell(one, record)
        elif one.change is not None or due > self._now():
            self._plan(one, _text((due - EPOCH).total_seconds()))

    def reach(self, name: str) -> None:
        """What is due by now, and not before."""
        one = self._by_name[name]
        done, now = self._store.state(DONE + name), self._now()
        self._store.set_state(PLANNED + name, None)
        latest = _text((now + one.notice - EPOCH).total_seconds())
        earliest = {"$gt": _text((parse(done) + one.notice - EPOCH).total_seconds())} if one.change is None else {}
        for record in self._find(one, {"$lte": latest, **earliest}) if self._is_on(one) else ():
            with suppress(Refusal), self._store.savepoint():  # its model may have come to want more of it
                if one.change is None:
                    self._tell(one, record)
                else:
                    self._writing.update(one.endpoint, record["id"], one.change)
        self._store.set_state(DONE + name, self._sandbox.clock.now())
        self._plan_next(one)

    def _is_on(self, one: Deadline) -> bool:
        return not one.feature or is_on(self._writing.models.models[one.endpoint], one.feature)

    def _tell(self, one: Deadline, record: Record) -> None:
        kind = BY_CLOCK[one.name]
        told = {name: record[name] for name in kind.tells if name in record}
        self._recording.keep([(kind, record["id"], told)])

    def _plan_next(self, one: Deadline) -> None:
        latest = _text((self._now() + one.notice - EPOCH).total_seconds())
        found = self._find(one, {"$gt": latest}, limit=1)
        if found:
            due = parse(found[0][one.date]) - one.notice
            self._plan(one, _text((due - EPOCH).total_seconds()))

    def _plan(self, one: Deadline, due: str) -> None:
        planned = self._store.state(PLANNED + one.name)
        if planned is None or due < planned:
            self._store.set_state(PLANNED + one.name, due)
            wait = (parse(due) - self._now()).total_seconds()
            self._sandbox.jobs.later(max(wait, 0), REACHED, name=one.name)

    def _find(self, one: Deadline, date: Mapping[str, Any], limit: int = -1) -> list[Record]:
        wanted = {**one.wanted, one.date: date}
        return self._store.find(one.endpoint, wanted, order=[Order(one.date, False)], limit=limit)

    def _now(self) -> Any:
        return parse(self._sandbox.clock.now())


def _text(seconds: float) -> str:
    return timestamp(EPOCH + timedelta(seconds=seconds))
