"""The store's verbs, the same in memory and in a file."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from understudy.mocks.store import DataFileError, Duplicate, Store
from understudy.specs.records import Collection, Collections

Make = Callable[[], Store]


def collection(name: str, id_type: Any = "integer", **more: Any) -> Collection:
    fields = {"properties": {field: {} for field in ("id", "name", "position", "key")}}
    rules = {
        "private": frozenset({"key"}),
        "unique": (("key",),),
        "index": (("position",),),
        "references": (),
        **more,
    }
    return Collection(name=name, schema=fields, id_type=id_type, **rules)


COLLECTIONS: Collections = {
    "things": collection("things"),
    "others": collection("others"),
    "scripts": collection("scripts", "string"),
    "open:things": collection("open:things", "string", open=True),
}


@pytest.fixture(params=["memory", "file"])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Make]:
    """Makes empty stores of one kind, and closes them."""
    stores: list[Store] = []
    numbers = itertools.count()

    def new() -> Store:
        store = Store(COLLECTIONS, tmp_path / f"{next(numbers)}.db" if request.param == "file" else None)
        store.create()
        stores.append(store)
        return store

    yield new
    for store in stores:
        store.close()


@pytest.fixture
def store(make: Make) -> Store:
    return make()


def thing(number: int, **fields: Any) -> dict[str, Any]:
    return {"id": number, "name": f"n{number}", "position": -number, "key": f"k{number}", **fields}


@contextmanager
def rolled_back(store: Store) -> Iterator[None]:
    """A transaction that ends with an error."""
    with suppress(ZeroDivisionError), store.transaction():
        yield
        raise ZeroDivisionError


def test_what_is_kept_is_read(store: Store) -> None:
    store.insert("things", thing(1, name='Ünï"\x00🎓'))
    assert store.get("things", 1) == thing(1, name='Ünï"\x00🎓')
    assert store.first("things", {"key": "k1"}) == thing(1, name='Ünï"\x00🎓')
    assert store.exists("things", {"position": -1})


def test_only_shown_fields_are_shown_in_the_order_of_the_contract(store: Store) -> None:
    store.insert("things", {"key": "k", "position": 1, "name": "a", "id": 4})
    assert store.shown("things", 4) == b'{"id":4,"name":"a","position":1}'
    assert store.find_shown("things") == [b'{"id":4,"name":"a","position":1}']


def test_an_open_collection_shows_all_that_is_not_private_as_it_came(store: Store) -> None:
    record = {"id": "a", "colour": {"name": "red"}, "key": "k", "name": "b"}
    store.insert("open:things", record)
    assert store.shown("open:things", "a") == b'{"id":"a","colour":{"name":"red"},"name":"b"}'
    assert store.get("open:things", "a") == record
    assert store.exists("open:things", {"colour.name": "red"})


def test_what_is_not_there(store: Store) -> None:
    assert store.get("things", 1) is None
    assert store.shown("things", 1) is None
    assert store.first("things", {}) is None
    assert store.find("things") == []
    assert not store.exists("things", {})
    store.delete("things", 1)


@pytest.mark.parametrize(
    ("options", "found"),
    [
        pytest.param({}, [3, 1, 2, 4], id="in the order of making"),
        pytest.param({"order": ["name"]}, [1, 4, 3, 2], id="by name, then making"),
        pytest.param({"order": ["name"], "limit": 2}, [1, 4], id="limit"),
        pytest.param({"order": ["name"], "limit": 2, "offset": 3}, [2], id="offset"),
        pytest.param({"offset": 2**63 - 1}, [], id="offset beyond all"),
        pytest.param({"criteria": {"name": "a"}, "offset": 1}, [4], id="criteria and offset"),
    ],
)
def test_order_and_window(store: Store, options: dict[str, Any], found: list[int]) -> None:
    names = {3: "b", 1: "a", 2: "c", 4: "a"}
    store.insert_many("scripts", ({"id": f"s{id_}", "name": name} for id_, name in names.items()))
    assert [int(record["id"][1:]) for record in store.find("scripts", **options)] == found


def test_replace_keeps_the_id_and_nothing_else(store: Store) -> None:
    store.insert_many("things", [thing(1), thing(2)])
    store.replace("things", {"id": 1, "name": "new"})
    assert store.get("things", 1) == {"id": 1, "name": "new"}
    assert store.get("things", 2) == thing(2)


def test_counts_follow_every_write(store: Store) -> None:
    def counts() -> list[int]:
        criteria: list[dict[str, Any]] = [{}, {"name": "n1"}, {"name": "new"}, {"position": {"$lt": -1}}]
        return [store.count("things", each) for each in criteria] + [store.count("others")]

    assert counts() == [0, 0, 0, 0, 0]
    store.insert("things", thing(1))
    assert counts() == [1, 1, 0, 0, 0]
    store.insert_many("things", [thing(2), thing(3)])
    assert counts() == [3, 1, 0, 2, 0]
    store.replace("things", thing(1, name="new"))
    assert counts() == [3, 0, 1, 2, 0]
    store.delete("things", 2)
    assert counts() == [2, 0, 1, 1, 0]
    store.load([("others", thing(1)), ("things", thing(9))])
    assert counts() == [3, 0, 1, 2, 1]
    image = store.snapshot()
    store.delete("things", 9)
    assert counts() == [2, 0, 1, 1, 1]
    store.restore(image)
    assert counts() == [3, 0, 1, 2, 1]
    with rolled_back(store):
        store.delete("things", 1)
        assert counts() == [2, 0, 0, 2, 1]
    assert counts() == [3, 0, 1, 2, 1]


# Ids


def test_ids_are_never_used_again(store: Store) -> None:
    assert store.next_id("things") == 1
    store.insert_many("things", [thing(1), thing(2)])
    store.delete("things", 2)
    assert store.next_id("things") == 3
    store.insert("things", thing(40))
    store.delete("things", 40)
    store.delete("things", 1)
    assert store.next_id("things") == 41
    assert store.next_id("others") == 1


def test_ids_count_on_in_a_copy(make: Make) -> None:
    store, copy = make(), make()
    store.insert("things", thing(7))
    store.delete("things", 7)
    copy.restore(store.snapshot())
    assert copy.next_id("things") == 8
    copy.insert("things", thing(8))
    assert (copy.next_id("things"), store.next_id("things")) == (9, 8)


def test_text_ids_keep_the_order_of_making(store: Store) -> None:
    store.insert_many("scripts", [{"id": "b"}, {"id": "a"}])
    assert store.ids("scripts") == ["b", "a"]
    assert store.ids("scripts", {"id": {"$in": ["a", "x"]}}) == ["a"]
    store.delete("scripts", "b")
    assert store.next_id("scripts") == 3


# Transactions


def test_a_transaction_is_whole_or_not_at_all(store: Store) -> None:
    store.insert("things", thing(1))
    with rolled_back(store):
        store.insert("things", thing(2))
        store.replace("things", thing(1, name="new"))
        store.set_state("clock", 5)
        store.number("n")
    assert store.find("things") == [thing(1)]
    assert (store.state("clock"), store.number("n"), store.next_id("things")) == (None, 1, 2)


def test_a_transaction_inside_another_belongs_to_it(store: Store) -> None:
    with rolled_back(store), store.transaction():
        store.insert("things", thing(1))
    assert store.count("things") == 0
    with store.transaction(), store.transaction():
        store.insert("things", thing(1))
    with store.transaction():
        store.insert("others", thing(1))
    assert (store.count("things"), store.count("others")) == (1, 1)


def test_the_store_goes_on_after_a_broken_write(store: Store) -> None:
    with pytest.raises(KeyError):
        store.insert_many("things", [thing(1), {"name": "without an id"}])
    assert store.count("things") == 0
    store.insert("things", thing(1))
    assert store.count("things") == 1


# What only one record may have


@pytest.mark.parametrize(
    ("record", "field"),
    [
        pytest.param(thing(2, key="k1"), "key", id="unique field"),
        pytest.param(thing(1, key="other"), "id", id="id"),
    ],
)
def test_duplicates_are_refused(store: Store, record: dict[str, Any], field: str) -> None:
    store.insert("things", thing(1))
    with pytest.raises(Duplicate) as caught:
        store.insert_many("things", [thing(5), record])
    assert (caught.value.collection, caught.value.field) == ("things", field)
    assert str(caught.value) == f"another record of things has this {field}"
    assert store.find("things") == [thing(1)]


def test_a_replacement_may_be_a_duplicate_too(store: Store) -> None:
    store.insert_many("things", [thing(1), thing(2)])
    with pytest.raises(Duplicate):
        store.replace("things", thing(2, key="k1"))
    assert store.get("things", 2) == thing(2)


@pytest.mark.parametrize("records", [[thing(1, key=None), thing(2, key=None)], [{"id": 1}, {"id": 2}]])
def test_null_and_missing_are_no_duplicates(store: Store, records: list[dict[str, Any]]) -> None:
    store.insert_many("things", records)
    assert store.find("things") == records


def test_text_ids_are_unique(store: Store) -> None:
    store.insert("scripts", {"id": "a"})
    with pytest.raises(Duplicate, match="another record of scripts has this id"):
        store.insert("scripts", {"id": "a"})


# Loading, state, snapshots


def test_load_takes_a_mixed_stream_whole_or_not_at_all(store: Store) -> None:
    stream = [("things", thing(1)), ("others", thing(1)), ("things", thing(2))]
    assert store.load(iter(stream)) == 3
    assert (store.ids("things"), store.ids("others")) == ([1, 2], [1])
    with pytest.raises(Duplicate):
        store.load([("things", thing(3)), ("others", thing(1))])
    assert store.ids("things") == [1, 2]


def test_state_and_numbers(store: Store) -> None:
    assert store.state("clock", "unset") == "unset"
    store.set_state("clock", {"frozen": None})
    store.set_state("clock", {"frozen": 1.5})
    assert store.state("clock") == {"frozen": 1.5}
    assert [store.number("a"), store.number("a"), store.number("b"), store.number("a")] == [1, 2, 1, 3]


def test_state_in_a_transaction_that_fails_is_as_before(store: Store) -> None:
    store.set_state("clock", 1)

    def fail() -> None:
        with store.transaction():
            store.set_state("clock", 2)
            assert (store.state("clock"), store.number("a")) == (2, 1)
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert (store.state("clock"), store.number("a")) == (1, 1)


def test_state_is_kept_in_the_file(tmp_path: Path) -> None:
    store = Store(COLLECTIONS, tmp_path / "data.db")
    store.create()
    with store.transaction():
        for number in range(600):  # more than are remembered
            store.set_state(f"key {number}", number)
        assert [store.state(f"key {number}") for number in (0, 599)] == [0, 599]
    store.close()
    again = Store(COLLECTIONS, tmp_path / "data.db")
    assert [again.state(f"key {number}") for number in range(600)] == list(range(600))
    again.close()


def test_versions_rise_with_each_transaction_that_changes_a_collection(store: Store) -> None:
    store.insert_many("things", [thing(1), thing(2)])
    assert (store.version("things"), store.version("others")) == (1, 0)
    with store.transaction():
        store.delete("things", 1)
        store.insert("things", thing(3))
    image = store.snapshot()
    with pytest.raises(Duplicate):
        store.insert("things", thing(3))
    assert store.version("things") == 2
    store.delete("things", 3)
    assert store.version("things") == 3
    store.restore(image)
    assert store.version("things") == 2


@pytest.mark.parametrize("source", ["memory", "file"])
@pytest.mark.parametrize("target", ["memory", "file"])
def test_a_snapshot_goes_from_any_store_to_any(source: str, target: str, tmp_path: Path) -> None:
    paths = {"memory": (None, None), "file": (tmp_path / "from.db", tmp_path / "to.db")}
    one, two = Store(COLLECTIONS, paths[source][0]), Store(COLLECTIONS, paths[target][1])
    one.create()
    two.create()
    one.insert_many("things", [thing(number) for number in range(1, 500)])
    one.set_state("seed", 7)
    image = one.snapshot()
    one.delete("things", 3)
    two.insert("others", thing(1))

    two.restore(image)
    assert two.count("things") == 499
    assert (two.get("things", 3), two.state("seed"), two.count("others")) == (thing(3), 7, 0)
    two.insert("things", thing(2_000))
    two.delete("things", 4)
    one.restore(image)
    assert (one.get("things", 4), one.get("things", 2_000)) == (thing(4), None)
    one.close()
    two.close()


def test_a_copy_shares_nothing(make: Make) -> None:
    one, two = make(), make()
    one.insert("things", thing(1))
    two.restore(one.snapshot())
    two.replace("things", thing(1, name="theirs"))
    one.insert("things", thing(2))
    assert (one.get("things", 1), two.count("things")) == (thing(1), 1)


# Files


def test_a_file_keeps_it_all(tmp_path: Path) -> None:
    store = Store(COLLECTIONS, tmp_path / "data.db")
    store.create()
    store.insert("things", thing(1))
    store.insert("things", thing(2))
    store.delete("things", 2)
    store.set_state("seed", 3)
    store.close()
    again = Store(COLLECTIONS, tmp_path / "data.db")
    assert (again.find("things"), again.state("seed"), again.next_id("things")) == ([thing(1)], 3, 3)
    again.close()


def test_a_file_belongs_to_one_store_at_a_time(tmp_path: Path) -> None:
    store = Store(COLLECTIONS, tmp_path / "data.db")
    with pytest.raises(DataFileError, match=r"data\.db.*locked.*Choose another --data"):
        Store(COLLECTIONS, tmp_path / "data.db")
    store.close()
    Store(COLLECTIONS, tmp_path / "data.db").close()


@pytest.mark.parametrize("name", ["text.db", "folder", "missing/data.db"])
def test_a_file_that_cannot_be_used(tmp_path: Path, name: str) -> None:
    (tmp_path / "text.db").write_text("no database, but longer than the header of one would be " * 10)
    (tmp_path / "folder").mkdir()
    with pytest.raises(DataFileError) as caught:
        Store(COLLECTIONS, tmp_path / name)
    said = str(caught.value)
    assert str(tmp_path / name) in said
    assert said.endswith("Choose another --data.")
    assert "\n" not in said


def test_a_full_disk_is_told(tmp_path: Path) -> None:
    store = Store(COLLECTIONS, tmp_path / "data.db")
    store.create()
    store._database.execute("PRAGMA max_page_count = 20")
    with pytest.raises(DataFileError, match=r"data\.db.*full.*Free space"):
        store.insert_many("things", [thing(number, name="x" * 1000) for number in range(1, 500)])
    assert store.count("things") == 0
    store.insert("things", thing(1))
    store.close()


def test_a_collection_that_is_known_better(store: Store) -> None:
    store.add(collection("animals", "string", open=True, private=frozenset(), unique=(), index=()))
    store.insert_many("animals", [{"id": number, "name": "Rex", "key": "k"} for number in "ab"])
    with pytest.raises(Duplicate, match="another record of animals has this name"):
        store.add(collection("animals", "string", open=True, unique=(("name",),)))
    store.add(collection("animals", "string", open=True, unique=(("position",),)))
    assert b"key" not in (store.shown("animals", "a") or b"key")
    assert store.get("animals", "a") == {"id": "a", "name": "Rex", "key": "k"}
    store.add(collection("animals", "string", open=True, unique=()))
    for number in "cd":
        store.insert("animals", {"id": number, "position": 1})


def test_a_dropped_collection_is_made_anew(store: Store) -> None:
    kind = collection("animals", "string")
    store.add(kind)
    store.insert("animals", {"id": "a"})
    store.drop("animals")
    assert "animals" not in store.collections
    store.add(kind)
    assert store.count("animals") == 0


def test_what_is_rolled_back_is_read_again_and_nothing_else(store: Store) -> None:
    read: list[str] = []

    def count(collection: str) -> int:
        return store.remembered(collection, "count", lambda: (read.append(collection), store.count(collection))[1])

    assert (count("things"), count("others")) == (0, 0)
    with rolled_back(store):
        store.insert("things", thing(1))
        assert count("things") == 1
        with suppress(ZeroDivisionError), store.savepoint():
            store.insert("things", thing(2))
            assert count("things") == 2
            raise ZeroDivisionError
        assert count("things") == 1
    assert (count("things"), count("others")) == (0, 0)
    assert read == ["things", "others", "things", "things", "things", "things"]
