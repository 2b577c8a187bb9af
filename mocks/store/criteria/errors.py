"""What criteria are refused with."""

from __future__ import annotations

import reprlib
from typing import Any


class CriteriaError(ValueError):
    """Criteria, an order or a grouping that cannot be understood; names the operator or field."""


def shortened(value: Any) -> str:
    """The value as an error may name it, however large it is."""
    try:
        return reprlib.repr(value)
    except ValueError:  # Python writes no integer of more than 4,300 digits
        return "a number of thousands of digits"
