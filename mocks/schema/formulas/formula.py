"""A formula, compiled once and evaluated for many records."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from understudy.mocks.schema.formulas import compiling
from understudy.mocks.schema.formulas.coercion import plain
from understudy.mocks.schema.formulas.parsing import parse
from understudy.mocks.schema.formulas.run import Run
from understudy.mocks.schema.formulas.scope import Scope
from understudy.mocks.schema.formulas.syntax import Call, Literal, Node


class Formula:
    """`names` are the paths that it reads, each once."""

    __slots__ = ("_closure", "names", "text")

    def __init__(self, text: str, change: Callable[[Node], Node] = lambda node: node) -> None:
        """Raises FormulaError."""
        node = change(parse(text))
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
    return Formula(text)


@lru_cache(maxsize=4096)
def compile_rule(text: str) -> Formula:
    """The formula of a rule, which holds where its value is true. Raises FormulaError.

    An `if` without `else` holds where it says nothing: `if(active, not(pending))` is only about what is active.
    """
    return Formula(text, _holding)


def _holding(node: Node) -> Node:
    if not isinstance(node, Call) or node.function != "if" or not 2 <= len(node.arguments) <= 3:
        return node
    condition, then, *otherwise = node.arguments
    last = _holding(otherwise[0]) if otherwise else Literal(True)
    return Call("if", (condition, _holding(then), last), node.column)
