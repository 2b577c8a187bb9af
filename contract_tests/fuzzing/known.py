"""Values of parameters that lead somewhere in the data that a mock starts with, or ask for something there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

KNOWN: Mapping[str, Mapping[str, Sequence[Any]]] = {
    "thinkific": {name: range(1, 9) for name in ("id", "group_id", "user_id")},
    "schema": {
        "id": (":first", ":last"),
        "child_id": (":first", ":last"),
        "field": ("name", "items", "date_created"),
        "entry": ("0",),
        "inner": ("0", "id"),
        "innermost": ("0", "id"),
        "sort": ("id desc", "name", "date_created asc, id"),
        "fields": ("name", "name, slug, items.quantity"),
        "expand": ("account", "items.product"),
        "include": ({"latest": {"url": "/orders/:last"}},),
        "group": ({"status": "status", "number": {"$sum": "1"}},),
        "where": ({"id": {"$ne": "none"}}, {"active": "true"}),
    },
}
"""API -> name of a parameter -> values."""
