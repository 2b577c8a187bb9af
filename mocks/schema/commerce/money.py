"""Amounts: added, multiplied and divided without losing a cent."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from understudy.mocks.schema.formulas.coercion import number
from understudy.mocks.schema.values import CENTS, rounded


def cents(value: int | Decimal) -> float:
    """Rounded to the cent, halves away from zero."""
    return rounded(Decimal(value), CENTS) or 0


def added(amounts: Iterable[Any]) -> float:
    """What is no number counts as 0."""
    return cents(sum((number(amount) for amount in amounts), Decimal()))


def part(amount: Any, quantity: int, of: int) -> float:
    """The share of some pieces in an amount for `of` pieces."""
    return cents(Decimal(number(amount)) * quantity / of) if of else 0


def less(amount: Any, *others: Any) -> float:
    """What is left of an amount."""
    return cents(number(amount) - sum((number(other) for other in others), Decimal()))
