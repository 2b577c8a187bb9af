"""What tests look at: some fields of a record, and what a write is refused for."""

from __future__ import annotations

from typing import Any

import pytest

from understudy.mocks.errors import Invalid
from understudy.mocks.schema.shop import Shop

Record = dict[str, Any]


def faults(shop: Shop, path: str, given: Any, method: str = "post") -> dict[str, str]:
    """What a write is refused for: field -> code."""
    with pytest.raises(Invalid) as refused:
        getattr(shop, method)(path, given)
    assert isinstance(refused.value.errors, dict)
    return {field: fault["code"] for field, fault in refused.value.errors.items()}


def shows(record: Record, names: str) -> list[Any]:
    """Some fields of a record, in order."""
    return [record.get(name) for name in names.split()]


def quantities(order: Record, name: str) -> list[Any]:
    """A quantity of each item of an order."""
    return [item.get(f"quantity_{name}") for item in order["items"]]
