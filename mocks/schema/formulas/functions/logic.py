"""Choices. They evaluate no more than they need: what `if` leaves out, nobody asks for."""

from __future__ import annotations

from typing import Any

from understudy.mocks.schema.formulas.coercion import truth
from understudy.mocks.schema.formulas.functions.registry import eager, lazy
from understudy.mocks.schema.formulas.operators import equal
from understudy.mocks.schema.formulas.run import Closure, Run


def nothing(run: Run) -> Any:
    return None


@lazy
def if_(condition: Closure, then: Closure, otherwise: Closure = nothing) -> Closure:
    return lambda run: then(run) if truth(condition(run)) else otherwise(run)


@lazy
def case(subject: Closure, match: Closure, result: Closure, *more: Closure) -> Closure:
    """The result after the first match that is equal to the subject; a last one alone is for all else."""
    arms = (match, result, *more)
    pairs = list(zip(arms[::2], arms[1::2], strict=False))
    otherwise = arms[-1] if len(arms) % 2 else nothing

    def evaluate(run: Run) -> Any:
        value = subject(run)
        for match, result in pairs:
            if equal(value, match(run)):
                return result(run)
        return otherwise(run)

    return evaluate


@lazy
def and_(first: Closure, *more: Closure) -> Closure:
    """The last value, if all are true; else the first that is not."""

    def evaluate(run: Run) -> Any:
        value = first(run)
        for argument in more:
            if not truth(value):
                break
            value = argument(run)
        return value

    return evaluate


@lazy
def or_(first: Closure, *more: Closure) -> Closure:
    """The first value that is true; else the last."""

    def evaluate(run: Run) -> Any:
        value = first(run)
        for argument in more:
            if truth(value):
                break
            value = argument(run)
        return value

    return evaluate


@lazy
def nor(first: Closure, *more: Closure) -> Closure:
    either = or_(first, *more)
    return lambda run: not truth(either(run))


@eager
def not_(run: Run, value: Any) -> bool:
    return not truth(value)
