"""The sandboxes of one mock: made, forked, reset and deleted, in memory and beside a data file."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from understudy.mocks.data_files import DEFAULT
from understudy.mocks.errors import Denied, Invalid, NotFound, Unreadable
from understudy.mocks.sandbox import Sandbox
from understudy.mocks.sandboxes import MOST, ApiState, Sandboxes, Seed, Start, check_name
from understudy.mocks.store import DataFileError
from understudy.specs.records import Collection

Open = Callable[..., Sandboxes]

THINGS = Collection(
    name="things",
    schema={"properties": {"id": {}, "name": {}}},
    private=frozenset(),
    id_type="integer",
    unique=("name",),
    index=(),
    references=(),
)


@dataclass(frozen=True)
class Settings:
    plan: str = "free"


def prepare(sandbox: Sandbox[Any]) -> None:
    sandbox.behaviour = f"the behaviour of {sandbox.name}"


API = ApiState({"things": THINGS}, "1", Settings, prepare)


def seed() -> Seed:
    return iter([("things", {"id": 1, "name": "a"}), ("things", {"id": 2, "name": "b"})])


@pytest.fixture
def open_sandboxes() -> Iterator[Open]:
    """Opens sandboxes as a server does that starts; all are closed in the end."""
    opened: list[Sandboxes] = []

    def open_(path: Path | None = None, start: Start | None = None, api: ApiState = API) -> Sandboxes:
        sandboxes = Sandboxes(api, seed, start or Start(), path)
        opened.append(sandboxes)
        return sandboxes

    yield open_
    for sandboxes in opened:
        sandboxes.close()


@pytest.fixture(params=["memory", "data.db", "data"])
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path | None:
    return None if request.param == "memory" else tmp_path / request.param


@pytest.fixture
def sandboxes(open_sandboxes: Open, path: Path | None) -> Sandboxes:
    return open_sandboxes(path)


def names(sandbox: Sandbox[Any]) -> list[str]:
    return [record["name"] for record in sandbox.store.find("things")]


def test_a_new_sandbox_has_the_seeded_state(open_sandboxes: Open) -> None:
    start = Start(seed=9, clock="2026-01-01T09:00:00+01:00", settings={"plan": "pro"})
    sandbox = open_sandboxes(start=start).make("one")
    assert (names(sandbox), sandbox.seed, sandbox.settings.plan) == (["a", "b"], 9, "pro")
    assert (sandbox.clock.now(), sandbox.clock.frozen) == ("2026-01-01T08:00:00.000Z", True)
    assert sandbox.behaviour == "the behaviour of one"


def test_two_sandboxes_share_nothing(sandboxes: Sandboxes) -> None:
    one, two = sandboxes.make("one"), sandboxes.make("two")
    one.records.insert("things", {"name": "mine"})
    one.records.delete("things", 1)
    one.change_settings(plan="pro")
    one.clock.freeze()
    one.clock.set("2000-01-01")
    one.jobs.later(1, "ring")
    one.store.number("n")
    one.snapshots["s"] = one.snapshot()
    assert names(two) == ["a", "b"]
    assert (two.settings, two.clock.frozen, two.jobs.waiting) == (Settings(), False, False)
    assert (two.store.number("n"), two.store.next_id("things"), two.snapshots) == (1, 3, {})


def test_a_fork_begins_as_the_other_is_now(sandboxes: Sandboxes) -> None:
    one = sandboxes.make("one")
    one.records.insert("things", {"name": "mine"})
    one.change_settings(plan="pro")
    two = sandboxes.fork("one", "two")
    one.records.insert("things", {"name": "too late"})
    assert (names(two), two.settings.plan) == (["a", "b", "mine"], "pro")
    two.records.insert("things", {"name": "theirs"})
    assert names(one) == ["a", "b", "mine", "too late"]


def test_a_fork_counts_ids_on(sandboxes: Sandboxes) -> None:
    one = sandboxes.make("one")
    one.records.delete("things", one.records.insert("things", {"name": "gone"})["id"])
    assert sandboxes.fork("one", "two").records.insert("things", {"name": "new"})["id"] == 4


def test_reset_brings_the_beginning_back(sandboxes: Sandboxes) -> None:
    one = sandboxes.make("one")
    one.records.delete("things", 2)
    one.records.insert("things", {"name": "mine"})
    one.change_settings(plan="pro")
    one.clock.freeze()
    sandboxes.reset("one")
    assert (names(one), one.settings, one.clock.frozen) == (["a", "b"], Settings(), False)
    assert one.records.insert("things", {"name": "mine"})["id"] == 3


def test_a_deleted_sandbox_is_gone(sandboxes: Sandboxes, path: Path | None) -> None:
    sandboxes.make("one").records.insert("things", {"name": "mine"})
    sandboxes.delete("one")
    assert (sandboxes.names(), sandboxes.known("one")) == ([], None)
    assert path is None or list(path.parent.iterdir()) == []
    with pytest.raises(NotFound):
        sandboxes.get("one")
    assert names(sandboxes.make("one")) == ["a", "b"]


@pytest.mark.parametrize("verb", ["get", "reset", "delete"])
def test_what_is_not_there(sandboxes: Sandboxes, verb: str) -> None:
    with pytest.raises(NotFound):
        getattr(sandboxes, verb)("nobody")
    with pytest.raises(NotFound):
        sandboxes.fork("nobody", "new")
    assert sandboxes.names() == []


def test_a_name_is_taken_once(sandboxes: Sandboxes) -> None:
    sandboxes.make("one")
    with pytest.raises(Invalid) as caught:
        sandboxes.make("one")
    assert caught.value.errors == {"name": ["has already been taken"]}


def test_there_is_a_limit(open_sandboxes: Open) -> None:
    sandboxes = open_sandboxes()
    for number in range(MOST):
        sandboxes.make(f"s{number}")
    with pytest.raises(Invalid, match="one too many: delete a sandbox first"):
        sandboxes.make("one-more")
    sandboxes.delete("s0")
    sandboxes.make("one-more")
    assert len(sandboxes.names()) == MOST


@pytest.mark.parametrize("name", ["a", "A9", "a.b-c_d", "0", "default", "x" * 63, "a..b", "con"])
def test_names_that_are_taken_on(name: str) -> None:
    assert check_name(name) == name


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".",
        "..",
        "-a",
        "_a",
        ".a",
        "a/b",
        "../a",
        "a\\b",
        "a b",
        "a\n",
        "é",
        "x" * 64,
        "a\x00",
        "a%2fb",
        "x" * 9999,
    ],
)
def test_names_that_are_refused(sandboxes: Sandboxes, name: str) -> None:
    for refusing in (check_name, sandboxes.make):
        with pytest.raises(Unreadable) as caught:
            refusing(name)
        assert "use up to 63 letters" in caught.value.reason
        assert len(caught.value.reason) < 500
    assert sandboxes.known(name) is None


# Files


def test_what_is_kept_is_there_again(open_sandboxes: Open, tmp_path: Path) -> None:
    path = tmp_path / "data.db"
    first = open_sandboxes(path, Start(seed=3))
    first.make(DEFAULT).records.insert("things", {"name": "mine"})
    other = first.make("other")
    other.change_settings(plan="pro")
    other.jobs.later(1, "ring")
    first.close()
    assert sorted(file.name for file in tmp_path.iterdir()) == ["data.db", "data.other.db"]

    again = open_sandboxes(path, Start(seed=4))
    assert again.names() == ["default", "other"]
    assert (names(again.get(DEFAULT)), again.get(DEFAULT).seed) == (["a", "b", "mine"], 3)
    assert (names(again.get("other")), again.get("other").settings.plan) == (["a", "b"], "pro")
    assert again.get("other").jobs.waiting
    assert again.known("nobody") is None


def test_reset_and_fork_are_kept_too(open_sandboxes: Open, tmp_path: Path) -> None:
    first = open_sandboxes(tmp_path / "data.db")
    first.make(DEFAULT).records.insert("things", {"name": "mine"})
    first.fork(DEFAULT, "fork")
    first.reset(DEFAULT)
    first.close()
    again = open_sandboxes(tmp_path / "data.db")
    assert (names(again.get(DEFAULT)), names(again.get("fork"))) == (["a", "b"], ["a", "b", "mine"])


@pytest.mark.parametrize("name", ["data.db", "data"])
def test_only_sandboxes_are_listed(open_sandboxes: Open, tmp_path: Path, name: str) -> None:
    """Neither SQLite's own files nor what somebody left beside them."""
    sandboxes = open_sandboxes(tmp_path / name)
    sandboxes.make(DEFAULT).records.insert("things", {"name": "mine"})
    sandboxes.make("one").records.insert("things", {"name": "mine"})
    for other in ("data.notes", "data.notes.db", "data.-x.db", "other.one.db", "data.txt"):
        (tmp_path / other).write_text("notes")
    (tmp_path / "data.folder.db").mkdir()
    (tmp_path / "data.folder").mkdir()
    assert sandboxes.names() == ["default", "one"]


def test_a_name_with_glob_characters(open_sandboxes: Open, tmp_path: Path) -> None:
    sandboxes = open_sandboxes(tmp_path / "da[t]a*.db")
    sandboxes.make("one")
    sandboxes.close()
    assert open_sandboxes(tmp_path / "da[t]a*.db").names() == ["one"]


def test_an_empty_file_is_filled(open_sandboxes: Open, tmp_path: Path) -> None:
    (tmp_path / "data.db").touch()
    sandboxes = open_sandboxes(tmp_path / "data.db")
    assert sandboxes.known(DEFAULT) is None
    assert names(sandboxes.make(DEFAULT)) == ["a", "b"]


def test_no_file_is_left_when_making_the_data_is_interrupted(tmp_path: Path) -> None:
    def interrupted() -> Seed:
        yield "things", {"id": 1, "name": "a"}
        raise KeyboardInterrupt

    sandboxes = Sandboxes(API, interrupted, Start(), tmp_path / "data.db")
    with pytest.raises(KeyboardInterrupt):
        sandboxes.make(DEFAULT)
    assert list(tmp_path.iterdir()) == []


def foreign(path: Path) -> None:
    database = sqlite3.connect(path)
    database.execute("CREATE TABLE bookmarks (url TEXT)")
    database.close()


def of_another_version(path: Path) -> None:
    sandboxes = Sandboxes(replace(API, version="0"), seed, Start(), path)
    sandboxes.make(DEFAULT)
    sandboxes.close()


def cut_off(path: Path) -> None:
    of_another_version(path)
    path.write_bytes(path.read_bytes()[:5000])


BROKEN = [
    pytest.param(lambda path: path.write_text("notes " * 1000), "not a database", id="no database"),
    pytest.param(lambda path: path.mkdir(), "something else is there", id="folder"),
    pytest.param(foreign, "no data file of ours", id="foreign database"),
    pytest.param(of_another_version, "written under contract version 0, and this is 1", id="other version"),
    pytest.param(cut_off, "malformed", id="cut off"),
]


# Beside the data file, only what begins as a database is looked into.
BROKEN_BESIDE = [
    pytest.param(BROKEN[0].values[0], "something else is there", id="no database"),
    *BROKEN[1:],
]


@pytest.mark.parametrize(("spoil", "said"), BROKEN)
def test_a_file_that_cannot_be_used(
    open_sandboxes: Open, tmp_path: Path, spoil: Callable[[Path], Any], said: str
) -> None:
    path = tmp_path / "data.db"
    spoil(path)
    sandboxes = open_sandboxes(path)
    with pytest.raises(DataFileError) as caught:
        sandboxes.known(DEFAULT) or sandboxes.make(DEFAULT)
    message = str(caught.value)
    assert str(path) in message
    assert said in message
    assert "hoose another --data" in message
    assert "\n" not in message


@pytest.mark.parametrize(("spoil", "said"), BROKEN_BESIDE)
def test_a_file_beside_that_cannot_be_used_only_refuses_its_sandbox(
    open_sandboxes: Open, tmp_path: Path, spoil: Callable[[Path], Any], said: str
) -> None:
    spoil(tmp_path / "data.old.db")
    sandboxes = open_sandboxes(tmp_path / "data.db")
    sandboxes.make(DEFAULT)
    with pytest.raises(Unreadable) as caught:
        sandboxes.known("old") or sandboxes.make("old")
    assert said in caught.value.reason
    if "old" in sandboxes.names():  # what is a database at all is listed, and can be deleted
        sandboxes.delete("old")
        assert not (tmp_path / "data.old.db").exists()
    assert sandboxes.names() == [DEFAULT]


def test_a_file_of_somebody_else_stays_as_it_was(open_sandboxes: Open, tmp_path: Path) -> None:
    path = tmp_path / "bookmarks.db"
    foreign(path)
    before = path.read_bytes()
    with pytest.raises(DataFileError):
        open_sandboxes(path).known(DEFAULT)
    assert (path.read_bytes(), [file.name for file in tmp_path.iterdir()]) == (before, ["bookmarks.db"])


@pytest.mark.parametrize("data", ["school", "school.db"], ids=["no ending", "an ending"])
@pytest.mark.parametrize("ending", ["-wal", "-shm", "-journal", ".new"])
def test_no_sandbox_is_kept_in_the_files_of_another(
    open_sandboxes: Open, tmp_path: Path, data: str, ending: str
) -> None:
    sandboxes = open_sandboxes(tmp_path / data)
    for name in (f"acme{ending}", "acme", DEFAULT):
        sandboxes.make(name).store.set_state("kept", name)
    sandboxes.close()
    again = open_sandboxes(tmp_path / data)
    assert again.names() == sorted([DEFAULT, "acme", f"acme{ending}"])
    assert [again.get(name).store.state("kept") for name in again.names()] == again.names()


def test_a_start_that_was_cut_off_is_begun_again(open_sandboxes: Open, tmp_path: Path) -> None:
    (tmp_path / "data.db.new").write_bytes(b"SQLite format 3\0 and no more")
    open_sandboxes(tmp_path / "data.db").make(DEFAULT)
    assert sorted(file.name for file in tmp_path.iterdir() if file.suffix != ".db") == [
        name for name in ("data.db-wal",) if (tmp_path / name).exists()
    ]


@pytest.mark.parametrize("already", [False, True], ids=["still there", "deleted already"])
def test_a_sandbox_that_has_ended_is_not_made_again(open_sandboxes: Open, already: bool) -> None:
    sandboxes = open_sandboxes()
    sandboxes.make("one")
    if already:
        sandboxes.delete("one")
    sandboxes.end("one")
    with pytest.raises(Denied, match="one has ended"):
        sandboxes.make("one")
    assert names(sandboxes.make("new")) == ["a", "b"]


def test_a_missing_folder(open_sandboxes: Open, tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="No such file or directory"):
        open_sandboxes(tmp_path / "missing" / "data.db").make(DEFAULT)


def test_a_file_in_use(open_sandboxes: Open, tmp_path: Path) -> None:
    open_sandboxes(tmp_path / "data.db").make(DEFAULT)
    with pytest.raises(DataFileError, match=r"locked.*Choose another --data"):
        open_sandboxes(tmp_path / "data.db").known(DEFAULT)
