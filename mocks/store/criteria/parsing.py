"""Reads criteria in the style of MongoDB into a tree. Everything that can be wrong with them is found here.

Criteria are `{field: value}` or `{field: {operator: value}}`; several in one mapping must all hold.
Source: MongoDB manual, Query and Projection Operators.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from understudy.mocks.store.criteria.errors import CriteriaError, shortened
from understudy.mocks.store.criteria.operators import (
    COMPARISONS,
    Bits,
    Comparison,
    Existence,
    Membership,
    Operator,
    Pattern,
    Remainder,
    Size,
    Typed,
)
from understudy.mocks.store.criteria.paths import path
from understudy.mocks.store.criteria.tree import Entry, Every, Field, Node, Not, Some, SomeEntry

Criteria = Mapping[str, Any]
Leaf = Callable[[Operator], Node]
"""Makes the node that asks an operator of the values at hand: those at a path, or an entry of an array."""

MOST_CLAUSES = 1_000
MOST_LEVELS = 100
LOGICAL = ("$and", "$or", "$nor")
COMMENT = "$comment"
BITS = ("$bitsAllSet", "$bitsAllClear", "$bitsAnySet", "$bitsAnyClear")
REFUSED = {
    "$where": "it runs JavaScript",
    "$function": "it runs JavaScript",
    "$expr": "it computes with fields",
    "$jsonSchema": "a contract says what records are like",
    "$text": "there is no index of words",
    **dict.fromkeys(
        ("$geoIntersects", "$geoWithin", "$near", "$nearSphere", "$box", "$center", "$centerSphere",
         "$geometry", "$maxDistance", "$minDistance", "$polygon", "$uniqueDocs", "$within"),
        "there are no places on a map",
    ),
}  # fmt: skip
SIMPLE: Mapping[str, Callable[[Any], Operator]] = {
    **{name: partial(Comparison, name) for name in COMPARISONS},
    **{name: partial(Bits, name) for name in BITS},
    "$type": Typed,
    "$mod": Remainder,
    "$size": Size,
}
OPERATORS = (*SIMPLE, "$ne", "$in", "$nin", "$not", "$exists", "$regex", "$options", "$all", "$elemMatch")


def parse(criteria: Any) -> Node:
    """The tree of criteria. No criteria: everything meets them.

    Raises CriteriaError for an unknown operator, an operand of the wrong kind, over 1,000 clauses or 100 levels.
    """
    return _Parser().criteria(criteria, 0)


class _Parser:
    def __init__(self) -> None:
        self._clauses = 0

    def criteria(self, criteria: Any, level: int) -> Node:
        if not isinstance(criteria, Mapping):
            raise CriteriaError(f"criteria are a mapping, not {shortened(criteria)}")
        _check(level)
        parts = [self._part(name, value, level) for name, value in criteria.items() if name != COMMENT]
        return parts[0] if len(parts) == 1 else Every(tuple(parts))

    def _part(self, name: Any, value: Any, level: int) -> Node:
        if name in LOGICAL:
            return self._logical(name, value, level)
        if isinstance(name, str) and name.startswith("$"):
            raise _unknown(name, "where a field is expected", f"use {', '.join(LOGICAL)} or a field's name")
        try:
            return self._field(partial(Field, path(name)), value, level)
        except CriteriaError as error:
            place = shortened(name)
            raise error if str(error).startswith("field ") else CriteriaError(f"field {place}: {error}") from error

    def _logical(self, name: str, parts: Any, level: int) -> Node:
        if not isinstance(parts, list) or not parts:
            raise CriteriaError(f"{name} takes a list of at least one criterion, not {shortened(parts)}")
        nodes = tuple(self.criteria(part, level + 1) for part in parts)
        if name == "$and":
            return Every(nodes)
        return Some(nodes) if name == "$or" else Not(Some(nodes))

    def _field(self, leaf: Leaf, value: Any, level: int) -> Node:
        if _holds_operators(value):
            return self._operators(leaf, value, level)
        return self._leaf(leaf, Comparison("$eq", _plain(value, level)))

    def _operators(self, leaf: Leaf, operators: Mapping[str, Any], level: int) -> Node:
        if "$options" in operators and "$regex" not in operators:
            raise CriteriaError("$options belongs beside a $regex")
        nodes = [
            self._operator(name, operand, leaf, level, operators.get("$options", ""))
            for name, operand in operators.items()
            if name != "$options"
        ]
        return nodes[0] if len(nodes) == 1 else Every(tuple(nodes))

    def _operator(self, name: str, operand: Any, leaf: Leaf, level: int, options: Any) -> Node:
        if name in SIMPLE:
            return self._leaf(leaf, SIMPLE[name](_plain(operand, level)))
        match name:
            case "$ne":
                return Not(self._leaf(leaf, Comparison("$eq", _plain(operand, level))))
            case "$in" | "$nin":
                found = self._leaf(leaf, Membership(_members(name, operand, level)))
                return found if name == "$in" else Not(found)
            case "$not":
                if not _holds_operators(operand):
                    raise CriteriaError(f"$not takes operators, not {shortened(operand)}")
                _check(level + 1)
                return Not(self._operators(leaf, operand, level + 1))
            case "$exists":
                found = self._leaf(leaf, Existence())
                return found if _truth(operand) else Not(found)
            case "$regex":
                return self._leaf(leaf, Pattern(operand, options))
            case "$all":
                return self._all(leaf, operand, level)
            case "$elemMatch":
                return self._leaf(leaf, self._some_entry(operand, level + 1))
        raise _unknown(name, "for a field", f"use one of {', '.join(OPERATORS)}")

    def _all(self, leaf: Leaf, operand: Any, level: int) -> Node:
        if not isinstance(operand, list):
            raise CriteriaError(f"$all takes a list, not {shortened(operand)}")
        if any(isinstance(entry, Mapping) and "$elemMatch" in entry for entry in operand):
            if not all(isinstance(entry, Mapping) and list(entry) == ["$elemMatch"] for entry in operand):
                raise CriteriaError("$all takes values, or an $elemMatch each")
            each: list[Operator] = [self._some_entry(entry["$elemMatch"], level + 2) for entry in operand]
        else:
            each = [Comparison("$eq", value) for value in _members("$all", operand, level)]
        return Every(tuple(self._leaf(leaf, operator) for operator in each)) if each else Some(())

    def _some_entry(self, operand: Any, level: int) -> Operator:
        if not isinstance(operand, Mapping):
            raise CriteriaError(f"$elemMatch takes criteria, not {shortened(operand)}")
        _check(level)
        if _holds_operators(operand) and next(iter(operand)) not in (*LOGICAL, COMMENT, *REFUSED):
            return SomeEntry(self._operators(Entry, operand, level), whole=True)
        return SomeEntry(self.criteria(operand, level), whole=False)

    def _leaf(self, leaf: Leaf, operator: Operator) -> Node:
        self._clauses += 1
        if self._clauses > MOST_CLAUSES:
            raise CriteriaError(f"criteria hold more than {MOST_CLAUSES:,} clauses: use $in for many values")
        return leaf(operator)


def _holds_operators(value: Any) -> bool:
    """Operators and fields in one mapping are a slip, and refused."""
    if isinstance(value, str | int) or not isinstance(value, Mapping) or not value:
        return False
    dollars = [isinstance(name, str) and name.startswith("$") for name in value]
    if any(dollars) and not all(dollars):
        raise CriteriaError(f"operators and fields stand in one mapping: {shortened(value)}")
    return all(dollars)


def _unknown(name: str, where: str, remedy: str) -> CriteriaError:
    if name in REFUSED:
        return CriteriaError(f"{name} is not supported here: {REFUSED[name]}")
    return CriteriaError(f"unknown operator {shortened(name)} {where}: {remedy}")


def _members(name: str, operand: Any, level: int) -> list[Any]:
    if isinstance(operand, str | bytes | Mapping) or not isinstance(operand, Iterable):
        raise CriteriaError(f"{name} takes a list, not {shortened(operand)}")
    members = [_plain(member, level) for member in operand]
    if any(isinstance(member, dict) and next(iter(member), "").startswith("$") for member in members):
        raise CriteriaError(f"{name} takes values, and no operators")
    return members


def _truth(operand: Any) -> bool:
    if operand is not None and not isinstance(operand, int | float):
        raise CriteriaError(f"$exists takes true or false, not {shortened(operand)}")
    return bool(operand)


def _plain(value: Any, level: int) -> Any:
    """The operand in the types that JSON is read into. Raises CriteriaError for one that no document can hold."""
    if value is None or isinstance(value, bool | float):
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, str):
        if not value.isascii() and any("\ud800" <= character <= "\udfff" for character in value):
            raise CriteriaError(f"half a character in {shortened(value)}")
        return str(value)
    _check(level)
    if isinstance(value, Mapping):
        if not all(isinstance(name, str) for name in value):
            raise CriteriaError(f"names in {shortened(value)} that are no texts")
        return {str(_plain(name, level)): _plain(held, level + 1) for name, held in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(entry, level + 1) for entry in value]
    raise CriteriaError(f"a value of JSON is expected, not {shortened(value)}")


def _check(level: int) -> None:
    if level > MOST_LEVELS:
        raise CriteriaError(f"criteria are nested deeper than {MOST_LEVELS} levels")
