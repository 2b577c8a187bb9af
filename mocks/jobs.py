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
        self.reload()

    def reload(self) -> None:
        self._waiting: list[Job] = [(due, kind, args) for due, kind, args in self._store.state("jobs", [])]

    def later(self, seconds: float, kind: str, **arguments: Any) -> None:
        """Plans a job. It is done before the first request that comes when it is due."""
        due = round(self._clock.seconds() + seconds, 6)  # as exact as the clock, whatever floats add up to
        self._keep([*self._waiting, (due, kind, arguments)])

    @property
    def waiting(self) -> bool:
        """Whether there is any, due or not."""
        return bool(self._waiting)

    def take_due(self) -> list[Job]:
        """Takes the jobs that are due off the list, the earliest first."""
        now = self._clock.seconds()
        due = sorted((job for job in self._waiting if job[0] <= now), key=lambda job: job[0])
        if due:
            self._keep([job for job in self._waiting if job[0] > now])
        return due

    def _keep(self, jobs: list[Job]) -> None:
        self._store.set_state("jobs", jobs)
        self._waiting = jobs
