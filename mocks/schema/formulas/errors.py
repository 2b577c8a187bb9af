"""What can be wrong with a formula.

FormulaError
├── FormulaSyntaxError   when it is compiled: no formula
├── WrongCall            when it is compiled: no such function, or not so many arguments
├── TooComplex           when it is compiled: too long, or too deep
├── CycleError           when a model's formulas are put in order: they wait for each other
├── BadPattern           a regular expression that is none; when it is compiled, if it stands in the formula
├── TooMuch              when it is evaluated: more text or entries than a formula may handle
└── Unwritable           when it is evaluated: a value that no text can show
"""

from __future__ import annotations

from collections.abc import Sequence


class FormulaError(ValueError):
    """A formula that cannot be compiled, put in order or evaluated. The message is fit for the user."""


class FormulaSyntaxError(FormulaError):
    """Text that is no formula; `column` counts from 1."""

    def __init__(self, text: str, column: int, reason: str) -> None:
        super().__init__(f"{reason} at column {column} of the formula {shortened(text)}")
        self.column = column


class WrongCall(FormulaError):
    """A function that is not there, or that takes another number of arguments."""


class TooComplex(FormulaError):
    """A formula that is longer or deeper than one may be."""


class CycleError(FormulaError):
    """Formulas that wait for each other. `cycle` names each field once; each reads the next."""

    def __init__(self, cycle: Sequence[str]) -> None:
        told = " reads ".join((*cycle, cycle[0]))
        super().__init__(f"the formulas go round in a circle: {told}; let one of them read other fields")
        self.cycle = tuple(cycle)


class BadPattern(FormulaError):
    """A regular expression that cannot be used."""

    def __init__(self, pattern: str, reason: str) -> None:
        super().__init__(f"the regular expression {shortened(pattern)} cannot be used: {reason}")


class TooMuch(FormulaError):
    """More text or entries than a formula may handle."""


class Unwritable(FormulaError):
    """A value that no text can show."""


def shortened(text: str, longest: int = 80) -> str:
    """The text in quotes, at a length that fits a message."""
    return repr(text if len(text) <= longest else f"{text[: longest - 1]}…")
