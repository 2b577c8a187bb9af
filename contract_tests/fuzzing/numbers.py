"""Numbers within their bounds, and just outside them."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from understudy.specs.contract import Document

NEAR = 60
"""How far from its lower bound a number is, unless it stands at the upper one."""
SAFE = 2**53
"""No whole number beyond this is known to every parser."""


def number(schema: Document) -> Callable[[Random], Any]:
    """Makes numbers that are valid: small ones, and often those at the bounds."""
    step = schema.get("multipleOf", 1 if schema["type"] == "integer" else 0.01)
    low, high = schema.get("minimum"), schema.get("maximum")
    first = low if low is not None else min(0, high if high is not None else 0)
    if schema.get("exclusiveMinimum"):
        first = round(first + step, 2)
    last = high if high is not None else max(first, 0) + 1_000
    if schema.get("exclusiveMaximum"):
        last = round(last - step, 2)
    near = min(last, max(first, 0) + NEAR)
    start = max(first, 0) if last >= 0 else first
    whole = schema["type"] == "integer"

    def make(rng: Random) -> Any:
        chance = rng.random()
        if chance < 0.08:
            return first
        if chance < 0.16:
            return last
        found = start + rng.random() * (near - start)
        return int(found) if whole else max(first, min(last, round(found, 2)))

    return make


def beyond(schema: Document, bound: str) -> list[Any]:
    """Numbers that break a bound, `minimum` or `exclusiveMaximum`, nearest first."""
    if bound.startswith("exclusive"):
        return [schema[bound[9:].lower()]]
    away = 1 if bound == "maximum" else -1
    limit = schema[bound]
    steps = [1, 1_000] if schema.get("type") == "integer" else [1, 0.01, 1_000]
    further = [limit + away * step for step in steps]
    return [*further, limit * 2 * away if limit * away > 0 else away * 10.0**18]
