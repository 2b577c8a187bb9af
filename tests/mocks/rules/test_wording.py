from __future__ import annotations

from typing import Any

import pytest

from understudy.mocks.rules.schemas import Validator
from understudy.mocks.rules.wording import field_errors, parameter_error


@pytest.mark.parametrize(
    ("schema", "value", "message"),
    [
        ({"type": "string", "minLength": 1}, "", "can't be blank"),
        ({"type": "string", "pattern": r"\S"}, "  ", "can't be blank"),
        ({"type": "string", "minLength": 3}, "a", "is too short (minimum is 3 characters)"),
        ({"type": "string", "maxLength": 1}, "ab", "is too long (maximum is 1 characters)"),
        ({"type": "string", "pattern": "^a$"}, "b", "is invalid"),
        ({"type": "string", "enum": ["a", "b"]}, "c", "is not included in the list: a, b"),
        ({"type": "integer"}, "x", "is not of type integer"),
        ({"type": "integer", "minimum": 1}, 0, "must be greater than or equal to 1"),
        ({"type": "number", "minimum": 0, "exclusiveMinimum": True}, 0, "must be greater than 0"),
        ({"type": "number", "maximum": 5}, 6, "must be less than or equal to 5"),
        ({"type": "string", "format": "email"}, "x", "is not a valid email"),
        ({"type": "string", "maxLength": 1, "x-messages": {"maxLength": "too much"}}, "ab", "too much"),
    ],
)
def test_field_errors(schema: dict[str, Any], value: Any, message: str) -> None:
    violations = Validator({"type": "object", "properties": {"a": schema}}).violations({"a": value})
    assert field_errors(violations) == {"a": [message]}


def test_where_a_rule_is_of_the_whole() -> None:
    rule = {"type": "object", "oneOf": [{"required": ["a"]}], "x-messages": {"oneOf": {"base": "give a"}}}
    assert field_errors(Validator(rule).violations({})) == {"base": ["give a"]}


def test_fields_further_in_are_dotted() -> None:
    rule = {
        "type": "object",
        "properties": {"a": {"type": "array", "items": {"type": "object", "required": ["b"]}}},
    }
    assert field_errors(Validator(rule).violations({"a": [{}]})) == {"a.0.b": ["can't be blank"]}


def test_parameters() -> None:
    rule = {"type": "object", "required": ["id"], "properties": {"page": {"type": "integer"}}}
    told = sorted(map(parameter_error, Validator(rule).violations({"page": "x"})))
    assert told == ["Parameter id is required.", 'Parameter page is invalid: "x" is not of type "integer".']
