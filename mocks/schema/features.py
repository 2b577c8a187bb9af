"""Features of a model: what the server does of itself with its records, each of which can be switched off.

Source: the guide's chapter on features, and the methods that the models of an account name. What a model does not
speak of is on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from understudy.specs.schema.models import Model

GROUPS = ("methods", "tasks")
OFF = (False, 0, "0", "false")

KNOWN: Mapping[str, tuple[str, ...]] = {
    "accounts": ("login", "store_address", "store_card"),
    "carts": ("update_status",),
    "coupons": ("generate_codes",),
    "notifications": ("send",),
    "orders": ("convert_cart", "cancel_items"),
    "shipments": ("update_order_delivered",),
}
"""Those that anything depends on here, by model."""


def is_on(model: Model, method: str) -> bool:
    """Whether a method, or a task, of any of a model's features is not switched off."""
    return not any(said.get(method, True) in OFF for said in _said(model))


def _said(model: Model) -> Iterator[Mapping[str, Any]]:
    for feature in model.features.values():
        if isinstance(feature, Mapping):
            yield from (said for group in GROUPS if isinstance(said := feature.get(group), Mapping))
