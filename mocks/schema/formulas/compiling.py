"""From the parts of a formula to a closure that evaluates it: no tree is walked when a record is written."""

from __future__ import annotations

import difflib
from typing import Any

from understudy.mocks.schema.formulas.coercion import plain
from understudy.mocks.schema.formulas.errors import WrongCall
from understudy.mocks.schema.formulas.functions import FUNCTIONS
from understudy.mocks.schema.formulas.functions.patterns import compiled
from understudy.mocks.schema.formulas.operators import OPERATORS
from understudy.mocks.schema.formulas.run import Closure, Run
from understudy.mocks.schema.formulas.syntax import Call, Listing, Literal, Name, Node, Operation

MATCHING = ("match", "regex", "replace")


def closure(node: Node) -> Closure:
    """Raises WrongCall for a function that is not there or takes another number of arguments, and BadPattern."""
    if isinstance(node, Literal):
        return _literal(node.value)
    if isinstance(node, Name):
        path = node.path
        return lambda run: run.get(path)
    if isinstance(node, Operation):
        return _operation(node)
    if isinstance(node, Listing):
        return _listing(node)
    return _call(node)


def _literal(value: object) -> Closure:
    return lambda run: value


def _operation(node: Operation) -> Closure:
    operator, left, right = OPERATORS[node.sign], closure(node.left), closure(node.right)
    return lambda run: operator(left(run), right(run))


def _listing(node: Listing) -> Closure:
    entries = [closure(entry) for entry in node.entries]

    def evaluate(run: Run) -> list[Any]:
        run.spend(len(entries))
        return [plain(entry(run)) for entry in entries]

    return evaluate


def _call(node: Call) -> Closure:
    function = FUNCTIONS.get(node.function)
    if function is None:
        raise WrongCall(
            f"there is no function {node.function}() at column {node.column}: {_remedy(node.function)}"
        )
    function.refuse_count(len(node.arguments), f"at column {node.column}")
    if node.function in MATCHING:
        expression = node.arguments[0]
        if isinstance(expression, Literal) and isinstance(expression.value, str):
            compiled(expression.value)
    return function.build(*map(closure, node.arguments))


def _remedy(name: str) -> str:
    close = difflib.get_close_matches(name, FUNCTIONS, 1)
    return f"write {close[0]}()" if close else f"there are {', '.join(sorted(FUNCTIONS))}"


def names(node: Node) -> tuple[str, ...]:
    """The paths that a formula reads, each once, in the order in which they stand."""
    found: dict[str, None] = {}
    waiting = [node]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Name):
            found[part.path] = None
        elif isinstance(part, Call):
            waiting.extend(reversed(part.arguments))
        elif isinstance(part, Listing):
            waiting.extend(reversed(part.entries))
        elif isinstance(part, Operation):
            waiting.extend((part.right, part.left))
    return tuple(found)
