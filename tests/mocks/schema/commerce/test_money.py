"""Amounts, to the cent."""

from __future__ import annotations

from typing import Any

import pytest

from understudy.mocks.schema.commerce.money import added, less, part


@pytest.mark.parametrize(
    ("amounts", "total"),
    [([], 0), ([0.1, 0.2], 0.3), ([1, None, 2.5], 3.5), ([10, -10], 0), ([0.005], 0.01), ([7, 3], 10)],
)
def test_added(amounts: list[Any], total: float) -> None:
    assert added(amounts) == total


@pytest.mark.parametrize(
    ("amount", "quantity", "of", "share"),
    [(2, 1, 3, 0.67), (1, 2, 3, 0.67), (5, 0, 3, 0), (5, 1, 0, 0), (2.01, 1, 2, 1.01), (None, 1, 2, 0)],
)
def test_part(amount: Any, quantity: int, of: int, share: float) -> None:
    assert part(amount, quantity, of) == share


@pytest.mark.parametrize(("amount", "others", "left"), [(1, (), 1), (2, (0.67, 0.67), 0.66), (None, (1,), -1)])
def test_less(amount: Any, others: tuple[Any, ...], left: float) -> None:
    assert less(amount, *others) == left
