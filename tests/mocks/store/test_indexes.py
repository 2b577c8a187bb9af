"""What is asked of many records again and again is found by an index."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from understudy.mocks.store import Criteria, Store
from understudy.mocks.store.sqlite import MANY, OFTEN
from understudy.specs.records import Collection

FIELDS = {"id": "integer", "name": "string", "size": "integer", "tags": "array"}
THINGS = Collection(
    name="things",
    schema={"properties": {name: {"type": kind} for name, kind in FIELDS.items()}},
    private=frozenset(),
    id_type="integer",
    unique=(),
    index=(),
    references=(),
)


@pytest.fixture
def store() -> Iterator[Store]:
    store = Store({"things": THINGS})
    store.create()
    yield store
    store.close()


def fill(store: Store, count: int) -> None:
    store.load(
        ("things", {"id": number, "name": f"n{number}", "size": number % 7, "tags": ["a"]})
        for number in range(1, count + 1)
    )


def plan(store: Store, criteria: Criteria) -> str:
    """How SQLite finds records: SCAN, or SEARCH by an index."""
    where, parameters = store._where("things", criteria)
    statement = f'EXPLAIN QUERY PLAN SELECT id FROM "things" WHERE {where}'
    [row] = store.connection.execute(statement, parameters).fetchall()
    return str(row[3].decode().split()[0])


def ask_often(store: Store, criteria: Criteria) -> list[Any]:
    answers = [store.ids("things", criteria) for _ in range(OFTEN)]
    assert all(answer == answers[0] for answer in answers)
    return answers[0]


def test_an_index_is_made_for_what_repeats(store: Store) -> None:
    fill(store, MANY)
    assert plan(store, {"name": "n5"}) == "SCAN"
    assert ask_often(store, {"name": "n5"}) == [5]
    assert (plan(store, {"name": "n5"}), plan(store, {"size": 5})) == ("SEARCH", "SCAN")
    store.replace("things", {"id": 5, "name": "other", "size": 1, "tags": []})
    assert (store.ids("things", {"name": "n5"}), store.ids("things", {"name": "other"})) == ([], [5])


def test_in_a_transaction_that_fails_none_is_left(store: Store) -> None:
    fill(store, MANY)

    def fail() -> None:
        with store.transaction():
            ask_often(store, {"name": "n5"})
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert plan(store, {"name": "n5"}) == "SCAN"
    assert ask_often(store, {"name": "n5"}) == [5]


@pytest.mark.parametrize("criteria", [{"tags": "a"}, {"id": 5}], ids=str)
def test_a_list_or_an_id_gets_none(store: Store, criteria: Criteria) -> None:
    fill(store, MANY)
    ask_often(store, criteria)
    assert not list(
        store.connection.execute("SELECT 1 FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
    )


def test_few_records_need_none(store: Store) -> None:
    fill(store, 100)
    ask_often(store, {"name": "n5"})
    assert plan(store, {"name": "n5"}) == "SCAN"
