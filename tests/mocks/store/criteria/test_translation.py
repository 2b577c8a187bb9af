"""What is declared to be one value is compared by SQL, which finds it by index. The rest never enters the SQL."""

from __future__ import annotations

from typing import Any

import pytest

from understudy.mocks.store import Store
from understudy.mocks.store.criteria import Kind, Scalar, to_sql
from understudy.mocks.store.criteria.calls import Call
from understudy.specs.records import Collection

NAME = "json_extract(shown, '$.\"name\"')"
PRICE = "json_extract(shown, '$.\"price\"')"
ON = "json_extract(shown, '$.\"on\"')"
DECLARED = {"name": Scalar(NAME, Kind.TEXT), "price": Scalar(PRICE, Kind.NUMBER), "on": Scalar(ON, Kind.BOOLEAN)}
CALL = "ask(?, id, shown, private)"


@pytest.mark.parametrize(
    ("criteria", "sql", "parameters"),
    [
        pytest.param({}, "1", [], id="none"),
        pytest.param({"name": "a"}, f"{NAME} = ?", ["a"], id="equal"),
        pytest.param({"price": {"$gte": 1, "$lt": 2.5}}, f"{PRICE} >= ? AND {PRICE} < ?", [1, 2.5], id="between"),
        pytest.param({"on": True}, f"{ON} = ?", [True], id="true"),
        pytest.param({"name": None}, f"{NAME} IS NULL", [], id="null"),
        pytest.param({"name": {"$gte": None}}, f"{NAME} IS NULL", [], id="at least null"),
        pytest.param({"name": {"$lte": None}}, f"{NAME} IS NULL", [], id="at most null"),
        pytest.param({"price": {"$gt": None}}, "0", [], id="more than null"),
        pytest.param({"price": "1"}, "0", [], id="another kind"),
        pytest.param({"price": True}, "0", [], id="true for a number"),
        pytest.param({"on": 1}, "0", [], id="1 for true"),
        pytest.param({"name": ["a"]}, "0", [], id="a list"),
        pytest.param({"price": {"$ne": 1}}, f"({PRICE} = ?) IS NOT TRUE", [1], id="not equal"),
        pytest.param({"price": 2**63}, f"{PRICE} = ?", [2.0**63], id="larger than SQLite's integers"),
        pytest.param(
            {"price": {"$in": [1, "x", True, 2]}},
            f"{PRICE} IN (SELECT value FROM json_each(?))", ["[1,2]"], id="one of",
        ),
        pytest.param(
            {"name": {"$nin": ["a", None]}},
            f"(({NAME} IS NULL OR {NAME} IN (SELECT value FROM json_each(?)))) IS NOT TRUE",
            ['["a"]'], id="none of",
        ),
        pytest.param(
            {"$or": [{"name": "a"}, {"price": 1, "on": False}]},
            f"({NAME} = ? OR ({PRICE} = ? AND {ON} = ?))", ["a", 1, False], id="or",
        ),
        pytest.param({"$nor": [{"name": "a"}]}, f"(({NAME} = ?)) IS NOT TRUE", ["a"], id="nor"),
    ],
)  # fmt: skip
def test_declared_fields_are_compared_by_sql(criteria: Any, sql: str, parameters: list[Any]) -> None:
    assert to_sql(criteria, DECLARED.get) == (sql, parameters)


@pytest.mark.parametrize(
    "criteria",
    [
        pytest.param({"open": 1}, id="an open field"),
        pytest.param({"name.x": 1}, id="inside a value"),
        pytest.param({"o'pen\") --": {"$gt": "'; DROP TABLE things; --"}}, id="SQL"),
        pytest.param({"name": {"$regex": "^a"}}, id="a pattern"),
        pytest.param({"name": {"$exists": True}}, id="null from missing"),
        pytest.param({"name": {"$gt": "a\0"}}, id="null character"),
        pytest.param({"name": {"$in": ["a\0"]}}, id="null character among others"),
        pytest.param({"price": float("inf")}, id="infinity"),
        pytest.param({"$or": [{"name": "a"}, {"open": 1}]}, id="either of which one is open"),
        pytest.param({"$or": [{"name": "a"}] * 51}, id="too wide for SQL"),
        pytest.param({"open": 1, "also": 2}, id="both at once"),
    ],
)
def test_the_rest_is_one_call(criteria: Any) -> None:
    sql, parameters = to_sql(criteria, DECLARED.get)
    assert sql == CALL
    assert len(parameters) == 1


LOOK = "(instr(shown, ?) OR instr(private, ?)) AND "


@pytest.mark.parametrize(
    ("criteria", "text"),
    [
        pytest.param({"open": "x"}, '"x"', id="a text"),
        pytest.param({"open": 'a"b\n\0'}, r'"a\"b\n\u0000"', id="as JSON has it"),
        pytest.param({"open": "é"}, '"é"', id="beyond ASCII"),
        pytest.param({"open": 777}, "777", id="a number"),
        pytest.param({"open": -777.0}, "777", id="whole as it may be written either way"),
        pytest.param({"open": 0.25}, "0.25", id="a fraction"),
        pytest.param({"open": {"$elemMatch": {"a": 1, "b": "long", "c": "x"}}}, '"long"', id="the longest"),
        pytest.param({"open": {"$elemMatch": {"$eq": "x"}}}, '"x"', id="an entry"),
        pytest.param({"open": {"$all": ["x", "yy"]}}, '"yy"', id="one of all"),
        pytest.param({"open": {"$gt": 5}, "a.b": "x"}, '"x"', id="beside another"),
    ],
)
def test_what_must_stand_in_the_json_is_looked_for_first(criteria: Any, text: str) -> None:
    sql, parameters = to_sql(criteria, DECLARED.get)
    assert sql == LOOK + CALL
    assert parameters[:2] == [text, text]


@pytest.mark.parametrize(
    "criteria",
    [
        pytest.param({"open": 5}, id="a digit is everywhere"),
        pytest.param({"open": 10**15}, id="may be written with an exponent"),
        pytest.param({"open": True}, id="true"),
        pytest.param({"open": None}, id="null"),
        pytest.param({"open": ["long"]}, id="a list"),
        pytest.param({"open": {"$ne": "long"}}, id="not equal"),
        pytest.param({"$or": [{"open": "long"}, {"open": "longer"}]}, id="either"),
        pytest.param({"open": {"$not": {"$elemMatch": {"a": "long"}}}}, id="no entry"),
        pytest.param({"id": "long"}, id="the id, which stands beside"),
    ],
)
def test_nothing_is_looked_for_that_need_not_be_there(criteria: Any) -> None:
    sql, parameters = to_sql(criteria, DECLARED.get)
    assert (sql, len(parameters)) == (CALL, 1)


def test_what_must_hold_is_taken_apart() -> None:
    sql, _ = to_sql({"open": 1, "$and": [{"name": "a"}, {"other": 2, "price": 1}]}, DECLARED.get)
    assert sql == f"{NAME} = ? AND {PRICE} = ? AND {CALL}"


SCHEMA = {
    "properties": {
        "name": {"type": "string", "nullable": True},
        "price": {"type": "number"},
        "place": {"type": "object", "properties": {"city": {"type": "string"}}},
        "tags": {"type": "array", "items": {"type": "string"}},
    }
}
THINGS = Collection(
    "things", SCHEMA, frozenset(), "integer", (), (("name",), ("price",), ("place.city",), ("tags",)), ()
)


@pytest.mark.parametrize(
    ("criteria", "plan"),
    [
        pytest.param({"id": 5}, "PRIMARY KEY", id="id"),
        pytest.param({"id": {"$in": [5, 6]}}, "PRIMARY KEY", id="ids"),
        pytest.param({"name": "a"}, "things.name", id="equal"),
        pytest.param({"name": None}, "things.name", id="null"),
        pytest.param({"name": {"$in": ["a", "b"]}}, "things.name", id="one of"),
        pytest.param({"price": {"$gt": 5, "$lt": 6}}, "things.price", id="between"),
        pytest.param({"place.city": "Oslo"}, "things.place.city", id="inside an object"),
        pytest.param({"$and": [{"name": "a"}, {"tags": "x"}]}, "things.name", id="beside what SQL cannot say"),
        pytest.param({"$or": [{"name": "a"}, {"price": 5}]}, "things.price", id="either"),
        pytest.param({"tags": "x"}, "SCAN things", id="a list has no index"),
    ],
)
def test_indexes_are_used(criteria: Any, plan: str) -> None:
    store = Store({"things": THINGS})
    store.create()
    where, parameters = store._where("things", criteria)
    rows = store._database.execute(f"EXPLAIN QUERY PLAN SELECT shown FROM things WHERE {where}", parameters)
    explained = " ".join(row[-1].decode() for row in rows)
    store.close()
    assert plan in explained
    assert ("SCAN things" in explained) is ("SCAN things" in plan)


def test_nothing_is_kept_of_a_query() -> None:
    store = Store({"things": THINGS})
    store.create()
    store.insert("things", {"id": 1, "tags": ["x"]})
    before = len(Call._kept)
    for _ in range(3):
        assert store.ids("things", {"tags": "x"}, order=["tags"]) == [1]
    store.close()
    assert len(Call._kept) == before
