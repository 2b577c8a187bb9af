"""The schema documents: in the forms that the vendor's client reads, and true of the rows that are sent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest

from understudy.specs.catalog.dap import schema_document
from understudy.specs.catalog.tables import TYPES, Table, parsed, tables

# The keywords that the client's parser knows for each kind of node. It stops at any other.
ALWAYS = {"title", "description", "type", "format"}
KNOWN = {
    "boolean": ALWAYS,
    "integer": ALWAYS | {"enum", "minimum", "maximum"},
    "number": ALWAYS | {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"},
    "string": ALWAYS | {"enum", "minLength", "maxLength"},
    "object": ALWAYS | {"properties", "additionalProperties", "required"},
}
NOW = "2025-06-10T13:42:06.123Z"


def nodes(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield schema
    for child in schema.get("properties", {}).values():
        yield from nodes(child)


def table_of(**columns: dict[str, Any]) -> Table:
    key = {"type": "int64", "key": True, "description": "identifies the row"}
    described = {name: {"description": "anything"} | column for name, column in columns.items()}
    return parsed("books", {"description": "Books.", "columns": {**described, "id": key}})


def value_schema(**column: Any) -> dict[str, Any]:
    document = schema_document(table_of(column=column))
    found: dict[str, Any] = document["properties"]["value"]["properties"]["column"]
    return found


@pytest.mark.parametrize("name", tables())
def test_only_keywords_that_the_client_knows(name: str) -> None:
    document = schema_document(tables()[name])
    assert document.pop("$schema") == "https://json-schema.org/draft/2020-12/schema"
    for node in nodes(document):
        assert node.keys() <= KNOWN[node["type"]]
        assert node.get("additionalProperties", False) is False


@pytest.mark.parametrize("name", tables())
def test_every_column_is_in_its_place(name: str) -> None:
    table = tables()[name]
    properties = schema_document(table)["properties"]
    assert list(properties) == ["meta", "key", "value"]
    assert list(properties["key"]["properties"]) == properties["key"]["required"] == [table.key.name]
    assert list(properties["value"]["properties"]) == [column.name for column in table.values]
    assert properties["value"]["required"] == [column.name for column in table.values if not column.nullable]


@pytest.mark.parametrize("name", tables())
def test_documents_are_json_schema(name: str) -> None:
    jsonschema_rs.meta.validate(schema_document(tables()[name]))


@pytest.mark.parametrize(
    ("column", "form"),
    [
        ({"type": "boolean"}, {"type": "boolean"}),
        ({"type": "datetime"}, {"type": "string", "format": "date-time"}),
        (
            {"type": "decimal"},
            {
                "type": "number",
                "exclusiveMinimum": -100_000_000,
                "exclusiveMaximum": 100_000_000,
                "multipleOf": 0.01,
            },
        ),
        ({"type": "float32"}, {"type": "number", "format": "float32"}),
        ({"type": "float64"}, {"type": "number", "format": "float64"}),
        ({"type": "int16"}, {"type": "integer", "format": "int16"}),
        ({"type": "int32"}, {"type": "integer", "format": "int32"}),
        ({"type": "int64"}, {"type": "integer", "format": "int64"}),
        ({"type": "json"}, {"type": "object"}),
        ({"type": "string"}, {"type": "string"}),
        ({"type": "string", "max_length": 7}, {"type": "string", "maxLength": 7}),
        ({"type": "uuid"}, {"type": "string", "format": "uuid"}),
    ],
    ids=lambda value: "-".join(map(str, value.values())) if len(value) < 3 else "",
)
def test_forms(column: dict[str, Any], form: dict[str, Any]) -> None:
    assert value_schema(**column) == form | {"description": "anything"}


@pytest.mark.parametrize("name", TYPES)
def test_every_type_has_a_form(name: str) -> None:
    assert value_schema(type=name)["type"] in KNOWN


def test_known_values_are_told_in_words() -> None:
    assert value_schema(type="string", enum=["flat", "percent"]) == {
        "type": "string",
        "description": "anything; one of flat, percent",
    }


def test_documents_do_not_share_what_a_reader_may_change() -> None:
    first, second = (schema_document(tables()[name]) for name in ("tags", "tags"))
    first["properties"]["meta"]["properties"].clear()
    assert second["properties"]["meta"]["properties"]


ROW = {"meta": {"ts": NOW}, "key": {"id": 1}, "value": {"price": 90.1, "title": "A"}}


@pytest.mark.parametrize(
    ("change", "valid"),
    [
        pytest.param({}, True, id="row of a snapshot"),
        pytest.param({"meta": {"ts": NOW, "action": "U"}}, True, id="changed row"),
        pytest.param({"value": {"title": "A"}}, True, id="nullable left out"),
        pytest.param({"value": {"title": "A", "price": None}}, False, id="null written"),
        pytest.param({"value": {"price": 90.1}}, False, id="required left out"),
        pytest.param({"value": {"title": "A", "price": 0.07}}, True, id="cents"),
        pytest.param({"value": {"title": "A", "price": 1.005}}, False, id="parts of a cent"),
        pytest.param({"value": {"title": "A", "price": 99_999_999.99}}, True, id="largest decimal"),
        pytest.param({"value": {"title": "A", "price": 100_000_000}}, False, id="too large"),
        pytest.param({"value": {"title": "A", "price": "90.1"}}, False, id="decimal as text"),
        pytest.param({"value": {"title": "A", "weight": 1}}, False, id="unknown column"),
        pytest.param({"meta": {}}, False, id="no time"),
        pytest.param({"meta": {"ts": NOW, "action": "X"}}, False, id="unknown action"),
        pytest.param({"key": {}}, False, id="no key"),
        pytest.param({"more": {}}, False, id="unknown part"),
    ],
)
def test_rows(change: dict[str, Any], valid: bool) -> None:
    document = schema_document(table_of(price={"type": "decimal", "nullable": True}, title={"type": "string"}))
    assert jsonschema_rs.is_valid(document, ROW | change) is valid


def test_a_deleted_row_has_no_value() -> None:
    deleted = {"meta": {"ts": NOW, "action": "D"}, "key": {"id": 1}}
    assert jsonschema_rs.is_valid(schema_document(tables()["orders"]), deleted)
