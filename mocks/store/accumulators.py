"""What the values of a group come to, one after the other.

Source: MongoDB manual, Accumulators ($group, $bucket, $setWindowFields).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Any, Protocol

from understudy.mocks.store.criteria.values import LARGEST, MISSING, Kind, identity, kind, nearest


class Accumulator(Protocol):
    def add(self, value: Any) -> None: ...

    def result(self) -> Any: ...


class Sum:
    """Of the numbers; whole as long as they are. What rounding loses of the others is carried along."""

    def __init__(self) -> None:
        self._whole = 0
        self._real: float | None = None
        self._lost = 0.0

    def add(self, value: Any) -> None:
        if kind(value) is not Kind.NUMBER:
            return
        if isinstance(value, int):
            self._whole += value
            return
        before = self._real or 0.0
        self._real = after = before + value
        self._lost += (before - after) + value if abs(before) >= abs(value) else (value - after) + before

    def result(self) -> int | float:
        if self._real is not None:
            return self._real + self._lost + self._whole
        return self._whole if abs(self._whole) <= LARGEST else nearest(self._whole)


class Average:
    """Of the numbers; null where there are none."""

    def __init__(self) -> None:
        self._sum = Sum()
        self._count = 0

    def add(self, value: Any) -> None:
        if kind(value) is Kind.NUMBER:
            self._sum.add(value)
            self._count += 1

    def result(self) -> float | None:
        return self._sum.result() / self._count if self._count else None


class Extreme:
    """The least or the greatest in the order of all values; null where there is none but null."""

    def __init__(self, *, greatest: bool) -> None:
        self._greatest = greatest
        self._value: Any = None

    def add(self, value: Any) -> None:
        if kind(value) is Kind.NULL:
            return
        more = identity(value) > identity(self._value)
        if self._value is None or (more if self._greatest else identity(value) < identity(self._value)):
            self._value = value

    def result(self) -> Any:
        return self._value


class First:
    def __init__(self) -> None:
        self._value: Any = None
        self._empty = True

    def add(self, value: Any) -> None:
        if self._empty:
            self._value, self._empty = known(value), False

    def result(self) -> Any:
        return self._value


class Last:
    def __init__(self) -> None:
        self._value: Any = None

    def add(self, value: Any) -> None:
        self._value = known(value)

    def result(self) -> Any:
        return self._value


class Push:
    """All that there are, null included."""

    def __init__(self) -> None:
        self._values: list[Any] = []

    def add(self, value: Any) -> None:
        if value is not MISSING:
            self._values.append(value)

    def result(self) -> list[Any]:
        return self._values


class AddToSet:
    """Each that there is once, in the order of their coming."""

    def __init__(self) -> None:
        self._values: dict[Hashable, Any] = {}

    def add(self, value: Any) -> None:
        if value is not MISSING:
            self._values.setdefault(identity(value), value)

    def result(self) -> list[Any]:
        return list(self._values.values())


ACCUMULATORS: Mapping[str, Callable[[], Accumulator]] = {
    "$sum": Sum,
    "$avg": Average,
    "$min": lambda: Extreme(greatest=False),
    "$max": lambda: Extreme(greatest=True),
    "$first": First,
    "$last": Last,
    "$push": Push,
    "$addToSet": AddToSet,
}


def known(value: Any) -> Any:
    return None if value is MISSING else value
