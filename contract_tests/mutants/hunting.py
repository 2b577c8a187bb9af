"""Sends the checks after a mutant, one kind after the other, until one of them finds it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice

from understudy.contract_tests import behaviour
from understudy.contract_tests.behaviour.declaration import declared
from understudy.contract_tests.failure import Failure, Whose
from understudy.contract_tests.fuzzing.fuzzer import Fuzzer
from understudy.contract_tests.mutants.mutant import Mutant
from understudy.contract_tests.mutants.planting import planted
from understudy.contract_tests.reference.comparing import held
from understudy.contract_tests.reference.walking import Walk, walk
from understudy.contract_tests.targets.local import Local
from understudy.specs import contract
from understudy.specs.contract import Contract

SEED = 1
MOST = 6_000
"""Broken requests that a mutant is sent."""
REFUSED = "What breaks a rule of the contract is refused."


class FalseAlarmError(RuntimeError):
    """A check fails on the mock as it is."""


@dataclass(frozen=True)
class Kill:
    """`by`: the code of the check; '' of a mutant that survived. `seconds` it took."""

    by: str
    told: str
    seconds: float


@cache
def right(api: str) -> Walk:
    """What the mock answers without a mistake. Ask for it before any is planted."""
    with Local(api, SEED) as local:
        return walk(contract.load(api), declared(contract.load(api)), local, SEED)


def prepare(api: str) -> float:
    """Asks the mock without a mistake all that a mutant is asked. Returns the seconds that it took.

    Raises FalseAlarmError where something is wrong with it.
    """
    right(api), fuzzed(api)
    begun = time.perf_counter()
    with Local(api, SEED) as local:
        for failure in _failures(contract.load(api), local):
            raise FalseAlarmError(f"{api} has no mistake, and {failure.code} is told: {failure.message}")
    return time.perf_counter() - begun


def hunt(mutant: Mutant) -> Kill:
    """Raises PlantingError."""
    promised, _, _ = contract.load(mutant.api), right(mutant.api), fuzzed(mutant.api)
    begun = time.perf_counter()
    with planted(mutant):
        local = Local(mutant.api, SEED)
    with planted(mutant), local:
        for failure in _failures(promised, local):
            told = f"{failure.operation} {failure.place}: {failure.message}"
            return Kill(failure.code, told[:300], time.perf_counter() - begun)
    return Kill("", "", time.perf_counter() - begun)


def _broken(api: str, local: Local) -> Iterator[Failure]:
    """Requests that break one rule each must be refused, and with a status that the contract has for it."""
    fuzzer = fuzzed(api)
    for one in islice(fuzzer.requests(SEED, broken=1.0), min(len(fuzzer.breakable), MOST)):
        exchange = local.ask(one.request)
        if one.label.rule is not None and exchange.status not in one.label.expected:
            rule = f"{one.label.rule.pointer} {one.label.rule.keyword}"
            told = f"a request that breaks {rule} was answered {exchange.status}"
            yield Failure("broken-request", one.operation_id, Whose.TARGET, REFUSED, rule, told, (exchange,))


@cache
def fuzzed(api: str) -> Fuzzer:
    return Fuzzer(contract.load(api))


def _failures(promised: Contract, local: Local) -> Iterator[Failure]:
    yield from behaviour.check(promised, local, SEED)
    local.fresh()
    yield from _broken(promised.api, local)
    local.fresh()
    declaration = declared(promised)
    yield from held(declaration, right(promised.api), walk(promised, declaration, local, SEED)).failures
