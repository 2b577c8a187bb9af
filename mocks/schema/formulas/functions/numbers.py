"""Sums and lengths."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import DecimalException
from typing import Any

from understudy.mocks.schema.formulas.coercion import CONTEXT, LARGEST_WHOLE, Number, number, text
from understudy.mocks.schema.formulas.functions.registry import eager
from understudy.mocks.schema.formulas.run import Run


@eager
def sum_(run: Run, *values: Any) -> Number | None:
    """Of all values, and of the entries of those that are arrays."""
    total: Number = 0
    for value in values:
        entries = value if isinstance(value, list) else (value,)
        run.spend(len(entries))
        added = _added(total, entries)
        if added is None:
            return None
        total = added
    return total


def _added(total: Number, values: Iterable[Any]) -> Number | None:
    """None for a sum beyond what a float can hold."""
    try:
        for value in values:
            term = number(value)
            if type(total) is type(term) is int and -LARGEST_WHOLE <= total + term <= LARGEST_WHOLE:
                total += term
            else:
                total = CONTEXT.add(total, term)
    except DecimalException:
        return None
    return total


@eager
def length(run: Run, value: Any) -> int:
    """The entries of an array or an object; the characters of anything else."""
    return len(value) if isinstance(value, list | dict) else len(text(value))
