"""A target that is watched: what is asked of it, how it answers, and how long that takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from understudy.contract_tests.targets.target import Request, Target
from understudy.contract_tests.traffic import Exchange
from understudy.mocks.pipeline.errors import ProtocolError
from understudy.mocks.pipeline.routing import Node
from understudy.specs.contract import Contract


@dataclass
class Tally:
    """How often each operation gave each status, and how long each answer took."""

    statuses: dict[str, Counter[int]] = field(default_factory=dict)
    seconds: dict[str, list[float]] = field(default_factory=dict)
    elsewhere: int = 0
    """Requests that are for no operation of the contract."""

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


class Operations:
    """Which operation of a contract a request is for."""

    def __init__(self, contract: Contract) -> None:
        self._root = Node()
        for operation_id, (method, path, _) in contract.operations().items():
            self._root.grow(path).methods[method] = {"operation_id": operation_id}

    def find(self, method: str, path: str) -> str | None:
        """The operationId; None if the contract has no such operation. A HEAD is the GET of its path."""
        try:
            node, _ = self._root.find(path)
        except ProtocolError:
            return None
        found = node.methods.get(method) or (node.methods.get("GET") if method == "HEAD" else None)
        return found and found["operation_id"]


class Observed:
    """The target, which answers as it always does. What it can do beyond a Target, it still can."""

    def __init__(self, target: Target, contract: Contract) -> None:
        self.target = target
        self.tally = Tally()
        self._operations = Operations(contract)

    @property
    def name(self) -> str:
        return self.target.name

    @property
    def credentials(self) -> Mapping[str, str]:
        return self.target.credentials

    @property
    def others(self) -> Mapping[str, str] | None:
        return self.target.others

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
