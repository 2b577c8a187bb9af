"""The functions that formulas can call. Importing this registers them all."""

from __future__ import annotations

from understudy.mocks.schema.formulas.functions import cases, dates, logic, numbers, patterns, texts
from understudy.mocks.schema.formulas.functions.registry import FUNCTIONS, Function

__all__ = ["FUNCTIONS", "Function", "cases", "dates", "logic", "numbers", "patterns", "texts"]
