"""One sandbox: its settings, clock, randomness, rate and work, and how a snapshot brings them back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from understudy.mocks.errors import Exhausted
from understudy.mocks.sandbox import Sandbox
from understudy.mocks.store import Store


@dataclass(frozen=True)
class Settings:
    plan: str = "free"
    scopes: list[str] = field(default_factory=list)


@pytest.fixture
def sandbox() -> Iterator[Sandbox[Settings]]:
    store = Store({})
    store.create()
    store.set_state("seed", 5)
    sandbox = Sandbox("test", store, Settings)
    sandbox.clock.freeze()
    sandbox.clock.set("2026-01-01")
    yield sandbox
    store.close()


def test_a_snapshot_brings_back_clock_settings_and_jobs(sandbox: Sandbox[Settings]) -> None:
    sandbox.jobs.later(5, "ring")
    image = sandbox.snapshot()
    sandbox.change_settings(plan="pro", scopes=["all"])
    sandbox.clock.run()
    sandbox.clock.set("2040-01-01")
    sandbox.jobs.take_due()
    sandbox.restore(image)
    assert (sandbox.settings, sandbox.seed) == (Settings(), 5)
    assert (sandbox.clock.now(), sandbox.clock.frozen) == ("2026-01-01T00:00:00.000Z", True)
    assert sandbox.jobs.waiting


def test_another_sandbox_on_the_same_store_sees_the_same(sandbox: Sandbox[Settings]) -> None:
    sandbox.change_settings(scopes=["all"])
    sandbox.clock.forward(60)
    again = Sandbox("again", sandbox.store, Settings)
    assert again.settings == Settings(scopes=["all"])
    assert again.clock.now() == "2026-01-01T00:01:00.000Z"


def test_randomness_is_the_same_for_a_seed_and_a_purpose(sandbox: Sandbox[Settings]) -> None:
    def drawn(*purpose: str | int) -> float:
        return sandbox.random(*purpose).random()

    assert drawn("token", 1) == drawn("token", 1)
    assert len({drawn("token", 1), drawn("token", 2), drawn("code", 1)}) == 3
    before = drawn("token", 1)
    sandbox.seed = 6
    assert drawn("token", 1) != before


# The rate


def test_a_minute_holds_so_many_requests(sandbox: Sandbox[Settings]) -> None:
    for _ in range(3):
        sandbox.spend(3)
    sandbox.clock.forward(59)
    with pytest.raises(Exhausted) as caught:
        sandbox.spend(3)
    assert (caught.value.per_minute, caught.value.wait) == (3, 1.0)
    sandbox.clock.forward(1)
    sandbox.spend(3)


def test_a_clock_that_is_set_back_begins_another_minute(sandbox: Sandbox[Settings]) -> None:
    sandbox.spend(1)
    sandbox.clock.forward(-3600)
    sandbox.spend(1)


def test_a_restored_sandbox_has_spent_nothing(sandbox: Sandbox[Settings]) -> None:
    sandbox.spend(1)
    sandbox.restore(sandbox.snapshot())
    sandbox.spend(1)


# Work


def test_work_is_done_once_it_is_due(sandbox: Sandbox[Settings]) -> None:
    done: list[Any] = []
    sandbox.work = {"ring": lambda bell: done.append(bell)}
    sandbox.jobs.later(2, "ring", bell="b")
    sandbox.jobs.later(1, "ring", bell="a")
    sandbox.settle()
    assert done == []
    sandbox.clock.forward(2)
    sandbox.settle()
    sandbox.settle()
    assert done == ["a", "b"]


def test_work_may_plan_more_work(sandbox: Sandbox[Settings]) -> None:
    done: list[int] = []

    def count(number: int) -> None:
        done.append(number)
        sandbox.jobs.later(1, "count", number=number + 1)

    sandbox.work = {"count": count}
    sandbox.jobs.later(1, "count", number=1)
    for _ in range(3):
        sandbox.clock.forward(1)
        sandbox.settle()
    assert done == [1, 2, 3]


def test_a_job_is_on_file_until_it_is_done(sandbox: Sandbox[Settings]) -> None:
    """Whoever stops in the midst of the work finds the job again."""

    def stop() -> None:
        sandbox.store.set_state("half", "done")
        raise KeyboardInterrupt

    sandbox.work = {"stop": stop}
    sandbox.jobs.later(0, "stop")
    with pytest.raises(KeyboardInterrupt):
        sandbox.settle()
    assert sandbox.store.state("half") is None
    sandbox.jobs.later(1, "ring")
    assert [kind for _, kind, _ in sandbox.store.state("jobs")] == ["stop", "ring"]
