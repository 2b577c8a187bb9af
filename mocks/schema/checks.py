"""The rules of a model's fields, for records whose values are converted and filled in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from understudy.mocks.schema import faults
from understudy.mocks.schema.faults import Fault, Faults
from understudy.mocks.schema.formulas import FormulaError, Scope, compile_rule
from understudy.mocks.schema.formulas.coercion import truth
from understudy.specs.schema.fields import ANY_NAME, Field

ScopeOf = Callable[[Mapping[str, Any], str], Scope]
"""`scope_of(entry, prefix)`: the scope of a record (its prefix is "") or of an entry in it (`items.`).

It sees what is written to the entry later.
"""

RULES = ("required", "enum", "min", "max", "length", "minlength", "maxlength", "rules")

ELSEWHERE = ("collection", "link")
"""Types whose values are records of their own."""


class Checks:
    """The rules of some fields, with those of the fields within them. Made once, for many records."""

    def __init__(self, fields: Mapping[str, Field]) -> None:
        parts = {name: _Check(field) for name, field in fields.items() if field.type not in ELSEWHERE}
        self._described = fields.keys()
        self._others = parts.pop(ANY_NAME, None)
        self._parts = {name: part for name, part in parts.items() if part.has_rules}

    def __bool__(self) -> bool:
        return bool(self._parts) or (self._others is not None and self._others.has_rules)

    def run(self, record: Mapping[str, Any], found: Faults, scope_of: ScopeOf, before: str = "") -> None:
        """Notes every rule that is broken: required, bounds, lengths, enumerations and expressions."""
        for name, part in self._parts.items():
            part.run(record, name, found, scope_of, before)
        if self._others is not None:
            for name in record:
                if name not in self._described:
                    self._others.run(record, name, found, scope_of, before)


class _Check:
    """The rules of one field."""

    def __init__(self, field: Field) -> None:
        self.field = field
        self.within = Checks(field.fields)
        self.has_rules = bool(self.within) or any(map(field.says, RULES))

    def run(self, record: Mapping[str, Any], name: str, found: Faults, scope_of: ScopeOf, before: str) -> None:
        value, path, field = record.get(name), before + name, self.field
        if is_empty(value):
            if field.required:
                found.add(path, faults.REQUIRED)
        else:
            for entry in value if isinstance(value, list) else (value,):
                self._run_entry(entry, path, found, scope_of)
        if field.rules:
            _obey(field, scope_of(record, before), found, path)

    def _run_entry(self, value: Any, path: str, found: Faults, scope_of: ScopeOf) -> None:
        if isinstance(value, dict):
            self.within.run(value, found, scope_of, f"{path}.")
        elif fault := broken_limit(self.field, value):
            found.add(path, fault)


def is_empty(value: Any) -> bool:
    """Nothing, or nothing in it."""
    return value is None or value == "" or value == [] or value == {}


def broken_limit(field: Field, value: Any) -> Fault | None:
    """The first limit of the field that a value breaks which is not empty."""
    if is_empty(value):
        return None
    if field.enum and value not in field.values:
        return faults.not_among(field.values)
    if isinstance(value, str):
        return _broken_length(field, len(value))
    if isinstance(value, int | float) and not isinstance(value, bool):
        if field.min is not None and value < field.min:
            return faults.too_small(field.min)
        if field.max is not None and value > field.max:
            return faults.too_large(field.max)
    return None


def _broken_length(field: Field, length: int) -> Fault | None:
    if field.length is not None and length != field.length:
        return faults.wrong_length(field.length)
    if field.minlength is not None and length < field.minlength:
        return faults.too_short(field.minlength)
    if field.maxlength is not None and length > field.maxlength:
        return faults.too_long(field.maxlength)
    return None


def _obey(field: Field, scope: Scope, found: Faults, path: str) -> None:
    for rule in field.rules:
        try:
            if not truth(compile_rule(rule.expression).evaluate(scope)):
                found.add(path, faults.broken_rule(rule.error))
        except FormulaError as error:
            found.add(path, faults.broken_formula(str(error)))
