"""All state of one user of a mock: records, clock, settings, counters. Two sandboxes share nothing."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from understudy.mocks.clock import Clock
from understudy.mocks.errors import Exhausted, Refusal
from understudy.mocks.jobs import Jobs
from understudy.mocks.outgoing import Outgoing
from understudy.mocks.records import Records
from understudy.mocks.store import Record, Store

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    S = TypeVar("S", bound=DataclassInstance)
else:
    S = TypeVar("S")

MINUTE = 60.0


def do_nothing() -> None:
    """Where there is nothing to take."""


class Arranging(Protocol):
    """Writes what a test arranges, for an API whose records follow from each other by more than references.

    All raise Invalid, with messages by field; `update` and `delete` raise NotFound.
    """

    def create(self, collection: str, given: Record) -> Record: ...

    def update(self, collection: str, record_id: str, given: Record) -> Record: ...

    def delete(self, collection: str, record_id: str) -> None: ...


class Sandbox(Generic[S]):
    """The state, and what brings it back.

    `settings` is a frozen dataclass of the API's own; `behaviour` its verbs; `work` does a job by its kind;
    `arranging` writes records for the control API, where the contract does not say all of them;
    `reloaded` takes what the behaviour has taken from the store anew; `outgoing` is what is to be sent to others,
    to this machine or to `hosts` that are allowed.
    """

    def __init__(self, name: str, store: Store, settings: type[S], hosts: tuple[str, ...] = ()) -> None:
        self.name = name
        self.store = store
        self.clock = Clock(moved=self._keep_clock)
        self.records = Records(store)
        self.jobs = Jobs(store, self.clock)
        self.snapshots: dict[str, bytes] = {}
        self.work: dict[str, Callable[..., None]] = {}
        self.behaviour: Any = None
        self.arranging: Arranging | None = None
        self.reloaded: Callable[[], None] = do_nothing
        self.outgoing: Outgoing | None = None
        self.hosts = hosts
        self._settings_type = settings
        self._windows: dict[str, tuple[float, int]] = {}
        self.reload()

    def reload(self) -> None:
        """Takes clock and settings from the store, after it was opened or restored."""
        self.clock.load(self.store.state("clock", {"shift": 0.0, "frozen": None}))
        self.settings: S = self._settings_type(**self.store.state("settings", {}))
        self.seed: int = self.store.state("seed", 1)
        self._windows.clear()
        self.reloaded()

    def change_settings(self, **changes: Any) -> None:
        settings = replace(self.settings, **changes)
        self.store.set_state("settings", asdict(settings))
        self.settings = settings

    def _keep_clock(self) -> None:
        self.store.set_state("clock", self.clock.dump())

    def random(self, *purpose: str | int) -> random.Random:
        """A source of randomness of its own for each purpose: the same in every run with the same seed.

        Name what it is for by the id of the record that it is made for, and it needs no state.
        """
        return random.Random(":".join(map(str, (self.seed, *purpose))))

    def settle(self) -> None:
        """Does the jobs that are due, each at the moment when it was: none is off the list before it is done.

        One that is refused, by a model that has changed since for example, is as if it had not been asked for.
        """
        if self.jobs.waiting:
            with self.store.transaction():
                while jobs := self.jobs.take_due():  # which can plan others that are due as well
                    for due, kind, arguments in jobs:
                        with self.clock.at(due), suppress(Refusal), self.store.savepoint():
                            self.work[kind](**arguments)

    def spend(self, per_minute: int, kind: str = "") -> None:
        """Counts a request against the rate of its kind. Raises Exhausted with the seconds to the next minute."""
        now = self.clock.seconds()
        start, used = self._windows.get(kind, (now, 0))
        if not start <= now < start + MINUTE:
            start, used = now, 0
        if used >= per_minute:
            raise Exhausted(per_minute, start + MINUTE - now)
        self._windows[kind] = (start, used + 1)

    def snapshot(self) -> bytes:
        return self.store.snapshot()

    def restore(self, snapshot: bytes) -> None:
        self.store.restore(snapshot)
        self.reload()
