"""Formulas: how a field of a record is worked out from others. The language: docs/schema-formulas.md."""

from __future__ import annotations

from understudy.mocks.schema.formulas.errors import (
    BadPattern,
    CycleError,
    FormulaError,
    FormulaSyntaxError,
    TooComplex,
    TooMuch,
    Unwritable,
    WrongCall,
)
from understudy.mocks.schema.formulas.formula import (
    Formula,
    compile,  # noqa: A004 (read as `formulas.compile`, like `re.compile`)
    compile_rule,
)
from understudy.mocks.schema.formulas.ordering import in_order
from understudy.mocks.schema.formulas.scope import RecordScope, Scope

__all__ = [
    "BadPattern",
    "CycleError",
    "Formula",
    "FormulaError",
    "FormulaSyntaxError",
    "RecordScope",
    "Scope",
    "TooComplex",
    "TooMuch",
    "Unwritable",
    "WrongCall",
    "compile",
    "compile_rule",
    "in_order",
]
