"""Values of path parameters that lead somewhere in the data that a mock starts with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

KNOWN: Mapping[str, Mapping[str, Sequence[str | int]]] = {
    "thinkific": {name: range(1, 9) for name in ("id", "group_id", "user_id")},
    "schema": {
        "id": (":first", ":last"),
        "child_id": (":first", ":last"),
        "field": ("name", "items", "date_created"),
        "entry": ("0",),
        "inner": ("0", "id"),
        "innermost": ("0", "id"),
    },
}
"""API -> name of a path parameter -> values."""
