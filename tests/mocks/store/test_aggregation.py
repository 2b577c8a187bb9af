"""Groups come to what MongoDB's accumulators make of them."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

import mongomock
import pytest
from tests.mocks.store.criteria.pairs import THINGS, records

from understudy.mocks.store import CriteriaError, Grouping, Order, Store
from understudy.specs.records import Collection

SCHEMA = {
    "properties": {"id": {"type": "integer"}, "date_created": {"type": "string"}, "sub_total": {}, "status": {}}
}
ORDERS = [
    ("2015-05-30T10:00:00.000Z", 10, "paid"),
    ("2015-05-30T23:59:59.999Z", 20.5, "paid"),
    ("2015-05-29T00:00:00.000Z", 5, "open"),
    ("2014-12-31T00:00:00.000Z", 7, None),
    ("2016-01-01T00:00:00.000Z", "x", "open"),
]


@pytest.fixture
def store() -> Iterator[Store]:
    store = Store({"orders": Collection("orders", SCHEMA, frozenset(), "integer", (), (), ())})
    store.create()
    store.insert_many(
        "orders",
        (
            {"id": number, "date_created": made, "sub_total": total, "status": status}
            for number, (made, total, status) in enumerate(ORDERS, 1)
        ),
    )
    yield store
    store.close()


def test_the_example_of_the_guide(store: Store) -> None:
    """Statistics of orders by day, between two dates."""
    grouping = Grouping(
        {
            "count": {"$sum": 1},
            "sub_total": {"$sum": "sub_total"},
            "avg_total": {"$avg": "sub_total"},
            "day": {"$dayOfMonth": "date_created"},
            "month": {"$month": "date_created"},
            "year": {"$year": "date_created"},
        }
    )
    between = {
        "$and": [
            {"date_created": {"$gt": "2015-01-01T00:00:00Z"}},
            {"date_created": {"$lt": "2016-01-01T00:00:00.000Z"}},
        ]
    }
    assert store.group("orders", grouping, between) == [
        {"count": 2, "sub_total": 30.5, "avg_total": 15.25, "day": 30, "month": 5, "year": 2015},
        {"count": 1, "sub_total": 5, "avg_total": 5.0, "day": 29, "month": 5, "year": 2015},
    ]


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        pytest.param({"n": {"$sum": 1}}, [{"n": 5}], id="all are one group"),
        pytest.param({"n": {"$count": {}}, "of": None}, [{"n": 5, "of": None}], id="count, and null for itself"),
        pytest.param(
            {"status": "status", "n": {"$sum": 1}},
            [{"status": "paid", "n": 2}, {"status": "open", "n": 2}, {"status": None, "n": 1}], id="by a field",
        ),
        pytest.param(
            {"s": "$status"}, [{"s": "paid"}, {"s": "open"}, {"s": None}], id="with a dollar, and no figure",
        ),
        pytest.param(
            {"status": "status", "year": {"$year": "date_created"}, "ids": {"$push": "id"}},
            [
                {"status": "paid", "year": 2015, "ids": [1, 2]},
                {"status": "open", "year": 2015, "ids": [3]},
                {"status": None, "year": 2014, "ids": [4]},
                {"status": "open", "year": 2016, "ids": [5]},
            ], id="by two",
        ),
        pytest.param(
            {"least": {"$min": "sub_total"}, "most": {"$max": "sub_total"}}, [{"least": 5, "most": "x"}],
            id="texts are more than numbers",
        ),
        pytest.param({"sum": {"$sum": "sub_total"}}, [{"sum": 42.5}], id="sum of numbers alone"),
        pytest.param({"sum": {"$sum": "status"}}, [{"sum": 0}], id="sum of nothing"),
        pytest.param({"mean": {"$avg": "status"}}, [{"mean": None}], id="average of nothing"),
        pytest.param(
            {"first": {"$first": "status"}, "last": {"$last": "status"}}, [{"first": "paid", "last": "open"}],
            id="first and last",
        ),
        pytest.param({"set": {"$addToSet": "status"}}, [{"set": ["paid", "open", None]}], id="each once"),
        pytest.param({"all": {"$push": "nowhere"}}, [{"all": []}], id="all of nothing"),
    ],
)  # fmt: skip
def test_groups(store: Store, fields: Any, found: list[dict[str, Any]]) -> None:
    assert store.group("orders", Grouping(fields)) == found


def test_no_records_make_no_groups(store: Store) -> None:
    assert store.group("orders", Grouping({"n": {"$sum": 1}}), {"status": "lost"}) == []


def test_groups_come_in_an_order(store: Store) -> None:
    grouping = Grouping({"status": "status", "n": {"$sum": 1}})
    falling = store.group("orders", grouping, order=[Order("n", descending=True), "status"])
    assert [point["status"] for point in falling] == ["open", "paid", None]


def test_operands_may_be_read_in_another_way(store: Store) -> None:
    """As formulas are."""
    grouping = Grouping({"twice": {"$push": "id * 2"}}, read=lambda text: lambda record: record["id"] * 2)
    assert store.group("orders", grouping) == [{"twice": [2, 4, 6, 8, 10]}]


@pytest.mark.parametrize(
    ("moment", "part", "found"),
    [
        pytest.param("2015-05-30T10:11:12.345Z", "$year", 2015, id="year"),
        pytest.param("2015-05-30T10:11:12.345Z", "$month", 5, id="month"),
        pytest.param("2015-05-30T10:11:12.345Z", "$dayOfMonth", 30, id="day of the month"),
        pytest.param("2015-05-30T10:11:12.345Z", "$dayOfYear", 150, id="day of the year"),
        pytest.param("2015-05-30T10:11:12.345Z", "$dayOfWeek", 7, id="Saturday is 7"),
        pytest.param("2015-05-31T10:11:12.345Z", "$dayOfWeek", 1, id="Sunday is 1"),
        pytest.param("2015-05-30T10:11:12.345Z", "$hour", 10, id="hour"),
        pytest.param("2015-05-30T10:11:12.345Z", "$minute", 11, id="minute"),
        pytest.param("2015-05-30T10:11:12.345Z", "$second", 12, id="second"),
        pytest.param("2015-05-30T10:11:12.345Z", "$millisecond", 345, id="millisecond"),
        pytest.param("2015-01-03T00:00:00.000Z", "$week", 0, id="before the first Sunday"),
        pytest.param("2015-01-04T00:00:00.000Z", "$week", 1, id="the first Sunday"),
        pytest.param("2016-01-03T00:00:00.000Z", "$isoWeek", 53, id="ISO week"),
        pytest.param("2016-01-03T00:00:00.000Z", "$isoWeekYear", 2015, id="ISO year"),
        pytest.param("2016-01-03T00:00:00.000Z", "$isoDayOfWeek", 7, id="ISO Sunday"),
        pytest.param("2015-05-30T23:00:00-05:00", "$dayOfMonth", 31, id="in UTC"),
        pytest.param("2015-05-30", "$hour", 0, id="a date alone"),
        pytest.param("0001-01-01T00:00:00+14:00", "$year", None, id="before all years"),
        pytest.param("soon", "$year", None, id="no time"),
        pytest.param(5, "$year", None, id="a number"),
        pytest.param(None, "$year", None, id="null"),
    ],
)
def test_date_parts(moment: Any, part: str, found: int | None) -> None:
    assert Grouping({"part": {part: "at"}}).of([{"at": moment}]) == [{"part": found}]


@pytest.mark.parametrize(
    ("values", "found"),
    [
        pytest.param([1, 2, True, None, "3"], 3, id="numbers alone"),
        pytest.param([0.1] * 10, 1.0, id="nothing is lost"),
        pytest.param([1e16, 1.0, -1e16], 1.0, id="between large ones either"),
        pytest.param([2**62, 2**62], 2.0**63, id="too large for an integer"),
        pytest.param([2**53, 1, 0.0], 2.0**53, id="a double when one is"),
    ],
)
def test_sums(values: list[Any], found: float) -> None:
    [point] = Grouping({"sum": {"$sum": "n"}}).of({"n": value} for value in values)
    assert point["sum"] == found
    assert type(point["sum"]) is type(found)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        pytest.param([], "mapping", id="a list"),
        pytest.param({}, "mapping", id="nothing"),
        pytest.param("status", "'status'", id="a text"),
        pytest.param({"n": {"$median": "a"}}, "'$median'", id="unknown accumulator"),
        pytest.param({"n": {}}, "'n'", id="no operator"),
        pytest.param({"n": {"$sum": 1, "$avg": 1}}, "'n'", id="two operators"),
        pytest.param({"n": {"$sum": ["a"]}}, "['a']", id="a list to sum"),
        pytest.param({"n": {"$sum": {"$multiply": ["$a", 2]}}}, "$multiply", id="an expression"),
        pytest.param({"n": ["a"]}, "['a']", id="by a list"),
        pytest.param({"n": "a" + ".b" * 100}, "101", id="a deep path"),
        pytest.param({f"n{number}": 1 for number in range(101)}, "101", id="many fields"),
        pytest.param({10**5_000: {}}, "thousands of digits", id="a number that Python will not write"),
    ],
)
def test_refuses(fields: Any, said: str) -> None:
    with pytest.raises(CriteriaError) as caught:
        Grouping(fields)
    assert said in str(caught.value)


ASKED = {
    "sum": {"$sum": "$n"},
    "mean": {"$avg": "$n"},
    "least": {"$min": "$n"},
    "most": {"$max": "$t"},
    "first": {"$first": "$t"},
    "last": {"$last": "$id"},
    "all": {"$push": "$id"},
    "count": {"$sum": 1},
}


@pytest.mark.parametrize("seed", range(20))
def test_mongomock_finds_the_same(seed: int) -> None:
    held = [{"n": None, "t": None, "f": None, **record} for record in records(Random(seed))]
    store = Store({"things": THINGS})
    store.create()
    store.insert_many("things", held)
    ours = store.group("things", Grouping({"f": "f", **ASKED}))
    store.close()
    collection: Any = mongomock.MongoClient().test.things
    collection.insert_many(held)
    theirs = [
        {"f": point["_id"], **{name: point[name] for name in ASKED}}
        for point in collection.aggregate([{"$group": {"_id": "$f", **ASKED}}])
    ]
    assert sorted(ours, key=lambda point: str(point["f"])) == sorted(theirs, key=lambda point: str(point["f"]))
