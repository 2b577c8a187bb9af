"""Models that arrive from outside: what is accepted, and how what is not is told."""

from __future__ import annotations

from typing import Any

import pytest

from understudy.specs.schema.fields import Field, ModelError
from understudy.specs.schema.models import Model, as_document, check_links, endpoints, parsed


def things(**fields: Any) -> Model:
    return parsed("things", {"fields": fields})


def nested(depth: int) -> dict[str, Any]:
    innermost: dict[str, Any] = {"type": "string"}
    for _ in range(depth):
        innermost = {"type": "object", "fields": {"a": innermost}}
    return innermost


@pytest.mark.parametrize(
    ("given", "field"),
    [
        pytest.param({"type": "string"}, Field("a", "string"), id="the least"),
        pytest.param(
            {"type": "int", "required": "true"}, Field("a", "int", required=True), id="a flag from a form"
        ),
        pytest.param({"type": "int", "required": "0"}, Field("a", "int"), id="a flag that is off, from a form"),
        pytest.param({"type": "int", "min": "5", "max": 7.5}, Field("a", "int", min=5, max=7.5), id="numbers"),
        pytest.param({"type": "date", "auto": "update"}, Field("a", "date", auto="update"), id="auto update"),
        pytest.param({"type": "string", "label": None}, Field("a", "string"), id="null is nothing"),
        pytest.param({"type": "object", "fields": []}, Field("a", "object"), id="PHP's empty object"),
        pytest.param(
            {"type": "string", "unique": ["b"]}, Field("a", "string", unique=("b",)), id="unique with another"
        ),
    ],
)
def test_fields_are_read(given: dict[str, Any], field: Field) -> None:
    assert things(a=given).fields["a"] == field


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        pytest.param(5, "model 'things': expected an object with `fields`", id="no object"),
        pytest.param({"fields": 5}, "model 'things': expected `fields` to be an object", id="fields no object"),
        pytest.param({"colour": 1}, "model 'things': unknown property 'colour': choose of label", id="unknown"),
        pytest.param(
            {"name": "others"}, "`name` is 'others', but at this endpoint it is 'things'", id="other name"
        ),
        pytest.param({"api": "admin"}, "`api` is 'admin', but at this endpoint it is 'com'", id="other api"),
        pytest.param({"primary_field": "code"}, "primary_field: unknown 'code': choose one of id", id="key"),
        pytest.param({"query": {"limit": "x"}}, "query: expected a number", id="query"),
        pytest.param(
            {"query": {"limits": 1}}, "query: unknown 'limits': choose of page, limit", id="query unknown"
        ),
        pytest.param(
            {"searches": [{"fields": ["a"]}]}, "searches: expected at least 'id'", id="search without id"
        ),
    ],
)
def test_a_broken_model_is_refused(entry: Any, said: str) -> None:
    with pytest.raises(ModelError, match="things") as caught:
        parsed("things", entry)
    assert said in str(caught.value)
    assert caught.value.path is None


@pytest.mark.parametrize(
    ("given", "said"),
    [
        pytest.param({}, "expected an object with at least a `type`", id="no type"),
        pytest.param("string", "expected an object with at least a `type`", id="no object"),
        pytest.param({"type": "text"}, "type: unknown 'text': choose one of string, bool", id="unknown type"),
        pytest.param({"type": ["int"]}, "type: unknown ['int']", id="a type that is no text"),
        pytest.param({"type": "int", "size": 1}, "unknown property 'size': choose of", id="unknown property"),
        pytest.param({"type": "int", "required": "maybe"}, "required: expected true or false", id="flag"),
        pytest.param(
            {"type": "int", "required": {}}, "required: expected true or false", id="flag of another type"
        ),
        pytest.param({"type": "int", "min": "much"}, "min: expected a number", id="number"),
        pytest.param({"type": "int", "min": True}, "min: expected a number", id="a flag for a number"),
        pytest.param({"type": "int", "min": float("inf")}, "min: expected a number", id="infinity"),
        pytest.param({"type": "int", "min": 10**400}, "min: expected a number", id="beyond all numbers"),
        pytest.param({"type": "float", "scale": -1}, "scale: expected a whole number", id="scale"),
        pytest.param({"type": "int", "enum": [1, 1]}, "enum: 1 is there twice", id="enum twice"),
        pytest.param({"type": "int", "enum": 1}, "enum: expected an array", id="enum no array"),
        pytest.param(
            {"type": "string", "rules": [{"error": "no"}]}, "rules: expected at least 'expression'", id="rule"
        ),
        pytest.param({"type": "string", "format": "shout"}, "format: unknown 'shout'", id="format"),
        pytest.param({"type": "string", "min": 0}, "`min` is for int, float, currency, not for string", id="min"),
        pytest.param({"type": "int", "key": "b"}, "`key` is for link, not for int", id="key"),
        pytest.param(
            {"type": "int", "value_type": "int"}, "`value_type` is for array, not for int", id="value_type"
        ),
        pytest.param({"type": "link"}, "a link needs a `model` or a `url`", id="link to nowhere"),
        pytest.param(
            {"type": "link", "model": "b", "url": "/b"}, "a link has a `model` or a `url`", id="link to two"
        ),
        pytest.param(
            {"type": "int", "unique": ['a"b']}, "is no name of a field", id="unique with what is no name"
        ),
        pytest.param({"type": "int", "auto": "update"}, "`auto: update` is for dates", id="auto update"),
        pytest.param({"type": "int", "fields": {"b": {"type": "int"}}}, "`fields` are for object", id="fields"),
    ],
)
def test_a_broken_field_is_refused(given: Any, said: str) -> None:
    with pytest.raises(ModelError) as caught:
        things(a=given)
    assert said in str(caught.value)
    assert str(caught.value).startswith("model 'things', field 'a': ")
    assert caught.value.path == "a"


@pytest.mark.parametrize(
    ("fields", "path", "said"),
    [
        pytest.param({"a.b": {"type": "int"}}, "a.b", "put a field within another into its `fields`", id="dotted"),
        pytest.param({"$a": {"type": "int"}}, "$a", "a name has letters", id="operator"),
        pytest.param({"": {"type": "int"}}, "", "a name has letters", id="empty"),
        pytest.param({1: {"type": "int"}}, "1", "a name has letters", id="number"),
        pytest.param(
            {"a": {"type": "object", "fields": {"b": {"type": "collection"}}}},
            "a.b",
            "a collection cannot be within another field",
            id="collection within",
        ),
        pytest.param(
            {"Parts": {"type": "collection"}}, "Parts", "write it in lower case", id="collection in capitals"
        ),
        pytest.param(
            {"a": {"type": "object", "fields": {"b": {"type": "no"}}}}, "a.b", "type: unknown 'no'", id="within"
        ),
    ],
)
def test_the_place_is_told(fields: dict[Any, Any], path: str, said: str) -> None:
    with pytest.raises(ModelError) as caught:
        parsed("things", {"fields": fields})
    assert caught.value.path == path
    assert said in caught.value.problem


def test_nesting_ends() -> None:
    assert things(a=nested(12)).fields["a"].type == "object"
    with pytest.raises(ModelError, match="nested deeper than 12"):
        things(a=nested(13))


@pytest.mark.parametrize("name", ["", "Things", "two words", "1st", "a/b", "a:b", "::a", "things\n"])
def test_a_name_that_no_endpoint_can_have_is_refused(name: str) -> None:
    with pytest.raises(ModelError, match="a model's name has"):
        parsed(name, {"fields": {}})


def test_a_link_to_no_model_is_refused() -> None:
    linked = things(a={"type": "object", "fields": {"b": {"type": "link", "model": "others"}}})
    with pytest.raises(ModelError, match=r"field 'a\.b': links to 'others', which is no model"):
        check_links({"things": linked})
    check_links({"things": linked, "others": parsed("others", {})})


def test_a_link_may_lead_to_a_collection_within_a_model() -> None:
    owner = things(parts={"type": "collection"}, first={"type": "link", "model": "things:parts", "key": "part_id"})
    check_links({"things": owner})
    assert list(endpoints({"things": owner})) == ["things", "things:parts"]


def test_a_client_is_part_of_the_id() -> None:
    document = as_document(parsed("things", {"client_id": "shop", "extends": "com.things", "fields": {}}))
    assert document["id"] == "shop.com.things"
