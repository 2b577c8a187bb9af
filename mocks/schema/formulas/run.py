"""One evaluation of a formula: the scope, and how much work is left to do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from understudy.mocks.schema.formulas.errors import TooMuch
from understudy.mocks.schema.formulas.scope import Scope

MOST_WORK = 1_000_000
"""Characters and entries that the functions of one evaluation may handle in all."""

LONGEST_TEXT = 100_000
"""Characters that a formula may make into one text."""


class Run:
    """`get` gives a field by its path."""

    __slots__ = ("get", "left", "scope")

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.get: Callable[[str], Any] = scope.get
        self.left = MOST_WORK

    def spend(self, amount: int) -> None:
        """Counts characters or entries that are handled. Raises TooMuch."""
        self.left -= amount
        if self.left < 0:
            raise TooMuch(
                f"the formula handles more than {MOST_WORK:,} characters and entries: let it read smaller fields"
            )


Closure = Callable[[Run], Any]


def bounded(length: int) -> None:
    """Raises TooMuch for a text of that length, before it is made."""
    if length > LONGEST_TEXT:
        raise TooMuch(f"the formula makes a text of {length:,} characters: {LONGEST_TEXT:,} is the most")
