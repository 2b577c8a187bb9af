"""What a broken rule is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken rule: where (`path` leads to the value), which keyword of `schema`, and JSON Schema's words."""

    path: tuple[str | int, ...]
    keyword: str
    schema: Mapping[str, Any]
    value: Any
    message: str
