"""Compiles schemas of OpenAPI 3.0 into validators that tell every broken rule."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import Any

from jsonschema_rs import Draft4Validator, EmailOptions, ValidationError

from understudy.mocks.rules.violations import Violation

Schema = Mapping[str, Any]
MOST = 1_000
"""Broken rules that are told of one value, and entries of a list that are looked at for them."""
EMAIL = EmailOptions(allow_display_text=False)
NESTED = ("items", "not", "additionalProperties")
NESTED_LISTS = ("allOf", "anyOf", "oneOf")
KEEP = frozenset(
    {
        "type", "enum", "format", "pattern", "minLength", "maxLength", "minimum", "maximum", "exclusiveMinimum",
        "exclusiveMaximum", "multipleOf", "minItems", "maxItems", "uniqueItems", "minProperties",
        "maxProperties", "required", "$ref",
    }
)  # fmt: skip


def json_schema(schema: Schema) -> dict[str, Any]:
    """The same rules in JSON Schema draft 4, on which OpenAPI 3.0 is built: `nullable` becomes a type."""
    made: dict[str, Any] = {key: value for key, value in schema.items() if key in KEEP}
    for key in NESTED:
        if isinstance(schema.get(key), Mapping):
            made[key] = json_schema(schema[key])
        elif key in schema:
            made[key] = schema[key]
    for key in NESTED_LISTS:
        if key in schema:
            made[key] = [json_schema(entry) for entry in schema[key]]
    if "properties" in schema:
        made["properties"] = {name: json_schema(entry) for name, entry in schema["properties"].items()}
    if not schema.get("nullable"):
        return made
    if "type" in made:
        return {**made, "type": [made["type"], "null"]}
    return {"anyOf": [{"type": "null"}, made]}


class Validator:
    """One compiled schema. References must have been resolved, so that a broken rule leads back to its schema."""

    def __init__(self, schema: Schema) -> None:
        self.schema = json_schema(schema)
        self._source = schema
        self._compiled = Draft4Validator(self.schema, validate_formats=True, email_options=EMAIL)

    def is_valid(self, value: Any) -> bool:
        return bool(self._compiled.is_valid(value))

    def violations(self, value: Any) -> list[Violation]:
        """Every broken rule; none where the value is valid. Of long lists, only the first entries are told of."""
        found = []
        for error in self._errors(value):
            keyword = str(error.schema_path[-1])
            schema = _descend(self._source, error.schema_path[:-1])
            path = tuple(error.instance_path)
            if keyword == "required":
                path = (*path, error.kind.value)
            found.append(Violation(path, keyword, schema, error.instance, shortened(error.message)))
        return found

    def _errors(self, value: Any) -> list[ValidationError]:
        """Of a list that is valid but for its length, or further on than is looked, just the first."""
        found = list(islice(self._compiled.iter_errors(_bounded(value)), MOST))
        if found:
            return found
        try:
            self._compiled.validate(value)
        except ValidationError as error:
            return [error]
        return []


def _bounded(value: Any) -> Any:
    """The value, with at most `MOST` entries of each list: all broken rules are found before the first is told."""
    if isinstance(value, list):
        return [_bounded(entry) for entry in value[:MOST]]
    if isinstance(value, dict):
        return {name: _bounded(content) for name, content in value.items()}
    return value


def shortened(message: str) -> str:
    """A message that quotes a huge value, without most of it."""
    return message if len(message) <= 300 else f"{message[:140]} … {message[-140:]}"


def _descend(schema: Any, path: list[Any]) -> Schema:
    """The schema that a JSON Schema path leads to, as far as it leads in the source."""
    for step in path:
        if (isinstance(schema, Mapping) and step in schema) or (
            isinstance(schema, list) and isinstance(step, int) and step < len(schema)
        ):
            schema = schema[step]
        else:
            break
    return schema if isinstance(schema, Mapping) else {}
