"""Holds records and settings that come from outside against the contract's schemas and references."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import Any, get_args, get_origin, get_type_hints

from understudy.mocks.broken_rules import NOT_FOUND
from understudy.mocks.clock import normalise
from understudy.mocks.errors import Invalid
from understudy.mocks.rules.schemas import Validator
from understudy.mocks.rules.wording import field_errors
from understudy.mocks.sandbox import Sandbox
from understudy.mocks.sandboxes import ApiState
from understudy.mocks.store import Record
from understudy.specs.contract import load, resolved

TYPES = {str: "string", int: "integer", float: "number", bool: "boolean"}


class Checks:
    """The rules of one API. Validators are compiled when they are first needed."""

    def __init__(self, api: str, state: ApiState) -> None:
        self._contract = load(api)
        self._collections = state.collections
        self._schemas: dict[str, Any] = {}
        self._validators: dict[str, Validator] = {}
        self._settings = Validator(settings_schema(state.settings))

    def record(self, collection: str, record: Record) -> Record:
        """A whole record with its times in the form that records keep. What it repeats of others may be missing.

        Raises Invalid with every rule that it breaks.
        """
        if collection not in self._validators:
            self._validators[collection] = Validator(self._without_derived(collection))
        violations = self._validators[collection].violations(record)
        if violations:
            raise Invalid(field_errors(violations))
        times = [name for name, rule in self._fields(collection) if rule.get("format") == "date-time"]
        return {**record, **{name: normalise(record[name]) for name in times if record.get(name)}}

    def references(
        self, sandbox: Sandbox[Any], collection: str, record: Record, before: Record | None = None
    ) -> None:
        """Raises Invalid where the record names others that are not there, unless it did so `before`."""
        dangling = sandbox.records.dangling(collection, record)
        if dangling and before is not None:
            known = sandbox.records.dangling(collection, before)
            dangling = {field: ids for field, ids in dangling.items() if ids != known.get(field)}
        if dangling:
            raise Invalid({field: [f"{NOT_FOUND}: {', '.join(map(str, ids))}"] for field, ids in dangling.items()})

    def settings(self, sandbox: Sandbox[Any], changes: Record) -> None:
        """Raises Invalid for a setting that there is not, or a value of another type."""
        violations = self._settings.violations({**asdict(sandbox.settings), **changes})
        if violations:
            raise Invalid(field_errors(violations))

    def defaults(self, collection: str, now: str) -> Record:
        """What a record gets where nothing is said: null or an empty list where allowed, and times of now."""
        return {
            name: _default(name, rule, now) for name, rule in self._fields(collection) if _has_default(name, rule)
        }

    def _fields(self, collection: str) -> list[tuple[str, Any]]:
        return list(self._resolved(collection)["properties"].items())

    def _without_derived(self, collection: str) -> Any:
        schema = self._resolved(collection)
        kind = self._collections[collection]
        copies = {field for reference in kind.references for field in reference.copies}
        return {
            **schema,
            "required": sorted(set(schema["required"]) - copies - kind.joins.keys() - kind.lowers.keys()),
        }

    def _resolved(self, collection: str) -> Any:
        if collection not in self._schemas:
            self._schemas[collection] = resolved(self._contract, self._collections[collection].schema)
        return self._schemas[collection]


def settings_schema(settings: type[Any]) -> dict[str, Any]:
    """JSON Schema of a settings dataclass; knows plain types, lists of them, and None."""
    hints = get_type_hints(settings)
    properties = {field.name: _type_schema(hints[field.name]) for field in fields(settings)}
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _type_schema(hint: Any) -> dict[str, Any]:
    if hint in TYPES:
        return {"type": TYPES[hint]}
    if get_origin(hint) is list:
        return {"type": "array", "items": _type_schema(get_args(hint)[0])}
    plain = [option for option in get_args(hint) if option is not type(None)]
    return {**_type_schema(plain[0]), "nullable": True}


def _has_default(name: str, rule: Any) -> bool:
    return rule.get("nullable", False) or rule.get("type") == "array" or name in ("created_at", "updated_at")


def _default(name: str, rule: Any, now: str) -> Any:
    if name in ("created_at", "updated_at"):
        return now
    return [] if rule.get("type") == "array" else None
