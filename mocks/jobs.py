"""Work that is done a moment later, by the sandbox's clock and never by a thread."""

from __future__ import annotations

from typing import Any

from understudy.mocks.clock import Clock
from understudy.mocks.store import Store

Job = tuple[float, str, dict[str, Any]]
"""When it is due (seconds since 1970), what to do, and with what."""


class Jobs:
    """Kept in the store, so that a snapshot or a restart loses none."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    @property
    def _waiting(self) -> list[Job]:
        return [(due, kind, args) for due, kind, args in self._store.state("jobs", ())]

    def later(self, seconds: float, kind: str, **arguments: Any) -> None:
        """Plans a job. It is done before the first request that comes when it is due."""
        due = round(self._clock.seconds() + seconds, 6)  # as exact as the clock, whatever floats add up to
        self._store.set_state("jobs", [*self._waiting, (due, kind, arguments)])

    @property
    def waiting(self) -> bool:
        """Whether there is any, due or not."""
        return bool(self._store.state("jobs", ()))

    def take_due(self) -> list[Job]:
        """Takes the jobs that are due off the list, the earliest first."""
        now = self._clock.seconds()
        due = sorted((job for job in self._waiting if job[0] <= now), key=lambda job: job[0])
        if due:
            self._store.set_state("jobs", [job for job in self._waiting if job[0] > now])
        return due
