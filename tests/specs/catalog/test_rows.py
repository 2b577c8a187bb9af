"""The row of a table: every column there, of its type, null only where it may be."""

from __future__ import annotations

from typing import Any

import pytest

from understudy.mocks.rules.schemas import Validator
from understudy.specs.catalog.rows import component, row_schema
from understudy.specs.catalog.tables import TYPES, Table, parsed

KEY = {"type": "int32", "key": True, "description": "identifies the row"}


def table_of(**columns: dict[str, Any]) -> Table:
    described = {name: {"description": "anything"} | column for name, column in columns.items()}
    return parsed("books", {"description": "Books.", "columns": {"id": KEY, **described}})


def accepted(value: Any, **column: Any) -> bool:
    return Validator(row_schema(table_of(column=column))).is_valid({"id": 1, "column": value})


@pytest.mark.parametrize(
    ("table", "name"),
    [("orders", "OrdersRow"), ("bulk_checkout_promotions", "BulkCheckoutPromotionsRow")],
)
def test_names(table: str, name: str) -> None:
    assert component(table) == name


def test_a_row_is_flat_and_whole() -> None:
    assert row_schema(table_of(title={"type": "string", "nullable": True})) == {
        "type": "object",
        "description": "Books.",
        "x-table": "books",
        "required": ["id", "title"],
        "properties": {
            "id": {"type": "integer", "minimum": 1, "maximum": 2**31 - 1, "description": "identifies the row"},
            "title": {"type": "string", "description": "anything", "nullable": True},
        },
        "additionalProperties": False,
    }


@pytest.mark.parametrize(
    ("row", "valid"),
    [
        pytest.param({"id": 1, "title": None}, True, id="null written"),
        pytest.param({"id": 1}, False, id="null left out"),
        pytest.param({"id": None, "title": "A"}, False, id="no key"),
        pytest.param({"id": 0, "title": "A"}, False, id="key 0"),
        pytest.param({"id": 1, "title": "A", "more": 1}, False, id="no column"),
    ],
)
def test_rows(row: dict[str, Any], valid: bool) -> None:
    schema = row_schema(table_of(title={"type": "string", "nullable": True}))
    assert Validator(schema).is_valid(row) is valid


@pytest.mark.parametrize(
    ("column", "good", "bad"),
    [
        ("boolean", [True], [0, "true"]),
        ("datetime", ["2025-06-10T13:42:06.123Z"], ["2025-06-10", "2025-06-10 13:42", 1]),
        (
            "decimal",
            [0, 0.07, 90.1, -0.29, 99_999_999.99, -99_999_999.99],
            ["90.1", 1.005, 100_000_000, -100_000_000],
        ),
        ("float32", [0.5], ["0.5"]),
        ("float64", [0.5], ["0.5"]),
        ("int16", [-(2**15), 2**15 - 1], [2**15, 0.5]),
        ("int32", [-(2**31), 2**31 - 1], [2**31, "1"]),
        ("int64", [-(2**63), 2**63 - 1], [2**63]),
        ("json", [{"a": []}], ["{}"]),
        ("string", ["", "a"], [1]),
        ("uuid", ["2f0c7dd5-7a25-4b2f-8a5c-6a2f2b7a9c11"], ["2f0c7dd5"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_types(column: str, good: list[Any], bad: list[Any]) -> None:
    assert [value for value in good if not accepted(value, type=column)] == []
    assert [value for value in [*bad, None] if accepted(value, type=column)] == []
    assert accepted(None, type=column, nullable=True)


@pytest.mark.parametrize("name", TYPES)
def test_every_type_has_a_form(name: str) -> None:
    assert row_schema(table_of(column={"type": name}))["properties"]["column"]["type"]


@pytest.mark.parametrize(
    ("nullable", "value", "valid"),
    [
        (False, "flat", True),
        (False, "round", False),
        (False, None, False),
        (True, None, True),
        (True, "flat", True),
        (True, "round", False),
    ],
)
def test_known_values(nullable: bool, value: Any, valid: bool) -> None:
    assert accepted(value, type="string", enum=["flat"], nullable=nullable) is valid


def test_longest_text() -> None:
    assert accepted("ab", type="string", max_length=2)
    assert not accepted("abc", type="string", max_length=2)


@pytest.mark.parametrize("references", ["books", "canvas.users"])
def test_foreign_keys_hold_ids_and_say_whose(references: str) -> None:
    column = {"type": "int32", "references": references, "nullable": True}
    held = row_schema(table_of(other=column))["properties"]["other"]
    assert (held["x-references"], held["minimum"]) == (references, 1)
