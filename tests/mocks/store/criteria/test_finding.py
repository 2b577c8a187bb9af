"""Criteria find what MongoDB's manual says they find, here through a store of a few documents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from understudy.mocks.store import Criteria, Store
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


@pytest.fixture(scope="module")
def things() -> Iterator[Store]:
    store = Store({"things": THINGS})
    store.create()
    store.insert_many("things", DOCUMENTS)
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
        pytest.param({"price": {"$gte": None}}, [3], id="null is at least null"),
        pytest.param({"on": {"$lte": None}}, [3, 4, 5], id="as is what is missing"),
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
        pytest.param({"answers": {"$elemMatch": {"v": {"$ne": "no"}}}}, [2, 3, 4], id="$elemMatch on a field"),
        pytest.param(
            {"answers": {"$elemMatch": {"z": None}}}, [2, 3, 4], id="$elemMatch on objects, and lists as objects"
        ),
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


HELD: dict[str, Any] = {
    "one": 1,
    "half": 0.5,
    "big": 2**40,
    "minus": -7,
    "true": True,
    "false": False,
    "null": None,
    "text": "Straße 5",
    "empty": "",
    "none": [],
    "few": [1, 5, "x", None],
    "deep": [[1, 2], [3]],
    "object": {"a": 1, "b": {"c": 2}},
    "rows": [{"n": 1, "s": "x"}, {"n": 5}, {"n": [7, 9], "s": None}],
    "odd": {"it's": 1, 'a"b': 2, "$x": 3, "": 4, "ü": 5},
}


@pytest.mark.parametrize(
    ("criteria", "found"),
    [
        # Comparison
        pytest.param({"one": 1.0}, True, id="1 is 1.0"),
        pytest.param({"one": True}, False, id="1 is not true"),
        pytest.param({"true": 1}, False, id="true is not 1"),
        pytest.param({"true": {"$in": [1, "true"]}}, False, id="$in keeps kinds apart"),
        pytest.param({"true": {"$gt": False}}, True, id="true is more than false"),
        pytest.param({"false": {"$gte": 0}}, False, id="false is no number"),
        pytest.param({"text": {"$gt": 4}}, False, id="a text is no number"),
        pytest.param({"text": {"$lt": "straße"}}, True, id="capitals before small letters"),
        pytest.param({"few": 5}, True, id="an entry"),
        pytest.param({"few": "5"}, False, id="no entry"),
        pytest.param({"few": [1, 5, "x", None]}, True, id="the whole list"),
        pytest.param({"few": [1, 5.0, "x", None]}, True, id="the whole list, 5 as 5.0"),
        pytest.param({"few": [5, 1, "x", None]}, False, id="the list in another order"),
        pytest.param({"few": None}, True, id="null in a list"),
        pytest.param({"none": None}, False, id="an empty list is not null"),
        pytest.param({"deep": [3]}, True, id="a list in a list"),
        pytest.param({"deep": 3}, False, id="but not what is in that"),
        pytest.param({"few": {"$gt": 1, "$lt": 5}}, True, id="two operators, two entries"),
        pytest.param({"few": {"$ne": 5}}, False, id="$ne of an entry"),
        pytest.param({"few": {"$nin": [7, 8]}}, True, id="$nin of others"),
        pytest.param({"few": {"$nin": [7, 5]}}, False, id="$nin of an entry"),
        pytest.param({"deep": {"$in": [[3], 9]}}, True, id="$in of lists"),
        pytest.param({"few": {"$gt": [1, 4]}}, True, id="lists have an order"),
        pytest.param({"few": {"$lt": [1, 5]}}, False, id="in which the longer is more"),
        pytest.param({"object": {"a": 1, "b": {"c": 2}}}, True, id="the whole object"),
        pytest.param({"object": {"b": {"c": 2}, "a": 1}}, False, id="whose fields have an order"),
        pytest.param({"object": {"a": 1}}, False, id="part of an object"),
        pytest.param({"object": {"$eq": {"a": True, "b": {"c": 2}}}}, False, id="1 is not true inside either"),
        pytest.param({"object": {"$gt": {"a": 0}}}, True, id="objects have an order"),
        pytest.param({"object": {"$lt": {"a": ""}}}, True, id="by kind of a field, before its name"),
        pytest.param({"big": {"$lt": 10**400}}, True, id="less than any double"),
        pytest.param({"big": {"$gte": float("nan")}}, False, id="nothing is at least no number"),
        # Logical
        pytest.param({"$nor": [{"one": 2}, {"half": 2}]}, True, id="$nor"),
        pytest.param({"$nor": [{"one": 2}, {"half": 0.5}]}, False, id="$nor of one that is met"),
        pytest.param({"one": {"$not": {"$gt": 1}}}, True, id="$not"),
        pytest.param({"text": {"$not": {"$gt": 1}}}, True, id="$not of another kind"),
        pytest.param({"nowhere": {"$not": {"$gt": 1}}}, True, id="$not of what is missing"),
        pytest.param({"one": {"$not": {"$not": {"$gt": 1}}}}, False, id="$not twice"),
        pytest.param({"few": {"$not": {"$gt": 1, "$lt": 5}}}, False, id="$not of both"),
        pytest.param({"one": {"$not": {"$regex": "x"}}}, True, id="$not of a pattern"),
        pytest.param({"$comment": "why", "one": 1}, True, id="$comment"),
        # Element
        pytest.param({"null": {"$exists": True}}, True, id="null exists"),
        pytest.param({"nowhere": {"$exists": True}}, False, id="missing does not"),
        pytest.param({"nowhere": {"$exists": False}}, True, id="$exists false"),
        pytest.param({"none": {"$exists": 0}}, False, id="0 is false"),
        pytest.param({"object.b.c": {"$exists": 1}}, True, id="$exists inside"),
        pytest.param({"rows.s": {"$exists": True}}, True, id="$exists in one of many"),
        pytest.param({"rows.s": {"$exists": False}}, False, id="and so it does"),
        pytest.param({"one": {"$type": "int"}}, True, id="int"),
        pytest.param({"big": {"$type": "int"}}, False, id="too large for int"),
        pytest.param({"big": {"$type": 18}}, True, id="long, by number"),
        pytest.param({"half": {"$type": ["string", "double"]}}, True, id="one of some types"),
        pytest.param({"half": {"$type": "number"}}, True, id="number"),
        pytest.param({"true": {"$type": "number"}}, False, id="true is no number"),
        pytest.param({"null": {"$type": "null"}}, True, id="null"),
        pytest.param({"nowhere": {"$type": 10}}, False, id="missing has no type"),
        pytest.param({"few": {"$type": "string"}}, True, id="an entry of the type"),
        pytest.param({"few": {"$type": "array"}}, True, id="a list is a list"),
        pytest.param({"object": {"$type": 3}}, True, id="object"),
        pytest.param({"text": {"$type": "date"}}, False, id="dates are texts"),
        # Evaluation
        pytest.param({"one": {"$mod": [4, 1]}}, True, id="$mod"),
        pytest.param({"minus": {"$mod": [4, -3]}}, True, id="$mod of less than 0"),
        pytest.param({"minus": {"$mod": [4, 1]}}, False, id="has its sign"),
        pytest.param({"minus": {"$mod": [-4, -3]}}, True, id="whatever that of the divisor"),
        pytest.param({"half": {"$mod": [2, 0]}}, True, id="$mod of the whole part"),
        pytest.param({"one": {"$mod": [4.9, 1.9]}}, True, id="and by whole parts"),
        pytest.param({"text": {"$mod": [1, 0]}}, False, id="$mod of a text"),
        pytest.param({"few": {"$mod": [5, 0]}}, True, id="$mod of an entry"),
        pytest.param({"text": {"$regex": "aße"}}, True, id="$regex"),
        pytest.param({"text": {"$regex": "^aße"}}, False, id="$regex from the start"),
        pytest.param({"text": {"$regex": "STRASSE|STRAßE", "$options": "i"}}, True, id="$options"),
        pytest.param({"few": {"$regex": "^x$"}}, True, id="$regex of an entry"),
        pytest.param({"one": {"$regex": "1"}}, False, id="$regex of a number"),
        # Arrays
        pytest.param({"few": {"$all": [1, "x"]}}, True, id="$all"),
        pytest.param({"few": {"$all": [1, 2]}}, False, id="$all but one"),
        pytest.param({"few": {"$all": []}}, False, id="$all of nothing"),
        pytest.param({"one": {"$all": [1]}}, True, id="$all of a value that is no list"),
        pytest.param({"deep": {"$all": [[3], [1, 2]]}}, True, id="$all of lists"),
        pytest.param({"nowhere": {"$all": [None]}}, True, id="$all of null"),
        pytest.param({"few": {"$all": [{"$elemMatch": {"$gt": 4}}, {"$elemMatch": {"$lt": 2}}]}}, True,
                     id="$all of $elemMatch"),
        pytest.param({"few": {"$size": 4}}, True, id="$size"),
        pytest.param({"deep": {"$size": 1}}, False, id="$size of the list, and no list in it"),
        pytest.param({"none": {"$size": 0.0}}, True, id="$size 0"),
        pytest.param({"object": {"$size": 2}}, False, id="$size of an object"),
        pytest.param({"few": {"$elemMatch": {"$gt": 1, "$lt": 5}}}, False, id="$elemMatch wants one entry"),
        pytest.param({"deep": {"$elemMatch": {"$elemMatch": {"$gt": 2}}}}, True, id="$elemMatch twice"),
        pytest.param({"deep": {"$elemMatch": {"$gt": 2}}}, False, id="which goes no deeper by itself"),
        pytest.param({"deep": {"$elemMatch": {"1": 2}}}, True, id="$elemMatch by the place in a list"),
        pytest.param({"rows": {"$elemMatch": {"n": 5, "s": None}}}, True, id="$elemMatch of an object"),
        pytest.param({"rows": {"$elemMatch": {"n": 5, "s": "x"}}}, False, id="$elemMatch of one object"),
        pytest.param({"rows": {"$elemMatch": {"n": {"$elemMatch": {"$gt": 8}}}}}, True, id="$elemMatch inside"),
        pytest.param({"rows": {"$elemMatch": {}}}, True, id="$elemMatch of any object"),
        pytest.param({"few": {"$elemMatch": {}}}, False, id="where there is one"),
        pytest.param({"rows": {"$not": {"$elemMatch": {"n": 5}}}}, False, id="$not of $elemMatch"),
        # Bits
        pytest.param({"few": {"$bitsAllSet": [0, 2]}}, True, id="$bitsAllSet"),
        pytest.param({"one": {"$bitsAllSet": 5}}, False, id="$bitsAllSet by mask"),
        pytest.param({"one": {"$bitsAnySet": 5}}, True, id="$bitsAnySet"),
        pytest.param({"one": {"$bitsAllClear": 6}}, True, id="$bitsAllClear"),
        pytest.param({"one": {"$bitsAnyClear": [0]}}, False, id="$bitsAnyClear"),
        pytest.param({"minus": {"$bitsAllSet": [0, 3, 200]}}, True, id="two's complement, for ever"),
        pytest.param({"half": {"$bitsAllClear": 1}}, False, id="bits of a fraction"),
        pytest.param({"text": {"$bitsAllClear": 1}}, False, id="bits of a text"),
        # Paths
        pytest.param({"object.b.c": 2}, True, id="inside twice"),
        pytest.param({"object.b": {"c": 2}}, True, id="an object inside"),
        pytest.param({"rows.n": 5}, True, id="a field of objects in a list"),
        pytest.param({"rows.n": 9}, True, id="and of a list in these"),
        pytest.param({"rows.n": [7, 9]}, True, id="or that list"),
        pytest.param({"rows.s": None}, True, id="missing in one"),
        pytest.param({"rows.n": None}, False, id="missing in none"),
        pytest.param({"rows.n": {"$ne": 5}}, False, id="$ne in any"),
        pytest.param({"rows.1.n": 5}, True, id="a place"),
        pytest.param({"rows.1.n": 1}, False, id="another place"),
        pytest.param({"few.1": 5}, True, id="a place at the end"),
        pytest.param({"few.01": 5}, False, id="no place"),
        pytest.param({"few.4": None}, False, id="no such place is nothing, and not null"),
        pytest.param({"few.4": {"$exists": False}}, True, id="but it does not exist"),
        pytest.param({"deep.0": [1, 2]}, True, id="a list at a place"),
        pytest.param({"deep.0": 1}, False, id="is taken whole"),
        pytest.param({"deep.0.1": 2}, True, id="unless the path goes on"),
        pytest.param({"none.x": None}, False, id="nothing in an empty list"),
        pytest.param({"few.x": None}, False, id="nothing in values"),
        pytest.param({"text.x": None}, True, id="missing in a value"),
        pytest.param({"odd.it's": 1}, True, id="quote in a name"),
        pytest.param({'odd.a"b': 2}, True, id="double quote in a name"),
        pytest.param({"odd.$x": 3}, True, id="dollar in a name"),
        pytest.param({"odd.": 4}, True, id="empty name"),
        pytest.param({"odd.ü": 5}, True, id="umlaut in a name"),
        pytest.param({"x" * 10_000: None}, True, id="long name"),
        pytest.param({"one\0": 1}, False, id="null character in a name"),
        pytest.param({"one') OR 1=1 --": 1}, False, id="SQL in a name"),
        pytest.param({"few." + "9" * 5_000: 1}, False, id="a place beyond all"),
    ],
)  # fmt: skip
def test_finds_by_the_manual(criteria: Criteria, found: bool) -> None:
    """Every line of the manual that a case is about, through fields that may hold anything."""
    schema = {"properties": {field: {} for field in ("id", *HELD)}}
    store = Store({"things": Collection("things", schema, frozenset(), "integer", (), (), ())})
    store.create()
    store.insert("things", {"id": 1, **HELD})
    assert store.exists("things", criteria) is found
    assert store.count("things", criteria) == found
    store.close()
