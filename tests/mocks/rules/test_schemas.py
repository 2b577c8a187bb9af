from __future__ import annotations

from typing import Any

import pytest

from understudy.mocks.rules.schemas import MOST, Validator

NULLABLE = {"type": "object", "properties": {"a": {"type": "string", "nullable": True, "maxLength": 2}}}


@pytest.mark.parametrize(
    ("schema", "value", "valid"),
    [
        (NULLABLE, {"a": None}, True),
        (NULLABLE, {"a": "xyz"}, False),
        ({"nullable": True, "anyOf": [{"type": "integer"}]}, None, True),
        ({"nullable": True, "anyOf": [{"type": "integer"}]}, "x", False),
        ({"type": "integer"}, 1.0, False),
        ({"type": "integer"}, True, False),
        ({"type": "number", "minimum": 0, "exclusiveMinimum": True}, 0, False),
        ({"type": "string", "pattern": "^a$"}, "a\n", False),
        ({"type": "string", "format": "email"}, "a@", False),
        ({"type": "string", "format": "email"}, "A <a@b.example>", False),
        ({"type": "string", "format": "date-time"}, "2026-02-29T00:00:00Z", False),
        ({"type": "string", "format": "date-time"}, "2024-02-29T00:00:00Z", True),
        ({"type": "object", "additionalProperties": False}, {"a": 1}, False),
        ({"type": "object", "additionalProperties": {"type": "integer", "nullable": True}}, {"a": None}, True),
    ],
)
def test_openapi_rules(schema: dict[str, Any], value: Any, valid: bool) -> None:
    assert Validator(schema).is_valid(value) is valid
    assert bool(Validator(schema).violations(value)) is not valid


def test_violations_lead_to_the_value_and_the_schema() -> None:
    schema = {
        "type": "object",
        "required": ["name"],
        "properties": {"rows": {"type": "array", "items": {"type": "integer", "x-messages": {"type": "count!"}}}},
    }
    found = {violation.path: violation for violation in Validator(schema).violations({"rows": [1, "x"]})}
    assert set(found) == {("name",), ("rows", 1)}
    assert found["rows", 1].schema["x-messages"] == {"type": "count!"}
    assert found["name",].keyword == "required"


@pytest.mark.parametrize(
    ("value", "paths"),
    [
        pytest.param({"rows": ["x"] * (MOST + 1)}, [("rows", number) for number in range(MOST)], id="many"),
        pytest.param({"rows": [1] * (MOST + 1)}, [("rows",)], id="too long a list"),
        pytest.param({"rows": [], "more": [*range(MOST), "x"]}, [("more", MOST)], id="one, further on"),
        pytest.param({"rows": [["x"] * (MOST + 1)]}, [("rows", 0)], id="a list in a list"),
        pytest.param({"rows": [1], "more": [*range(MOST + 1)]}, [], id="none"),
    ],
)
def test_broken_rules_of_long_lists(value: Any, paths: list[tuple[str | int, ...]]) -> None:
    entries = {"type": "array", "items": {"type": "integer"}}
    schema = {"type": "object", "properties": {"rows": {**entries, "maxItems": MOST}, "more": entries}}
    assert [violation.path for violation in Validator(schema).violations(value)] == paths


def test_messages_do_not_repeat_what_is_huge() -> None:
    (violation,) = Validator({"type": "integer"}).violations("9" * 100_000)
    assert len(violation.message) < 400
