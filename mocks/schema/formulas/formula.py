"""A formula, compiled once and evaluated for many records."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from understudy.mocks.schema.formulas import compiling
from understudy.mocks.schema.formulas.coercion import plain
from understudy.mocks.schema.formulas.errors import FormulaError
from understudy.mocks.schema.formulas.parsing import parse
from understudy.mocks.schema.formulas.run import Run
from understudy.mocks.schema.formulas.scope import Scope


class Formula:
    """`names` are the paths that it reads, each once."""

    __slots__ = ("_closure", "names", "text")

    def __init__(self, text: str) -> None:
        """Raises FormulaError."""
        node = parse(text)
        self.text = text
        self.names = compiling.names(node)
        self._closure = compiling.closure(node)

    def evaluate(self, scope: Scope) -> Any:
        """A JSON value. Raises FormulaError, and whatever the scope raises, but nothing else."""
        return plain(self._closure(Run(scope)))

    def __repr__(self) -> str:
        return f"Formula({self.text!r})"


@lru_cache(maxsize=4096)
def compile(text: str) -> Formula:  # noqa: A001 (read as `formulas.compile`, like `re.compile`)
    """The formula of a text. Raises FormulaError, which tells what is wrong with it and where."""
    if not isinstance(text, str):
        raise FormulaError(f"a formula is a text, not {text!r}")
    return Formula(text)
