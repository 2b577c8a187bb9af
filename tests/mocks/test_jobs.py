"""Jobs are done when the sandbox's clock says so, and none is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from understudy.mocks.clock import Clock
from understudy.mocks.jobs import Jobs
from understudy.mocks.store import Store


@pytest.fixture
def store() -> Iterator[Store]:
    store = Store({})
    store.create()
    yield store
    store.close()


@pytest.fixture
def clock() -> Clock:
    clock = Clock()
    clock.freeze()
    return clock


@pytest.fixture
def jobs(store: Store, clock: Clock) -> Jobs:
    return Jobs(store, clock)


def due(jobs: Jobs) -> list[str]:
    return [kind for _, kind, _ in jobs.take_due()]


def test_a_job_waits_until_it_is_due(jobs: Jobs, clock: Clock) -> None:
    jobs.later(10, "ring", bell=1)
    clock.forward(9.999)
    assert (due(jobs), jobs.waiting) == ([], True)
    clock.forward(0.001)
    assert [(kind, arguments) for _, kind, arguments in jobs.take_due()] == [("ring", {"bell": 1})]
    assert (due(jobs), jobs.waiting) == ([], False)


@pytest.mark.parametrize("delay", [0, 0.001, 0.1, 0.3, 1.0, 1 / 3, 86_400.7])
@pytest.mark.parametrize(
    "start", ["2026-01-01T00:00:00.154Z", "1969-12-31T23:59:59.999Z", "2106-02-07T06:28:15.9Z"]
)
def test_forwarding_by_the_delay_is_enough(jobs: Jobs, clock: Clock, start: str, delay: float) -> None:
    clock.set(start)
    jobs.later(round(delay, 3), "ring")
    clock.forward(round(delay, 3))
    assert due(jobs) == ["ring"]


def test_the_earliest_comes_first_and_the_rest_waits(jobs: Jobs, clock: Clock) -> None:
    for seconds, kind in ((3, "third"), (1, "first"), (2, "second"), (1, "first too"), (9, "later")):
        jobs.later(seconds, kind)
    clock.forward(3)
    assert due(jobs) == ["first", "first too", "second", "third"]
    clock.forward(6)
    assert due(jobs) == ["later"]


def test_a_clock_that_is_set_back_makes_them_wait(jobs: Jobs, clock: Clock) -> None:
    jobs.later(1, "ring")
    clock.forward(-100)
    assert due(jobs) == []
    clock.forward(101)
    assert due(jobs) == ["ring"]


def test_they_are_kept_in_snapshots(jobs: Jobs, store: Store, clock: Clock) -> None:
    jobs.later(1, "ring", at="noon")
    image = store.snapshot()
    clock.forward(1)
    assert due(jobs) == ["ring"]
    store.restore(image)
    assert [(kind, arguments) for _, kind, arguments in jobs.take_due()] == [("ring", {"at": "noon"})]


def test_they_are_kept_in_files(tmp_path: Path, clock: Clock) -> None:
    store = Store({}, tmp_path / "data.db")
    store.create()
    Jobs(store, clock).later(1, "ring")
    store.close()
    clock.forward(1)
    again = Store({}, tmp_path / "data.db")
    assert due(Jobs(again, clock)) == ["ring"]
    assert due(Jobs(again, clock)) == []
    again.close()
