"""What criteria are refused with."""

from __future__ import annotations


class CriteriaError(ValueError):
    """Criteria, an order or a grouping that cannot be understood; names the operator or field."""
