"""Values that follow from a record by the conditions of an enumeration: most statuses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from understudy.mocks.schema.formulas import Scope
from understudy.mocks.schema.formulas.operators import at_least, at_most, less, more
from understudy.mocks.schema.formulas.scope import reached
from understudy.specs.schema.settings import Choice

Comparison = Callable[[Any, Any], bool]


def chosen(choices: Iterable[Choice], scope: Scope) -> Choice | None:
    """The first choice whose conditions the record meets; else the first that has none."""
    otherwise = None
    for choice in choices:
        if not choice.conditions:
            otherwise = otherwise or choice
        elif meets(choice.conditions, scope):
            return choice
    return otherwise


def told(choices: Iterable[Choice], value: Any, what: str) -> Any:
    """What an enumeration says of one of its values, such as its label: `salutation.label`."""
    found = next((choice for choice in choices if choice.value == value), None)
    return {"label": found.label, "value": found.value}.get(what) if found is not None else None


def meets(conditions: Mapping[str, Any], scope: Scope) -> bool:
    """Whether all hold: `{field: value}`, or `{field: {operator: value}}` as MongoDB writes it.

    A flag that is not set is false, and false is a flag that is not set.
    """
    return all(_holds(scope.get(path), expected) for path, expected in conditions.items())


def holds(conditions: Mapping[str, Any], record: Mapping[str, Any]) -> bool:
    """The same, of a record alone: links lead nowhere."""
    return all(_holds(reached(record, path), expected) for path, expected in conditions.items())


def _holds(value: Any, expected: Any) -> bool:
    if isinstance(expected, Mapping):
        return all(_COMPARISONS[sign](value, operand) for sign, operand in expected.items())
    return _is(value, expected)


def _is(value: Any, expected: Any) -> bool:
    return (
        bool((value or None) == (expected or None))
        if _flag(value) and _flag(expected)
        else bool(value == expected)
    )


def _flag(value: Any) -> bool:
    return value is None or isinstance(value, bool)


def _is_not(value: Any, expected: Any) -> bool:
    return not _is(value, expected)


def _in(value: Any, expected: Any) -> bool:
    return any(_is(value, one) for one in expected)


_COMPARISONS: Mapping[str, Comparison] = {
    "$eq": _is,
    "$ne": _is_not,
    "$gt": more,
    "$gte": at_least,
    "$lt": less,
    "$lte": at_most,
    "$in": _in,
}
