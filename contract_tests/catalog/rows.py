"""Holds rows of DAP against the schema document of their table, and makes them comparable with records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from jsonschema_rs import Draft202012Validator

from understudy.contract_tests.catalog.files import Row, columns
from understudy.specs.contract import Document

# What a schema document, which is the same for both kinds of query, cannot say.
SNAPSHOT: Document = {"required": ["value"], "properties": {"meta": {"not": {"required": ["action"]}}}}
INCREMENT: Document = {
    "properties": {"meta": {"required": ["action"]}},
    "if": {"properties": {"meta": {"properties": {"action": {"const": "D"}}}}},
    "then": {"not": {"required": ["value"]}},
    "else": {"required": ["value"]},
}


def problems(rows: Iterable[Row], schema: Document, *, changes: bool) -> list[str]:
    """What is wrong with each row of a snapshot, or of an increment (`changes`): its number, place and rule."""
    validator = Draft202012Validator(
        {"allOf": [schema, INCREMENT if changes else SNAPSHOT]}, validate_formats=True
    )
    return [
        f"row {number}, {'.'.join(map(str, error.instance_path)) or 'as a whole'}: {error.message}"
        for number, row in enumerate(rows, 1)
        for error in validator.iter_errors(row)
    ]


def record(row: Row, schema: Document) -> dict[str, Any] | None:
    """The record that a row tells of, as `plain` has it; None of a deleted one."""
    return plain({**row["key"], **row["value"]}, schema) if "value" in row else None


def plain(values: Mapping[str, Any], schema: Document) -> dict[str, Any]:
    """A record with every column, None where it is empty, and with its times read; without a zone they are UTC."""
    rules = {
        name.partition(".")[2]: rule for name, rule in columns(schema).items() if not name.startswith("meta.")
    }
    unknown = values.keys() - rules.keys()
    if unknown:
        raise ValueError(f"{', '.join(sorted(unknown))}: no columns of this table")
    return {name: _read(values.get(name), rule) for name, rule in rules.items()}


def _read(value: Any, rule: Document) -> Any:
    if value is None or rule.get("format") != "date-time":
        return value
    moment = datetime.fromisoformat(value)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
