"""Formulas of a model, at work on a record: those of its fields, and those of its defaults."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from understudy.mocks.schema import faults, formulas
from understudy.mocks.schema.checks import ELSEWHERE, ScopeOf
from understudy.mocks.schema.faults import Faults, ValueInvalid
from understudy.mocks.schema.formulas import Formula, FormulaError, Scope, in_order
from understudy.mocks.schema.values import Conversion, Record
from understudy.specs.schema.fields import Field

IN_URL = re.compile(r"\{([\w.]+)\}")


class BrokenFormula(FormulaError):
    """A formula of a model that cannot be used; the message names its field."""

    def __init__(self, path: str, error: FormulaError) -> None:
        super().__init__(f"field {path!r}: {error}")
        self.path = path


@dataclass(frozen=True)
class Derivation:
    """A field that a formula gives: always, or only where there is nothing yet, if it is a `default`."""

    path: str
    field: Field
    formula: Formula
    default: bool

    @cached_property
    def within(self) -> str:
        """The path of the object or array that the field is in, with its dot; "" for the record."""
        return self.path.removesuffix(self.field.name)


def derivations(fields: Mapping[str, Field]) -> tuple[Derivation, ...]:
    """All of a model, in the order in which they need each other. Collections are models of their own.

    Raises BrokenFormula, which any formula of a default, a pattern or a rule can cause too, and CycleError.
    """
    found: dict[str, Derivation] = {}
    links: dict[str, tuple[str, ...]] = {}
    for path, field in _walk(fields):
        try:
            for rule in field.rules:
                formulas.compile_rule(rule.expression)
            if (pattern := formula_of(field.increment.get("pattern"))) is not None:
                formulas.compile(pattern)
            given = formula_of(field.default)
            if field.formula is not None or given is not None:
                text = given if field.formula is None else field.formula
                found[path] = Derivation(path, field, formulas.compile(text or ""), field.formula is None)
        except FormulaError as error:
            raise BrokenFormula(path, error) from None
        if field.type == "link":
            links[path] = _found_by(field)
    order = in_order({path: one.formula for path, one in found.items()}, links)
    return tuple(found[path] for path in order)


def _walk(fields: Mapping[str, Field], before: str = "") -> Iterator[tuple[str, Field]]:
    for name, field in fields.items():
        if field.type != "collection":
            yield before + name, field
            yield from _walk(field.fields, f"{before}{name}.")


def _found_by(link: Field) -> tuple[str, ...]:
    """The fields that decide where a link leads."""
    key = (link.key,) if link.key else ()
    return (*key, *link.params.values(), *IN_URL.findall(link.url or ""))


def formula_of(value: Any) -> str | None:
    """The text of `{"$formula": text}`, None for anything else."""
    text = value.get("$formula") if isinstance(value, Mapping) else None
    return text if isinstance(text, str) else None


class Constants:
    """The defaults of some fields that are no formula, with those within them. Made once, for many records."""

    def __init__(self, fields: Mapping[str, Field]) -> None:
        kept = {name: field for name, field in fields.items() if field.type not in ELSEWHERE}
        self._own = {
            name: field.default
            for name, field in kept.items()
            if field.default is not None and formula_of(field.default) is None
        }
        within = {name: Constants(field.fields) for name, field in kept.items() if field.fields}
        self._within = {name: constants for name, constants in within.items() if constants}

    def __bool__(self) -> bool:
        return bool(self._own or self._within)

    def fill(self, record: Record, created: bool = True) -> None:
        """Gives them to the record if it is `created`, and to what is new within it.

        A field that is null was defined so, and keeps it.
        """
        if created:
            for name, default in self._own.items():
                if name not in record:
                    record[name] = copy.deepcopy(default)
        for name, constants in self._within.items():
            value = record.get(name)
            if isinstance(value, dict):
                constants.fill(value, created)
            elif isinstance(value, list):
                for entry in value:
                    if isinstance(entry, dict):
                        constants.fill(entry)


def derive(
    derived: tuple[Derivation, ...],
    record: Record,
    scope_of: ScopeOf,
    found: Faults,
    created: bool,
    conversion: Conversion,
) -> None:
    """Works out every formula, in the record and in the entries of its arrays. What goes wrong is noted.

    What is immutable is worked out once, when the record is made.
    """
    scopes: dict[int, tuple[Record, Scope]] = {}  # with what they are of, so that no other can have its id
    for one in derived:
        name, within = one.field.name, one.within
        if one.field.immutable and not (created or within):
            continue
        for entry in inside(record, within) if within else (record,):
            if one.default and (name in entry or not (created or within)):
                continue
            if id(entry) not in scopes:
                scopes[id(entry)] = entry, scope_of(entry, within)
            try:
                value = one.formula.evaluate(scopes[id(entry)][1])
                entry[name] = None if value is None else conversion.value(one.field, value, one.path)
            except FormulaError as error:
                found.add(one.path, faults.broken_formula(str(error)))
            except ValueInvalid as error:
                found.add(one.path, error.fault)


def inside(record: Record, path: str) -> list[Record]:
    """The objects that a path leads to: the record for "", else all entries of arrays on its way."""
    entries: list[Record] = [record]
    for name in path.split(".")[:-1]:
        entries = [entry for above in entries for entry in _objects(above.get(name))]
    return entries


def _objects(value: Any) -> list[Record]:
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, dict)]
