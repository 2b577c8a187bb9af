"""Names of people, whole and in parts: each follows from the other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Record = dict[str, Any]
PARTS = ("first_name", "last_name")


def complete(now: Record, before: Mapping[str, Any]) -> None:
    """Gives a name its parts, or the parts their name: whichever was not said anew.

    A name that could be none is left as it is, to be refused.
    """
    if isinstance(now.get("name"), list | dict):
        return
    if any(now.get(part) != before.get(part) for part in PARTS) or not _text(now.get("name")):
        whole = joined(now)
        if whole:
            now["name"] = whole
    elif now.get("name") != before.get("name"):
        now.update(taken_apart(now["name"]))


def taken_apart(name: str) -> dict[str, str | None]:
    """`Ada Mary Lee` is Ada Mary of the Lees. A single name is the first."""
    first, _, last = " ".join(name.split()).rpartition(" ")
    return {"first_name": first, "last_name": last} if first else {"first_name": last, "last_name": None}


def joined(parts: Mapping[str, Any]) -> str:
    return " ".join(filter(None, (_text(parts.get(part)) for part in PARTS)))


def _text(value: Any) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""
