"""Criteria find what MongoDB's manual says they find, here through a store of a few documents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from understudy.mocks.store import Criteria, CriteriaError, Store
from understudy.specs.records import Collection

FIELDS = ("name", "price", "address", "tags", "answers", "on", "it's")
THINGS = Collection(
    name="things",
    schema={"properties": {field: {} for field in ("id", *FIELDS, "secret")}},
    private=frozenset({"secret"}),
    id_type="integer",
    unique=(),
    index=(),
    references=(),
)

DOCUMENTS: list[dict[str, Any]] = [
    {
        "id": 1,
        "name": "a",
        "price": 5,
        "on": True,
        "tags": ["x", "y"],
        "address": {"city": "Oslo", "geo": {"n": 1}},
    },
    {"id": 2, "name": "b", "price": 10.5, "on": False, "tags": [], "answers": [{"q": 1, "v": "yes"}]},
    {
        "id": 3,
        "name": "c",
        "price": None,
        "tags": ["y", 7],
        "answers": [{"q": 1, "v": "no"}, {"q": 2, "v": "yes"}],
    },
    {
        "id": 4,
        "name": "d",
        "price": "5",
        "tags": "x",
        "address": "Oslo",
        "answers": [["q"], "q", None],
        "secret": 3,
    },
    {"id": 5, "name": "Ünï'\"", "price": -1, "tags": {"0": "x"}, "address": {"city": None}, "secret": "[1]"},
]


def store_of(documents: list[dict[str, Any]]) -> Store:
    store = Store({"things": THINGS})
    store.create()
    store.insert_many("things", documents)
    return store


@pytest.fixture(scope="module")
def things() -> Iterator[Store]:
    store = store_of(DOCUMENTS)
    yield store
    store.close()


@pytest.mark.parametrize(
    ("criteria", "found"),
    [
        pytest.param({}, [1, 2, 3, 4, 5], id="none"),
        pytest.param({"name": "a"}, [1], id="equal"),
        pytest.param({"name": {"$eq": "a"}}, [1], id="$eq"),
        pytest.param({"name": "A"}, [], id="case counts"),
        pytest.param({"name": "Ünï'\""}, [5], id="quotes in a value"),
        pytest.param({"name": "a' OR '1'='1"}, [], id="SQL in a value"),
        pytest.param({"id": 3}, [3], id="id"),
        pytest.param({"on": True}, [1], id="true"),
        pytest.param({"on": False}, [2], id="false"),
        pytest.param({"price": 5.0}, [1], id="5.0 is 5 and not the text"),
        pytest.param({"price": "5"}, [4], id="text is not a number"),
        pytest.param({"price": None}, [3], id="null"),
        pytest.param({"on": None}, [3, 4, 5], id="null is missing"),
        pytest.param({"nowhere": None}, [1, 2, 3, 4, 5], id="null in an unknown field"),
        pytest.param({"nowhere": 1}, [], id="unknown field"),
        pytest.param({"price": {"$ne": 5}}, [2, 3, 4, 5], id="$ne finds null too"),
        pytest.param({"on": {"$ne": None}}, [1, 2], id="$ne null"),
        pytest.param({"price": {"$gt": 5}}, [2], id="$gt, and no text"),
        pytest.param({"price": {"$gte": 5}}, [1, 2], id="$gte"),
        pytest.param({"price": {"$lt": 5}}, [5], id="$lt, and no null"),
        pytest.param({"price": {"$lte": 5}}, [1, 5], id="$lte"),
        pytest.param({"price": {"$lt": "6"}}, [4], id="$lt of a text, and no number"),
        pytest.param({"price": {"$gte": ""}}, [4], id="$gte of a text"),
        pytest.param({"price": {"$gt": None}}, [], id="nothing is more than null"),
        pytest.param({"price": {"$gt": -1, "$lt": 10}}, [1], id="two operators"),
        pytest.param({"price": {"$in": [5, -1]}}, [1, 5], id="$in"),
        pytest.param({"price": {"$in": [5, None]}}, [1, 3], id="$in with null"),
        pytest.param({"on": {"$in": [None]}}, [3, 4, 5], id="$in null is missing"),
        pytest.param({"price": {"$in": []}}, [], id="$in nothing"),
        pytest.param({"id": {"$in": range(2, 50_000)}}, [2, 3, 4, 5], id="$in many"),
        pytest.param({"address.city": "Oslo"}, [1], id="nested"),
        pytest.param({"address.geo.n": {"$gte": 1}}, [1], id="nested twice"),
        pytest.param({"address.city": None}, [2, 3, 4, 5], id="nested null or missing"),
        pytest.param({"secret": 3}, [4], id="private"),
        pytest.param({"tags": {"$elemMatch": {"$eq": "y"}}}, [1, 3], id="$elemMatch"),
        pytest.param({"tags": {"$elemMatch": {"$eq": "x"}}}, [1], id="$elemMatch, and no text or object"),
        pytest.param({"secret": {"$elemMatch": {"$eq": 1}}}, [], id="$elemMatch, and no text like a list"),
        pytest.param({"tags": {"$elemMatch": {"$gt": 6}}}, [3], id="$elemMatch compares"),
        pytest.param({"tags": {"$elemMatch": {"$in": [7, "x"]}}}, [1, 3], id="$elemMatch $in"),
        pytest.param({"answers": {"$elemMatch": {"q": 1, "v": "yes"}}}, [2], id="$elemMatch on one object"),
        pytest.param({"answers": {"$elemMatch": {"v": {"$ne": "no"}}}}, [2, 3], id="$elemMatch on a field"),
        pytest.param({"answers": {"$elemMatch": {"z": None}}}, [2, 3], id="$elemMatch on objects only"),
        pytest.param({"answers": {"$elemMatch": {"$or": [{"v": "no"}, {"q": 5}]}}}, [3], id="$elemMatch with $or"),
        pytest.param({"$or": [{"name": "a"}, {"price": None}]}, [1, 3], id="$or"),
        pytest.param({"$and": [{"price": {"$gt": 0}}, {"on": False}]}, [2], id="$and"),
        pytest.param({"name": "c", "$or": [{"name": "a"}, {"name": "b"}]}, [], id="$or beside a field"),
        pytest.param({"$or": [{"$and": [{"name": "a"}, {"price": 5}]}, {}]}, [1, 2, 3, 4, 5], id="deep"),
        pytest.param({"price": 2**63}, [], id="larger than any integer"),
        pytest.param({"price": {"$lt": 2**70}}, [1, 2, 5], id="less than a larger one"),
    ],
)
def test_finds(things: Store, criteria: Criteria, found: list[int]) -> None:
    assert things.ids("things", criteria) == found


@pytest.mark.parametrize(
    ("criteria", "said"),
    [
        pytest.param({"name": {"$near": 1}}, "'$near'", id="unknown operator"),
        pytest.param({"$nor": [{}]}, "'$nor'", id="unknown logical operator"),
        pytest.param({"tags": {"$elemMatch": {"$regex": "x"}}}, "'$regex'", id="unknown inside $elemMatch"),
        pytest.param({"tags": {"$elemMatch": {}}}, "$elemMatch", id="$elemMatch of nothing"),
        pytest.param({"tags": {"$elemMatch": "x"}}, "$elemMatch", id="$elemMatch of a value"),
        pytest.param({"tags": {"$elemMatch": {"$elemMatch": {"$eq": 1}}}}, "$elemMatch", id="$elemMatch twice"),
        pytest.param({"a": {"$elemMatch": {"b": {"$elemMatch": {"c": 1}}}}}, "$elemMatch", id="$elemMatch deep"),
        pytest.param({"id": {"$elemMatch": {"$eq": 1}}}, "$elemMatch", id="$elemMatch on the id"),
        pytest.param({"$or": []}, "$or", id="$or of nothing"),
        pytest.param({"$and": {"name": "a"}}, "$and", id="$and of a mapping"),
        pytest.param({"$or": ["name"]}, "'name'", id="$or of a text"),
        pytest.param({"name": {"$in": "abc"}}, "$in", id="$in of a text"),
        pytest.param({"name": {"$in": 5}}, "$in", id="$in of a number"),
        pytest.param({"name": {"$in": [["a"]]}}, "$in", id="$in of lists"),
        pytest.param({"name": ["a"]}, "$eq", id="list"),
        pytest.param({"name": {}}, "$eq", id="empty mapping"),
        pytest.param({"name": {"a": 1}}, "$eq", id="mapping"),
        pytest.param({"name": {"$eq": 1, "a": 1}}, "$eq", id="mapping and operator"),
        pytest.param({"name": {"$gt": b"a"}}, "$gt", id="bytes"),
        pytest.param({"it's": 1}, "it's", id="quote in a field"),
        pytest.param({'a"b': 1}, 'a"b', id="double quote in a field"),
        pytest.param({"a\x00": 1}, "a\\x00", id="null character in a field"),
    ],
)
def test_refuses(things: Store, criteria: Criteria, said: str) -> None:
    with pytest.raises(CriteriaError) as caught:
        things.ids("things", criteria)
    assert said in str(caught.value)


# Any criteria over any documents, against a second reading of the same semantics.

numbers = st.integers(-(2**53), 2**53) | st.integers(-6, 6) | st.integers(-20, 20).map(lambda n: n / 4)
# No null characters: SQLite 3.40 cuts texts at them, which is why the pipeline lets none in.
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=3) | st.sampled_from(
    ["", "a", "b", "5", "[]"]
)
scalars = st.none() | st.booleans() | numbers | texts
documents = st.fixed_dictionaries(
    {}, optional={"name": scalars, "price": scalars, "secret": scalars, "tags": st.lists(scalars, max_size=4)}
)
operators = (
    st.fixed_dictionaries({"$eq": scalars})
    | st.fixed_dictionaries({"$ne": scalars})
    | st.fixed_dictionaries({"$in": st.lists(scalars, max_size=4)})
    | st.dictionaries(st.sampled_from(["$gt", "$gte", "$lt", "$lte"]), scalars, min_size=1)
)
fields = st.dictionaries(st.sampled_from(["name", "price", "secret"]), scalars | operators, max_size=2)
lists = st.builds(lambda name, inner: {name: {"$elemMatch": inner}}, st.sampled_from(["tags", "price"]), operators)
criterias = st.recursive(
    fields | lists,
    lambda inner: st.builds(
        lambda name, parts: {name: parts},
        st.sampled_from(["$and", "$or"]),
        st.lists(inner, min_size=1, max_size=3),
    ),
    max_leaves=5,
)


def meets(document: dict[str, Any], criteria: Criteria) -> bool:
    return all(holds(document, name, value) for name, value in criteria.items())


def holds(document: dict[str, Any], name: str, wanted: Any) -> bool:
    if name == "$and":
        return all(meets(document, part) for part in wanted)
    if name == "$or":
        return any(meets(document, part) for part in wanted)
    value = document.get(name)
    if not isinstance(wanted, dict):
        return equal(value, wanted)
    if "$elemMatch" in wanted:
        inner = wanted["$elemMatch"]
        return isinstance(value, list) and any(holds({"entry": entry}, "entry", inner) for entry in value)
    return all(compare(value, operator, operand) for operator, operand in wanted.items())


def compare(value: Any, operator: str, operand: Any) -> bool:
    if operator == "$eq":
        return equal(value, operand)
    if operator == "$ne":
        return not equal(value, operand)
    if operator == "$in":
        return any(equal(value, entry) for entry in operand)
    if value is None or operand is None or isinstance(value, str) != isinstance(operand, str):
        return False
    above, same = value > operand, value == operand
    return {"$gt": above, "$gte": above or same, "$lt": not (above or same), "$lte": not above}[operator]


def equal(value: Any, other: Any) -> bool:
    return bool(value == other)


@settings(max_examples=150, deadline=None)
@given(st.lists(documents, max_size=6), st.lists(criterias, min_size=1, max_size=8))
def test_any_criteria(given_documents: list[dict[str, Any]], many: list[Criteria]) -> None:
    numbered = [{"id": number, **document} for number, document in enumerate(given_documents, 1)]
    store = store_of(numbered)
    try:
        for criteria in many:
            expected = [document["id"] for document in numbered if meets(document, criteria)]
            assert store.ids("things", criteria) == expected, criteria
            assert store.count("things", criteria) == len(expected)
            assert store.exists("things", criteria) is bool(expected)
    finally:
        store.close()
