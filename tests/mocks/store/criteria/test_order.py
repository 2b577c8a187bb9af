"""Records come in MongoDB's order of their values, whatever these are."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from tests.mocks.store.criteria.pairs import THINGS, records

from understudy.mocks.store import CriteriaError, Order, Store
from understudy.mocks.store.criteria.order import encoded
from understudy.mocks.store.criteria.values import identity
from understudy.specs.records import Collection

SCHEMA = {
    "properties": {
        "id": {"type": "integer"},
        "open": {},
        "price": {"type": "number"},
        "name": {"type": "string"},
        "on": {"type": "boolean"},
    }
}

RISING: list[Any] = [
    [],
    None,
    -(2.0**80),
    -(2**53) - 1,
    -(2**53),
    -1.5,
    -1,
    0,
    1,
    1.5,
    2**53,
    2**53 + 1,
    2**62,
    1e300,
    "",
    "A",
    "a",
    "a\0",
    "ab",
    "z",
    "é",
    "\uffff",
    "🎓",
    {},
    {"b": None},
    {"a": 1},
    {"a": 1, "b": 0},
    {"a": 2},
    {"b": 1},
    {"a": ""},
    {"a": {"b": 1}},
    [[]],
    [[None]],
    [[1]],
    [[1, 2]],
    [[2]],
    [["a"]],
    [["a", 1]],
    [["a\0"]],
    [[{}]],
    False,
    True,
]
"""Each is more than the one before."""


@pytest.fixture
def store() -> Iterator[Store]:
    store = Store({"things": Collection("things", SCHEMA, frozenset(), "integer", (), (("price",),), ())})
    store.create()
    yield store
    store.close()


def values(store: Store, *order: str | Order) -> list[Any]:
    return [record["open"] for record in store.find("things", order=order)]


@pytest.mark.parametrize("seed", range(3))
def test_open_fields_have_the_order_of_mongodb(store: Store, seed: int) -> None:
    mixed = Random(seed).sample(RISING, len(RISING))
    store.insert_many("things", ({"id": number, "open": value} for number, value in enumerate(mixed, 1)))
    assert values(store, "open") == RISING
    assert values(store, Order("open", descending=True)) == RISING[::-1]


@pytest.mark.parametrize(
    ("held", "field", "rising", "falling"),
    [
        pytest.param([[5, 1], 3, [2, 9]], "open", [0, 2, 1], [2, 0, 1], id="arrays by their least, or greatest"),
        pytest.param([{"a": 2}, {"a": 1}, {}], "open.a", [2, 1, 0], [0, 1, 2], id="inside objects"),
        pytest.param([[{"a": 2}, {"a": 7}], {"a": 5}], "open.a", [0, 1], [0, 1], id="inside objects of an array"),
        pytest.param([[7, 1], [1, 2], [3, 0]], "open.0", [1, 2, 0], [0, 2, 1], id="by place"),
        pytest.param([None, 1, "x"], "nowhere", [0, 1, 2], [0, 1, 2], id="by nothing: in the order of making"),
        pytest.param([1, 1.0, 0], "open", [2, 0, 1], [0, 1, 2], id="alike: in the order of making"),
    ],
)
def test_orders(store: Store, held: list[Any], field: str, rising: list[int], falling: list[int]) -> None:
    store.insert_many("things", ({"id": number, "open": value} for number, value in enumerate(held)))
    assert store.ids("things", order=[field]) == rising
    assert store.ids("things", order=[Order(field, descending=True)]) == falling


@pytest.mark.parametrize(
    ("order", "found"),
    [
        pytest.param(["price"], [4, 2, 3, 1], id="ascending, null first"),
        pytest.param([Order("price")], [4, 2, 3, 1], id="ascending, said"),
        pytest.param([Order("price", descending=True)], [1, 2, 3, 4], id="descending, alike as made"),
        pytest.param([Order("name", descending=True), "price"], [2, 4, 1, 3], id="two fields, two directions"),
        pytest.param(["on", Order("id", descending=True)], [4, 3, 2, 1], id="false before true"),
        pytest.param([Order("open", descending=True), "name"], [1, 4, 3, 2], id="open, then declared"),
    ],
)
def test_orders_by_several_fields(store: Store, order: list[str | Order], found: list[int]) -> None:
    rows = [("b", 5, True, "x"), ("c", 2, False, 1), ("a", 2, False, 2), ("b", None, None, 3)]
    store.insert_many(
        "things",
        (
            {"id": number, "name": name, "price": price, "on": on, "open": value}
            for number, (name, price, on, value) in enumerate(rows, 1)
        ),
    )
    assert store.ids("things", order=order) == found
    assert store.ids("things", {"open": {"$exists": True}}, order=order) == found
    assert [record["id"] for record in store.find("things", order=order, limit=2, offset=1)] == found[1:3]


def test_an_index_gives_the_order(store: Store) -> None:
    plan = store._database.execute(
        "EXPLAIN QUERY PLAN SELECT id FROM things ORDER BY json_extract(shown, '$.\"price\"'), rowid"
    ).fetchall()
    assert b"things.price" in plan[0][-1]
    assert len(plan) == 1


@pytest.mark.parametrize(
    ("order", "said"),
    [
        pytest.param(["open"] * 33, "33", id="many fields"),
        pytest.param([5], "5", id="a number"),
        pytest.param(["a" + ".b" * 100], "101", id="a deep path"),
    ],
)
def test_refuses(store: Store, order: Any, said: str) -> None:
    with pytest.raises(CriteriaError, match=said):
        store.ids("things", order=order)


def test_sql_in_a_name_is_a_name(store: Store) -> None:
    store.insert("things", {"id": 1, "open": 1})
    assert store.ids("things", order=["id; DROP TABLE things", "a') --", '"', "\0", "x" * 10_000]) == [1]


def test_bytes_are_in_the_order_of_values() -> None:
    random = Random(1)
    held = [value for record in records(random) * 5 for value in record.values()]
    held += [{"a": value} for value in RISING] + [[value] for value in RISING]
    in_order = sorted(held, key=identity)
    for low, high in pairwise(in_order):
        assert (encoded(low) < encoded(high)) is (identity(low) < identity(high)), (low, high)
        assert encoded(low) <= encoded(high), (low, high)


def test_declared_and_open_fields_agree() -> None:
    """The same values, declared in one collection and open in another."""
    held = [record for seed in range(5) for record in records(Random(seed))]
    held = [{**record, "id": number} for number, record in enumerate(held, 1)]
    names = [*THINGS.schema["properties"], "p"]
    loose = Collection(
        "things", {"properties": {name: {} for name in names}}, frozenset({"p"}), "integer", (), (), ()
    )
    for field in ("n", "t", "f", "p", "o.n", "id"):
        for descending in (False, True):
            found = []
            for kind in (THINGS, loose):
                store = Store({"things": kind})
                store.create()
                store.insert_many("things", held)
                found.append(store.ids("things", order=[Order(field, descending), Order("a")]))
                store.close()
            assert found[0] == found[1], field
