"""Where something is in JSON: names and numbers with dots between."""

from __future__ import annotations

from typing import Any


def at(value: Any, path: str) -> Any:
    """What is there; None where nothing is. The empty path is the value itself; `-1` is the last entry."""
    for step in path.split(".") if path else ():
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and step.lstrip("-").isdigit() and -len(value) <= int(step) < len(value):
            value = value[int(step)]
        else:
            return None
    return value
