"""What the signs of a formula do."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, DecimalException
from typing import Any

from understudy.mocks.schema.formulas.coercion import CONTEXT, LARGEST_WHOLE, Number, number, numeric, text, truth
from understudy.mocks.schema.formulas.run import bounded

Calculation = Callable[[Number, Number], Decimal]


def add(left: Any, right: Any) -> Any:
    """The sum; of a text and anything, both as one text; of nothing and nothing, nothing."""
    if type(left) is int and type(right) is int:
        total = left + right
        if -LARGEST_WHOLE <= total <= LARGEST_WHOLE:
            return total
    if isinstance(left, str | list | dict) or isinstance(right, str | list | dict):
        start, end = text(left), text(right)
        bounded(len(start) + len(end))
        return start + end
    if left is None and right is None:
        return None
    return _calculated(CONTEXT.add, left, right)


def subtract(left: Any, right: Any) -> Any:
    if type(left) is int and type(right) is int:
        difference = left - right
        if -LARGEST_WHOLE <= difference <= LARGEST_WHOLE:
            return difference
    return _calculated(CONTEXT.subtract, left, right)


def multiply(left: Any, right: Any) -> Any:
    return _calculated(CONTEXT.multiply, left, right)


def divide(left: Any, right: Any) -> Any:
    return _calculated(CONTEXT.divide, left, right)


def remainder(left: Any, right: Any) -> Any:
    """Has the sign of what is divided."""
    return _calculated(CONTEXT.remainder, left, right)


def _calculated(calculation: Calculation, left: Any, right: Any) -> Decimal | None:
    """Null where there is no such number: after a division by zero, or beyond what a float can hold."""
    try:
        return calculation(number(left), number(right))
    except DecimalException:
        return None


def equal(left: Any, right: Any) -> bool:
    """Nothing is equal to what is empty (0, "", false). Arrays and objects are equal to themselves alone."""
    if isinstance(left, str) and isinstance(right, str):
        return left == right
    if left is None or right is None:
        return not truth(left) and not truth(right)
    if isinstance(left, list | dict) or isinstance(right, list | dict):
        return left is right
    start = numeric(left)
    return start is not None and start == numeric(right)


def unequal(left: Any, right: Any) -> bool:
    return not equal(left, right)


def same(left: Any, right: Any) -> bool:
    """Equal, and of one kind."""
    return _kind(left) is _kind(right) and equal(left, right)


def other(left: Any, right: Any) -> bool:
    return not same(left, right)


def _kind(value: Any) -> type:
    return Decimal if type(value) in (int, float) else type(value)


def less(left: Any, right: Any) -> bool:
    """Texts by their letters, all else by its number; what has none is neither less nor more."""
    if isinstance(left, str) or isinstance(right, str):
        if isinstance(left, str | None) and isinstance(right, str | None):
            return (left or "") < (right or "")
    elif type(left) is int and type(right) is int:
        return left < right
    start, end = numeric(left), numeric(right)
    return start is not None and end is not None and start < end


def more(left: Any, right: Any) -> bool:
    return less(right, left)


def at_most(left: Any, right: Any) -> bool:
    return less(left, right) or equal(left, right)


def at_least(left: Any, right: Any) -> bool:
    return less(right, left) or equal(left, right)


OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "+": add,
    "-": subtract,
    "*": multiply,
    "/": divide,
    "%": remainder,
    "==": equal,
    "!=": unequal,
    "===": same,
    "!==": other,
    "<": less,
    "<=": at_most,
    ">": more,
    ">=": at_least,
}
