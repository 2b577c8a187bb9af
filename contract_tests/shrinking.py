"""Makes a sequence that fails as short as it can be and still fail."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol, TypeVar

from understudy.contract_tests.failure import Failure
from understudy.contract_tests.targets.target import Request, Target
from understudy.contract_tests.traffic import Exchange

Step = TypeVar("Step")
OF_THE_BODY = frozenset({"content-length", "host"})
"""Headers that whoever sends the request gives anew."""


class Fresh(Target, Protocol):
    """A target that can begin anew."""

    def fresh(self) -> None: ...


def shrink(steps: Sequence[Step], fails: Callable[[Sequence[Step]], bool]) -> list[Step]:
    """The fewest of the steps, in their order, that still fail: none of them can be left out.

    Source: Zeller and Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", 2002.
    """
    kept = list(steps)
    size = max(1, len(kept) // 2)
    while True:
        before = len(kept)
        start = 0
        while start < len(kept):
            rest = kept[:start] + kept[start + size :]
            if len(rest) < len(kept) and fails(rest):
                kept = rest
            else:
                start += size
        if size > 1:
            size = max(1, size // 2)
        elif len(kept) == before:
            return kept


def shrunk(failure: Failure, history: Sequence[Exchange], target: Fresh, base: str) -> Failure:
    """The failure with the fewest requests of its history after which its last answer is the same again.

    `history`: all that was asked up to there; `base`: what comes before the contract's paths in a URL. Where the
    answer does not come again, the failure is left as it is. Raises UnreachableError.
    """
    last = failure.exchanges[-1] if failure.exchanges else None
    if last is None:
        return failure

    def asked(exchanges: Sequence[Exchange]) -> list[Exchange]:
        target.fresh()
        return [target.ask(request(exchange, base)) for exchange in exchanges]

    def fails(before: Sequence[Exchange]) -> bool:
        again = asked([*before, last])[-1]
        return (again.status, again.answer) == (last.status, last.answer)

    earlier = list(history[: _place(history, last)])
    if not fails(earlier):
        return failure
    return replace(failure, exchanges=tuple(asked([*shrink(earlier, fails), last])))


def request(exchange: Exchange, base: str) -> Request:
    """The request that an exchange began with."""
    headers = tuple((name, value) for name, value in exchange.headers.items() if name not in OF_THE_BODY)
    path = exchange.path.removeprefix(base)
    return Request(exchange.method, path, exchange.query, headers, exchange.body)


def _place(history: Sequence[Exchange], last: Exchange) -> int:
    """Where in the history the last exchange is: at its end, if it is not there."""
    places = [number for number, exchange in enumerate(history) if exchange is last]
    return places[-1] if places else len(history)
