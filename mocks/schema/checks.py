"""The rules of a model's fields, on a record whose values are converted and filled in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from understudy.mocks.schema import faults
from understudy.mocks.schema.faults import Fault, Faults
from understudy.mocks.schema.formulas import FormulaError, Scope, compile_rule
from understudy.mocks.schema.formulas.coercion import truth
from understudy.specs.schema.fields import ANY_NAME, Field

ScopeOf = Callable[[Mapping[str, Any], str], Scope]
"""`scope_of(entry, prefix)`: the scope of a record (its prefix is "") or of an entry in it (`items.`)."""

ELSEWHERE = ("collection", "link")
"""Types whose values are records of their own."""


def check(fields: Mapping[str, Field], record: Mapping[str, Any], found: Faults, scope_of: ScopeOf) -> None:
    """Notes every rule that is broken: required, bounds, lengths, enumerations and rules with an expression."""
    _check(fields, record, found, scope_of, "")


def _check(
    fields: Mapping[str, Field], record: Mapping[str, Any], found: Faults, scope_of: ScopeOf, before: str
) -> None:
    for name, field in _described(fields, record):
        value, path = record.get(name), before + name
        if is_empty(value):
            if field.required:
                found.add(path, faults.REQUIRED)
        elif isinstance(value, list):
            for entry in value:
                _check_entry(field, entry, found, scope_of, path)
        else:
            _check_entry(field, value, found, scope_of, path)
        if field.rules:
            _obey(field, scope_of(record, before), found, path)


def _described(fields: Mapping[str, Field], record: Mapping[str, Any]) -> Iterator[tuple[str, Field]]:
    """The fields that a record has or could have."""
    for name, field in fields.items():
        if name == ANY_NAME:
            yield from ((other, field) for other in record if other not in fields)
        elif field.type not in ELSEWHERE:
            yield name, field


def _check_entry(field: Field, value: Any, found: Faults, scope_of: ScopeOf, path: str) -> None:
    if isinstance(value, dict):
        if field.fields:
            _check(field.fields, value, found, scope_of, f"{path}.")
    elif fault := broken_limit(field, value):
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


def protect(
    fields: Mapping[str, Field],
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    found: Faults,
    prefix: str = "",
) -> None:
    """Notes what a client must not change. A value that is sent back as it was is no change.

    `before` is the record as it was, {} for a new one; `after` what the client would make of it, converted, before
    anything is worked out. Entries of an array are known by their id, else by their number.
    """
    for name, field in _described(fields, after):
        if name not in after and prefix:
            continue
        old, new, path = before.get(name), after.get(name), prefix + name
        if field.readonly and new != old:
            found.add(path, faults.READONLY)
        elif field.immutable and old is not None and new != old:
            found.add(path, faults.IMMUTABLE)
        elif field.fields:
            for one, other in _pairs(old, new):
                protect(field.fields, one, other, found, f"{path}.")


def _pairs(old: Any, new: Any) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """The objects of the new value, each beside what it was."""
    if isinstance(new, dict):
        yield (old if isinstance(old, dict) else {}), new
    elif isinstance(new, list):
        entries = old if isinstance(old, list) else []
        known = {
            entry["id"]: entry for entry in entries if isinstance(entry, dict) and isinstance(entry.get("id"), str)
        }
        for number, entry in enumerate(new):
            if isinstance(entry, dict):
                there = entries[number] if number < len(entries) and isinstance(entries[number], dict) else {}
                own = entry.get("id")
                yield (known.get(own, {}) if isinstance(own, str) else there), entry
