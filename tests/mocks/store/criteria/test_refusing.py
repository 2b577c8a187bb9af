"""What cannot be understood is refused with a sentence that names it, and never with anything else."""

from __future__ import annotations

from typing import Any

import pytest

from understudy.mocks.store import CriteriaError, Store
from understudy.mocks.store.criteria.parsing import REFUSED
from understudy.specs.records import Collection

SCHEMA = {"properties": {"id": {"type": "integer"}, "name": {"type": "string"}, "a": {}}}


@pytest.fixture
def store() -> Store:
    store = Store({"things": Collection("things", SCHEMA, frozenset(), "integer", (), (), ())})
    store.create()
    store.insert("things", {"id": 1, "name": "n"})
    return store


def nested(levels: int, inner: Any, wrap: Any) -> Any:
    for _ in range(levels):
        inner = wrap(inner)
    return inner


@pytest.mark.parametrize(
    ("criteria", "said"),
    [
        pytest.param({"name": {"$foo": 1}}, "'$foo'", id="unknown operator"),
        pytest.param({"$foo": [{}]}, "'$foo'", id="unknown logical operator"),
        pytest.param({"$not": {"name": 1}}, "'$not'", id="$not without a field"),
        pytest.param({"a": {"$or": [{}]}}, "'$or'", id="$or in a field"),
        pytest.param({"a": {"$elemMatch": {"$foo": "x"}}}, "'$foo'", id="unknown inside $elemMatch"),
        pytest.param({"a": {"$elemMatch": "x"}}, "$elemMatch", id="$elemMatch of a value"),
        pytest.param({"a": {"$elemMatch": ["x"]}}, "$elemMatch", id="$elemMatch of a list"),
        pytest.param({"$or": []}, "$or", id="$or of nothing"),
        pytest.param({"$and": {"name": "a"}}, "$and", id="$and of a mapping"),
        pytest.param({"$nor": "a"}, "$nor", id="$nor of a text"),
        pytest.param({"$or": ["name"]}, "'name'", id="$or of a text"),
        pytest.param({"name": {"$in": "abc"}}, "$in", id="$in of a text"),
        pytest.param({"name": {"$nin": 5}}, "$nin", id="$nin of a number"),
        pytest.param({"a": {"$in": [{"$gt": 1}]}}, "$in", id="$in of operators"),
        pytest.param({"a": {"$all": 1}}, "$all", id="$all of a value"),
        pytest.param({"a": {"$all": [1, {"$elemMatch": {}}]}}, "$all", id="$all of a value and $elemMatch"),
        pytest.param({"a": {"$all": [{"$gt": 1}]}}, "$all", id="$all of operators"),
        pytest.param({"name": {"$eq": 1, "a": 1}}, "one mapping", id="an operator, then a field"),
        pytest.param({"name": {"a": 1, "$eq": 1}}, "one mapping", id="a field, then an operator"),
        pytest.param({"name": {"$gt": b"a"}}, "b'a'", id="bytes"),
        pytest.param({"name": {"$gt": {1, 2}}}, "{1, 2}", id="a set"),
        pytest.param({"name": {1: 2}}, "{1: 2}", id="a number for a name"),
        pytest.param({1: 2}, "1", id="a number for a field"),
        pytest.param({None: 2}, "None", id="null for a field"),
        pytest.param([{"name": 1}], "mapping", id="a list"),
        pytest.param("name", "mapping", id="a text"),
        pytest.param({"name": {"$not": 5}}, "$not", id="$not of a value"),
        pytest.param({"name": {"$not": {}}}, "$not", id="$not of nothing"),
        pytest.param({"name": {"$not": {"a": 1}}}, "$not", id="$not of a field"),
        pytest.param({"name": {"$exists": "false"}}, "'false'", id="$exists of a text"),
        pytest.param({"name": {"$type": "text"}}, "'text'", id="unknown type"),
        pytest.param({"name": {"$type": 99}}, "99", id="unknown number of a type"),
        pytest.param({"name": {"$type": True}}, "True", id="$type of true"),
        pytest.param({"name": {"$type": []}}, "$type", id="$type of nothing"),
        pytest.param({"name": {"$mod": 4}}, "$mod", id="$mod of a number"),
        pytest.param({"name": {"$mod": [4]}}, "$mod", id="$mod of too little"),
        pytest.param({"name": {"$mod": [4, 1, 2]}}, "$mod", id="$mod of too much"),
        pytest.param({"name": {"$mod": [0, 0]}}, "0", id="$mod by 0"),
        pytest.param({"name": {"$mod": [0.5, 0]}}, "0", id="$mod by less than 1"),
        pytest.param({"name": {"$mod": ["4", 0]}}, "'4'", id="$mod by a text"),
        pytest.param({"name": {"$mod": [float("inf"), 0]}}, "inf", id="$mod by infinity"),
        pytest.param({"name": {"$size": -1}}, "$size", id="$size below 0"),
        pytest.param({"name": {"$size": 1.5}}, "$size", id="$size of a fraction"),
        pytest.param({"name": {"$size": float("nan")}}, "$size", id="$size of no number"),
        pytest.param({"name": {"$size": "1"}}, "$size", id="$size of a text"),
        pytest.param({"name": {"$size": True}}, "$size", id="$size of true"),
        pytest.param({"name": {"$bitsAllSet": -1}}, "$bitsAllSet", id="bits below 0"),
        pytest.param({"name": {"$bitsAnySet": [1.5]}}, "$bitsAnySet", id="half a bit"),
        pytest.param({"name": {"$bitsAnyClear": [2**70]}}, "$bitsAnyClear", id="a very high bit"),
        pytest.param({"name": {"$bitsAllClear": "AA=="}}, "$bitsAllClear", id="bits as text"),
        pytest.param({"name": {"$regex": 5}}, "$regex", id="$regex of a number"),
        pytest.param({"name": {"$regex": "("}}, "'('", id="a pattern that is none"),
        pytest.param({"name": {"$regex": "(?=a)"}}, "(?=", id="look-around"),
        pytest.param({"name": {"$regex": r"(a)\1"}}, "\\1", id="back-reference"),
        pytest.param({"name": {"$regex": "a" * 1_001}}, "1,001", id="a long pattern"),
        pytest.param({"name": {"$regex": r"\pL{900}"}}, "too large", id="a large pattern"),
        pytest.param({"name": {"$regex": "a", "$options": "g"}}, "'g'", id="unknown option"),
        pytest.param({"name": {"$regex": "a", "$options": 1}}, "$options", id="$options of a number"),
        pytest.param({"name": {"$options": "i"}}, "$options", id="$options alone"),
        pytest.param({"name": "\ud800"}, "half a character", id="half a character"),
        pytest.param({"a": [{"\udc00": 1}]}, "half a character", id="half a character in a name"),
        pytest.param({".".join("a" * 101): 1}, "101", id="a deep path"),
        pytest.param({"a" + ".0" * 11: 1}, "numbers", id="a path of numbers"),
        pytest.param({"name": {"$type": "x" * 100_000}}, "$type", id="a long name of a type"),
        pytest.param({"name": {"$mod": ["x" * 100_000, 1]}}, "$mod", id="a long divisor"),
        pytest.param({"name": {"$size": [1] * 100_000}}, "$size", id="a long list for a size"),
        pytest.param({"name": {"$bitsAllSet": ["x"] * 100_000}}, "$bitsAllSet", id="a long list of bits"),
        pytest.param({"name": {"$regex": "a", "$options": "x" * 100_000 + "y"}}, "$options", id="long options"),
        pytest.param({"x" * 100_000: {"$size": -1}}, "$size", id="a long name of a field"),
        pytest.param({"$" + "x" * 100_000: 1}, "'$xxx", id="a long operator"),
        pytest.param({("x",) * 100_000: 1}, "('x'", id="a long tuple for a field"),
        pytest.param({"$or": 10**5_000}, "thousands of digits", id="a number that Python will not write"),
        pytest.param({"name": {"$mod": [10**5_000, "x"]}}, "$mod", id="such a divisor"),
        pytest.param({"$or": [{"name": "a"}] * 1_001}, "1,000", id="many clauses"),
        pytest.param(nested(101, {"name": 1}, lambda inner: {"$and": [inner]}), "100", id="deep $and"),
        pytest.param(nested(99_999, {"name": 1}, lambda inner: {"$nor": [inner]}), "100", id="very deep $nor"),
        pytest.param({"name": nested(101, {"$eq": 1}, lambda inner: {"$not": inner})}, "100", id="deep $not"),
        pytest.param(
            {"a": nested(101, {"b": 1}, lambda inner: {"$elemMatch": inner})}, "100", id="deep $elemMatch"
        ),
        pytest.param({"a": nested(102, 1, lambda inner: [inner])}, "100", id="deep list"),
        pytest.param({"a": nested(99_999, 1, lambda inner: {"b": inner})}, "100", id="very deep object"),
        *[pytest.param({name: 1}, name, id=f"{name} for a field") for name in REFUSED],
        *[pytest.param({"name": {name: 1}}, name, id=f"{name} in a field") for name in REFUSED],
    ],
)
def test_refuses(store: Store, criteria: Any, said: str) -> None:
    for ask in (store.ids, store.count, store.exists, store.first):
        with pytest.raises(CriteriaError) as caught:
            ask("things", criteria)
        assert said in str(caught.value)
        assert len(str(caught.value)) < 1_500


def test_names_the_field() -> None:
    store = Store({"things": Collection("things", SCHEMA, frozenset(), "integer", (), (), ())})
    with pytest.raises(CriteriaError, match=r"^field 'a\.b': \$mod cannot divide by 0$"):
        store.ids("things", {"$or": [{"a.b": {"$mod": [0, 1]}}]})


@pytest.mark.parametrize("field", ["name", "a"], ids=["declared", "open"])
@pytest.mark.parametrize(
    "criteria",
    [
        pytest.param(lambda field: {"$or": [{field: "n"}] * 1_000}, id="as many clauses as may be"),
        pytest.param(lambda field: {"$and": [{"$or": [{field: "n"}] * 30}] * 30}, id="wide"),
        pytest.param(lambda field: nested(99, {field: 1}, lambda inner: {"$nor": [inner]}), id="deep"),
        pytest.param(
            lambda field: nested(9, {field: 1}, lambda inner: {"$or": [{field: 1}] * 49 + [inner]}), id="both"
        ),
        pytest.param(lambda field: {field: nested(99, {"$eq": 1}, lambda inner: {"$not": inner})}, id="$not"),
        pytest.param(lambda field: {field: {"$in": ["x" * 100] * 50_000}}, id="a long $in"),
        pytest.param(lambda field: {f"{field}{'.b' * 99}": 1}, id="a deep path"),
        pytest.param(lambda field: {field: {"$mod": [2**70, 2**63]}}, id="large numbers"),
        pytest.param(lambda field: {field: {"$bitsAllSet": 2**63 - 1}}, id="all bits"),
        pytest.param(lambda field: {field: {"$size": 2**70}}, id="a very long list"),
        pytest.param(lambda field: {field: {"$in": [float("inf"), float("nan"), 10**400]}}, id="no numbers"),
        pytest.param(lambda field: {field: "a\0b"}, id="null character"),
    ],
)
def test_up_to_the_limits_there_is_an_answer(store: Store, field: str, criteria: Any) -> None:
    store.ids("things", criteria(field))
    store.ids("things", {"$nor": [criteria(field)]})
