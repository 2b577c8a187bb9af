"""The log of changes: what was, at any moment since it began."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from understudy.mocks.store import ChangeLog, Store
from understudy.specs.records import Collection

LAST_ID = 2**63 - 1
THINGS = Collection(
    name="things", schema={"properties": {"id": {}, "name": {}}}, private=frozenset(), id_type="integer",
    unique=(), index=(), references=(),
)  # fmt: skip


class Watch:
    """A clock that stands where it is put; in microseconds."""

    def __init__(self) -> None:
        self.time = 1_000

    def __call__(self) -> int:
        return self.time


def logged(watch: Watch, *names: str, path: Path | None = None) -> tuple[Store, ChangeLog]:
    store = Store({"things": THINGS}, path)
    store.create()
    store.insert_many("things", [{"id": number, "name": name} for number, name in enumerate(names, 1)])
    log = ChangeLog(store, watch)
    log.begin()
    return store, log


def names_at(log: ChangeLog, moment: int, limit: int = 2) -> dict[int, str]:
    return {version.id: _name(version.shown) for version in _all(log.at, moment, limit=limit)}


def changes(log: ChangeLog, since: int, until: int, limit: int = 2) -> dict[int, str | None]:
    return {version.id: _name(version.shown) for version in _all(log.between, since, until, limit=limit)}


def _all(read: Any, *moments: int, limit: int) -> Iterator[Any]:
    after = 0
    while after < LAST_ID:
        versions, after = read("things", *moments, after, LAST_ID, limit)
        yield from versions


def _name(shown: bytes | None) -> Any:
    return None if shown is None else orjson.loads(shown)["name"]


def test_what_was_there_when_the_log_began_counts_as_written_then() -> None:
    _, log = logged(Watch(), "a")
    ((version,), reached) = log.at("things", log.moment(), 0, LAST_ID, 10)
    assert (version.id, version.at, log.start, reached) == (1, 1_000, 1_000, LAST_ID)


def test_the_state_of_an_earlier_moment() -> None:
    watch = Watch()
    store, log = logged(watch, "a", "b", "c")
    before = log.moment()
    watch.time += 10
    store.replace("things", {"id": 1, "name": "A"})
    store.delete("things", 2)
    store.insert("things", {"id": 4, "name": "d"})
    assert names_at(log, before) == {1: "a", 2: "b", 3: "c"}
    assert names_at(log, log.moment()) == {1: "A", 3: "c", 4: "d"}
    assert changes(log, before, log.moment()) == {1: "A", 2: None, 4: "d"}


def test_what_stays_the_same_is_no_change() -> None:
    store, log = logged(Watch(), "a")
    since = log.moment()
    store.replace("things", {"id": 1, "name": "a"})
    assert changes(log, since, log.moment()) == {}


def test_a_record_that_came_back_is_told_once_and_as_it_is() -> None:
    store, log = logged(Watch(), "a")
    since = log.moment()
    store.delete("things", 1)
    store.insert("things", {"id": 1, "name": "again"})
    assert changes(log, since, log.moment()) == {1: "again"}


@pytest.mark.parametrize("step", [0, -500, 1], ids=["stands still", "goes back", "runs"])
def test_a_moment_parts_before_from_after_whatever_the_clock_does(step: int) -> None:
    watch = Watch()
    store, log = logged(watch, "a")
    first = log.moment()
    watch.time += step
    store.replace("things", {"id": 1, "name": "b"})
    second = log.moment()
    store.replace("things", {"id": 1, "name": "c"})
    assert [names_at(log, moment) for moment in (first, second, log.moment())] == [{1: "a"}, {1: "b"}, {1: "c"}]


def test_moments_do_not_move_while_nothing_is_written() -> None:
    _, log = logged(Watch(), "a")
    assert log.moment() == log.moment() == log.now()


def test_a_write_that_was_rolled_back_is_not_in_the_log() -> None:
    store, log = logged(Watch(), "a")
    since = log.moment()

    def undone() -> None:
        with store.transaction():
            store.delete("things", 1)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        undone()
    assert not log.changed("things", since)


def test_the_log_goes_with_a_snapshot_and_a_file(tmp_path: Path) -> None:
    watch = Watch()
    store, log = logged(watch, "a", path=tmp_path / "one.db")
    since = log.moment()
    store.replace("things", {"id": 1, "name": "b"})
    snapshot = store.snapshot()
    store.delete("things", 1)
    store.close()
    again = Store({"things": THINGS}, tmp_path / "one.db")
    log = ChangeLog(again, watch)
    log.begin()
    assert changes(log, since, log.moment()) == {1: None}
    again.restore(snapshot)
    assert changes(log, since, log.moment()) == {1: "b"}
    again.delete("things", 1)
    assert changes(log, since, log.moment()) == {1: None}
    again.close()


@pytest.mark.parametrize(
    ("size", "cuts"), [(1, [1, 2, 3, 4]), (2, [2, 4]), (4, [4]), (5, []), (9, [])], ids=lambda value: str(value)
)
def test_cuts(size: int, cuts: list[int]) -> None:
    store, log = logged(Watch(), *"abcde")
    assert log.cuts("things", size) == cuts
    since = log.moment()
    for number in range(1, 6):
        store.replace("things", {"id": number, "name": "x"})
    assert log.cuts("things", size, since, log.moment()) == cuts


@settings(max_examples=60, stateful_step_count=30, deadline=None)
class Histories(RuleBasedStateMachine):
    """However records change: the state of one moment, and what changed until another, make that other's state."""

    def __init__(self) -> None:
        super().__init__()
        self.watch = Watch()
        self.store, self.log = logged(self.watch, "a", "b", "c")
        self.seen = {self.log.moment(): names_at(self.log, self.log.moment())}

    @rule(seconds=st.sampled_from([0, 0, 1, 5, -3]))
    def pass_time(self, seconds: int) -> None:
        self.watch.time += seconds

    @rule(name=st.sampled_from("xyz"))
    def make(self, name: str) -> None:
        self.store.insert("things", {"id": self.store.next_id("things"), "name": name})

    @precondition(lambda self: self.store.count("things"))
    @rule(name=st.sampled_from("xyz"), which=st.integers(0, 9))
    def change(self, name: str, which: int) -> None:
        ids = self.store.ids("things")
        self.store.replace("things", {"id": ids[which % len(ids)], "name": name})

    @precondition(lambda self: self.store.count("things"))
    @rule(which=st.integers(0, 9))
    def delete(self, which: int) -> None:
        ids = self.store.ids("things")
        self.store.delete("things", ids[which % len(ids)])

    @rule()
    def look(self) -> None:
        self.seen[self.log.moment()] = {record["id"]: record["name"] for record in self.store.find("things")}

    @invariant()
    def every_moment_is_as_it_was_seen(self) -> None:
        for moment, names in self.seen.items():
            assert names_at(self.log, moment) == names

    @invariant()
    def a_state_and_what_changed_since_make_the_next(self) -> None:
        moments = sorted(self.seen)
        for since in moments:
            for until in moments[moments.index(since) :]:
                after = {**self.seen[since], **changes(self.log, since, until)}
                assert {key: name for key, name in after.items() if name is not None} == self.seen[until]

    def teardown(self) -> None:
        self.store.close()


TestHistories = Histories.TestCase
