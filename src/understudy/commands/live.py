"""Days of life, played on a mock that is running."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from understudy.commands.remote import RemoteSandbox
from understudy.fixtures.moments import DAY, moment, written
from understudy.fixtures.steps import Live, Step
from understudy.specs.records import collections


class Played:
    """How many records of each collection were made, changed and deleted up to a moment."""

    def __init__(self, until: str = "") -> None:
        self.until = until
        self._counts: dict[str, Counter[str]] = {"made": Counter(), "changed": Counter(), "deleted": Counter()}

    def count(self, step: Step) -> None:
        self._counts["made"].update(collection for collection, _ in step.made)
        self._counts["changed"].update(change.collection for change in step.changed)
        self._counts["deleted"].update(removal.collection for removal in step.removed)

    def add(self, other: Played) -> None:
        for word, counter in self._counts.items():
            counter.update(other._counts[word])

    def __str__(self) -> str:
        """The sums."""
        return ", ".join(f"{counter.total()} {word}" for word, counter in self._counts.items())

    def table(self) -> str:
        """The counts of each collection."""
        names = sorted(set().union(*self._counts.values()))
        rows: list[list[object]] = [["", *self._counts]]
        rows += [[name, *(counter[name] for counter in self._counts.values())] for name in names]
        width = max(map(len, names), default=0)
        return "\n".join(f"{name:{width}}" + "".join(f"{cell:>9}" for cell in cells) for name, *cells in rows)


def play(live: Live, api: str, sandbox: RemoteSandbox, *, seed: int, locale: str, days: int) -> Iterator[Played]:
    """Day by day, what has been done.

    A clock that stands is moved through the days. One that runs is left alone: the days are those that end now.
    """
    now, frozen = sandbox.clock()
    first = moment(now) if frozen else moment(now) - days * DAY
    for begins in range(first, first + days * DAY, DAY):
        played = Played(written(begins + DAY))
        state = {collection: sandbox.records(collection) for collection in collections(api)}
        for step in live(state, seed=seed, locale=locale, begins=begins):
            if frozen and step.at > now:
                sandbox.set_clock(now := step.at)
            sandbox.take(step)
            played.count(step)
        if frozen:
            sandbox.set_clock(now := played.until)
        yield played
