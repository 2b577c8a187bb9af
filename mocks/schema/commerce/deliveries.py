"""How many of an order's items are delivered: each by itself, or all that is in a bundle."""

from __future__ import annotations

from collections import Counter
from typing import Any

from understudy.mocks.schema.commerce.commerce import entries, whole
from understudy.mocks.schema.rules import Record

Place = tuple[Any, Any]
"""An item of an order, and the one in its bundle or None."""


def count(item: Record, sent: Counter[Place]) -> None:
    """Counts what was sent of an item: as a whole, or part by part."""
    item["quantity_delivered"] = at_once = sent[item["id"], None]
    for part in entries(item, "bundle_items"):
        part["quantity_delivered"] = at_once * _each(part) + sent[item["id"], part.get("id")]
    _count_bundles(item)


def download(item: Record) -> None:
    """Delivers what of an item is downloaded."""
    for one in (item, *entries(item, "bundle_items")):
        left = whole(one.get("quantity_deliverable"))
        if one.get("delivery") == "download" and left > 0:
            one["quantity_delivered"] = whole(one.get("quantity_delivered")) + left
    if item.get("delivery") != "download":
        _count_bundles(item)


def _count_bundles(item: Record) -> None:
    """A bundle is delivered when all is that is in it."""
    parts = entries(item, "bundle_items")
    if parts:
        item["quantity_delivered"] = min(whole(one.get("quantity_delivered")) // _each(one) for one in parts)


def _each(part: Record) -> int:
    """How many of it are in one bundle."""
    return max(whole(part.get("quantity")), 1)
