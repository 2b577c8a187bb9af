"""Holds recorded traffic against a contract, and says what is wrong, where, and whose it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from understudy.contract_tests.fuzzing.operations import Operation
from understudy.contract_tests.traffic import Exchange
from understudy.contract_tests.verifying.addressed import Addresses
from understudy.contract_tests.verifying.answered import Answered
from understudy.contract_tests.verifying.asked import Asked, Problem
from understudy.contract_tests.verifying.doubting import Doubts
from understudy.contract_tests.verifying.finding import Finding, Whose
from understudy.specs.contract import Contract

OK = range(200, 300)
NOT_FOUND, NOT_ALLOWED = 404, 405
PREFLIGHT = "OPTIONS"
ACCEPTED, REFUSED = ("accepted-broken-request", Whose.TARGET), ("broken-request", Whose.CLIENT)
HERE = "http://localhost"


@dataclass
class Verified:
    """How many exchanges were held against the contract, by operationId, how many were not, and findings."""

    operations: Counter[str] = field(default_factory=Counter)
    elsewhere: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def exchanges(self) -> int:
        return self.operations.total()


def verify(exchanges: Iterable[Exchange], contract: Contract, base_url: str | None = None) -> Verified:
    """Everything that is wrong. With `base_url`, what is not below it is left out."""
    return _Verifying(contract, base_url).run(exchanges)


class _Verifying:
    def __init__(self, contract: Contract, base_url: str | None) -> None:
        parts = urlsplit((base_url or "").rstrip("/"))
        self._origin = f"{parts.scheme}://{parts.netloc}" if base_url else None
        self._before = parts.path if base_url else None
        self._addresses = Addresses(contract)
        self._doubts = Doubts(contract)
        self._sides: dict[str, tuple[Asked, Answered]] = {}

    def run(self, exchanges: Iterable[Exchange]) -> Verified:
        verified = Verified()
        for number, exchange in enumerate(exchanges):
            below = f"{self._before}/"
            if self._origin and not (exchange.origin == self._origin and exchange.path.startswith(below)):
                verified.elsewhere += 1
            elif exchange.method != PREFLIGHT:
                verified.findings += self._findings(number, exchange, verified)
        return verified

    def _findings(self, number: int, exchange: Exchange, verified: Verified) -> Iterator[Finding]:
        asked = f"{exchange.method} {exchange.url[:300]} -> {exchange.status or 'no answer'}"
        addressed = self._addresses.find(exchange, self._before)
        operation = addressed.operation if addressed else None
        verified.operations[operation.operation_id if operation else ""] += 1
        if operation is None or addressed is None:
            yield _nobody(number, asked, exchange, addressed.methods if addressed else ())
            return
        by_client, by_target = self._sides_of(operation)

        def found(code: str, whose: Whose, problem: Problem, doubt: str = "") -> Finding:
            place = problem.pointer, problem.at, problem.message
            return Finding(code, number, asked, operation.operation_id, whose, *place, doubt)

        placed = replace(exchange, url=f"{HERE}{addressed.rest}?{exchange.query}")
        for problem in by_client.problems(exchange, addressed.path):
            code, whose = ACCEPTED if exchange.status in OK else REFUSED
            yield found(code, whose, problem, self._doubts.of_request(operation, placed))
        if not exchange.status:
            yield found("no-answer", Whose.TARGET, Problem("", "status", "the recording has no answer"))
            return
        for code, problem in by_target.problems(exchange):
            yield found(code, Whose.TARGET, problem, self._doubts.of_answer(operation, placed))

    def _sides_of(self, operation: Operation) -> tuple[Asked, Answered]:
        known = self._sides.get(operation.operation_id)
        if known is None:
            known = self._sides[operation.operation_id] = Asked(operation), Answered(operation)
        return known


def _nobody(number: int, asked: str, exchange: Exchange, methods: tuple[str, ...]) -> Finding:
    """A request for no operation is the client's mistake, unless the target has done it."""
    refused = exchange.status in (NOT_FOUND, NOT_ALLOWED)
    whose = Whose.CLIENT if refused else Whose.TARGET
    if methods:
        message = f"the contract has no {exchange.method} here: expected {', '.join(methods)}"
        return Finding("unknown-method", number, asked, "", whose, "#/paths", "method", message)
    return Finding("unknown-path", number, asked, "", whose, "#/paths", "path", "the contract has no such path")
