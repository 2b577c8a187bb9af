"""The rules of fields: what must be there, what it may be, and what a client must leave alone."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import astuple
from typing import Any

import pytest

from understudy.mocks.errors import Invalid
from understudy.mocks.schema.checks import Checks
from understudy.mocks.schema.faults import IMMUTABLE, READONLY, Faults
from understudy.mocks.schema.formulas import RecordScope
from understudy.mocks.schema.protection import Protection
from understudy.specs.schema.fields import parsed_fields

NOON = "2026-01-15T12:00:00.000Z"


def scope_of(entry: Mapping[str, Any], before: str) -> RecordScope:
    return RecordScope(entry, lambda: NOON, lambda: random.Random(1))


def checked(record: dict[str, Any], **fields: Any) -> dict[str, tuple[str, str]]:
    faults = Faults()
    Checks(parsed_fields("tests", fields)).run(record, faults, scope_of)
    return {path: (fault.code, fault.message) for path, fault in faults.found.items()}


@pytest.mark.parametrize("empty", [None, "", [], {}], ids=repr)
def test_required(empty: Any) -> None:
    required = {"type": "any", "required": True}
    assert checked({"a": empty}, a=required) == {"a": ("REQUIRED", "Required")}
    assert checked({}, a=required) == {"a": ("REQUIRED", "Required")}
    assert not checked({"a": 0}, a=required)
    assert not checked({"a": False}, a=required)


@pytest.mark.parametrize(
    ("value", "properties", "fault"),
    [
        pytest.param(1000001, {"type": "int", "max": 1000000}, ("MAXVAL", "Must not exceed 1000000"), id="max"),
        pytest.param(1000000, {"type": "int", "max": 1000000}, None, id="at max"),
        pytest.param(0, {"type": "currency", "min": 0.01}, ("MINVAL", "Must be at least 0.01"), id="min"),
        pytest.param(0.01, {"type": "currency", "min": 0.01}, None, id="at min"),
        pytest.param("USA", {"type": "string", "length": 2}, ("LENGTH", "Must have 2 characters"), id="length"),
        pytest.param("US", {"type": "string", "length": 2}, None, id="of that length"),
        pytest.param("", {"type": "string", "length": 2}, None, id="empty"),
        pytest.param(
            "ab", {"type": "string", "maxlength": 1}, ("MAXLENGTH", "Must not exceed 1 character"), id="long"
        ),
        pytest.param(
            "ab", {"type": "string", "minlength": 3}, ("MINLENGTH", "Must have at least 3 characters"), id="short"
        ),
        pytest.param("x", {"type": "string", "enum": ["a", "b"]}, ("ENUM", "Must be one of a, b"), id="enum"),
        pytest.param("b", {"type": "string", "enum": ["a", {"value": "b"}]}, None, id="one of them"),
        pytest.param(None, {"type": "string", "enum": ["a"]}, None, id="none of them"),
        pytest.param(
            ["a", "x"],
            {"type": "array", "value_type": "string", "enum": ["a"]},
            ("ENUM", "Must be one of a"),
            id="entry of an array",
        ),
    ],
)
def test_limits(value: Any, properties: dict[str, Any], fault: tuple[str, str] | None) -> None:
    assert checked({"field": value}, field=properties) == ({"field": fault} if fault else {})


def test_what_is_within_is_checked_where_it_is_there() -> None:
    card = {"type": "object", "fields": {"token": {"type": "string", "required": True}}}
    items = {"type": "array", "value_type": "object", "fields": {"quantity": {"type": "int", "min": 1}}}
    fields = {"card": card, "items": items, "notes": {"type": "collection", "fields": card["fields"]}}
    assert not checked({}, **fields)
    assert checked({"card": {"year": 1}, "items": [{"quantity": 1}, {"quantity": 0}]}, **fields) == {
        "card.token": ("REQUIRED", "Required"),
        "items.quantity": ("MINVAL", "Must be at least 1"),
    }


def test_fields_of_any_name_are_checked() -> None:
    sort = {"type": "object", "fields": {"*": {"type": "int", "max": 9}, "known": {"type": "int"}}}
    assert checked({"sort": {"known": 10, "other": 10, "third": 9}}, sort=sort) == {
        "sort.other": ("MAXVAL", "Must not exceed 9")
    }


@pytest.mark.parametrize(
    ("expression", "record", "holds"),
    [
        pytest.param(
            "if(active, not(pending))", {"active": True, "pending": True}, False, id="the guide's, broken"
        ),
        pytest.param("if(active, not(pending))", {"active": True}, True, id="the guide's, kept"),
        pytest.param("if(active, not(pending))", {"pending": True}, True, id="the guide's, not concerned"),
        pytest.param("if(a, if(b, c), false)", {"a": True}, True, id="if in then"),
        pytest.param("if(a, true, if(b, c))", {"b": True}, False, id="if in else"),
        pytest.param("or(a, b)", {}, False, id="nothing is not true"),
        pytest.param("a > 1", {"a": 2}, True, id="comparison"),
        pytest.param("repeat('a', 1e9)", {}, False, id="formula that fails"),
    ],
)
def test_rules(expression: str, record: dict[str, Any], holds: bool) -> None:
    faults = checked(record, a={"type": "any", "rules": [{"expression": expression, "error": "No"}]})
    assert not faults if holds else faults["a"][0] in ("RULE", "FORMULA")
    if not holds and "repeat" not in expression:
        assert faults == {"a": ("RULE", "No")}


def test_all_faults_are_refused_at_once() -> None:
    faults = Faults()
    fields = parsed_fields("tests", {"a": {"type": "int", "required": True}, "b": {"type": "int", "max": 1}})
    Checks(fields).run({"b": 2}, faults, scope_of)
    with pytest.raises(Invalid) as caught:
        faults.refuse()
    assert caught.value.errors == {
        "a": {"message": "Required", "code": "REQUIRED"},
        "b": {"message": "Must not exceed 1", "code": "MAXVAL"},
    }


PROTECTED = parsed_fields(
    "tests",
    {
        "total": {"type": "currency", "readonly": True},
        "kind": {"type": "string", "immutable": True},
        "items": {
            "type": "array",
            "value_type": "object",
            "fields": {"id": {"type": "objectid"}, "sku": {"type": "string", "immutable": True}},
        },
        "billing": {"type": "object", "fields": {"fee": {"type": "currency", "readonly": True}}},
    },
)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param({}, {"kind": "a"}, {}, id="immutable at first"),
        pytest.param({"kind": "a"}, {"kind": "a"}, {}, id="immutable sent back"),
        pytest.param({"kind": "a"}, {"kind": "b"}, {"kind": IMMUTABLE}, id="immutable changed"),
        pytest.param({"kind": "a"}, {}, {"kind": IMMUTABLE}, id="immutable removed"),
        pytest.param({"kind": None}, {"kind": "b"}, {}, id="immutable set late"),
        pytest.param({}, {"total": 5}, {"total": READONLY}, id="read-only at first"),
        pytest.param({"total": 5}, {"total": 5}, {}, id="read-only sent back"),
        pytest.param({"total": 5}, {"total": 6}, {"total": READONLY}, id="read-only changed"),
        pytest.param({}, {"billing": {"fee": 1}}, {"billing.fee": READONLY}, id="read-only within"),
        pytest.param(
            {"items": [{"id": "1", "sku": "a"}, {"id": "2", "sku": "b"}]},
            {"items": [{"id": "2", "sku": "b"}, {"id": "1", "sku": "a"}]},
            {},
            id="entries by id",
        ),
        pytest.param(
            {"items": [{"id": "1", "sku": "a"}]},
            {"items": [{"id": "1", "sku": "b"}]},
            {"items.sku": IMMUTABLE},
            id="entry changed",
        ),
        pytest.param(
            {"items": [{"sku": "a"}]}, {"items": [{"sku": "b"}]}, {"items.sku": IMMUTABLE}, id="by number"
        ),
        pytest.param(
            {"items": [{"id": "1", "sku": "a"}]}, {"items": [{"id": "2", "sku": "b"}]}, {}, id="new entry"
        ),
    ],
)
def test_protected(before: dict[str, Any], after: dict[str, Any], expected: dict[str, Any]) -> None:
    faults = Faults()
    Protection(PROTECTED).run(before, after, faults)
    assert {path: astuple(fault) for path, fault in faults.found.items()} == {
        path: astuple(fault) for path, fault in expected.items()
    }
