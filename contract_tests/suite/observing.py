"""A target that is watched: what is asked of it, how it answers, and how long that takes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from understudy.contract_tests.operations import Operations
from understudy.contract_tests.targets.target import Request, Target
from understudy.contract_tests.traffic import Exchange
from understudy.specs.contract import Contract


@dataclass
class Tally:
    """
    statuses   how often each operation gave each status
    seconds    how long each of its answers took
    elsewhere  requests that are for no operation of the contract
    fidelity   how many answers of each operation were like the mock's, of how many
    covered    how many constraints of each operation a request broke, of how many
    """

    statuses: dict[str, Counter[int]] = field(default_factory=dict)
    seconds: dict[str, list[float]] = field(default_factory=dict)
    elsewhere: int = 0
    fidelity: dict[str, tuple[int, int]] = field(default_factory=dict)
    covered: dict[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def requests(self) -> int:
        return self.elsewhere + sum(counter.total() for counter in self.statuses.values())

    def count(self, operation_id: str | None, exchange: Exchange) -> None:
        if operation_id is None:
            self.elsewhere += 1
        else:
            self.statuses.setdefault(operation_id, Counter())[exchange.status] += 1
            self.seconds.setdefault(operation_id, []).append(exchange.seconds)

    def add(self, other: Tally) -> None:
        self.elsewhere += other.elsewhere
        for operation_id, counter in other.statuses.items():
            self.statuses.setdefault(operation_id, Counter()).update(counter)
            self.seconds.setdefault(operation_id, []).extend(other.seconds[operation_id])
        self.fidelity.update(other.fidelity)
        self.covered.update(other.covered)


class Observed:
    """The target, which answers as it always does. What it can do beyond a Target, it still can."""

    def __init__(self, target: Target, contract: Contract) -> None:
        self.target = target
        self.name = target.name
        self.credentials = target.credentials
        self.others = target.others
        self.tally = Tally()
        self._operations = Operations(contract)

    def ask(self, request: Request) -> Exchange:
        exchange = self.target.ask(request)
        self.tally.count(self._operations.find(request.method, request.path), exchange)
        return exchange

    def may(self, operation_id: str) -> bool:
        return self.target.may(operation_id)

    def close(self) -> None:
        self.target.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.target, name)
