"""Sends the checks after a mutant, one kind after the other, until one of them finds it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from understudy.contract_tests import behaviour
from understudy.contract_tests.behaviour.declaration import declared
from understudy.contract_tests.failure import Failure
from understudy.contract_tests.mutants.mutant import Mutant
from understudy.contract_tests.mutants.planting import planted
from understudy.contract_tests.reference.comparing import held
from understudy.contract_tests.reference.walking import Walk, walk
from understudy.contract_tests.targets.local import Local
from understudy.specs import contract

SEED = 1


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


def hunt(mutant: Mutant) -> Kill:
    """Raises PlantingError."""
    right(mutant.api)
    begun = time.perf_counter()
    with planted(mutant):
        local = Local(mutant.api, SEED)
    with planted(mutant), local:
        for failure in _failures(mutant.api, local):
            told = f"{failure.operation} {failure.place}: {failure.message}"
            return Kill(failure.code, told[:300], time.perf_counter() - begun)
    return Kill("", "", time.perf_counter() - begun)


def _failures(api: str, local: Local) -> Iterator[Failure]:
    promised = contract.load(api)
    yield from behaviour.check(promised, local, SEED)
    local.fresh()
    declaration = declared(promised)
    yield from held(declaration, right(api), walk(promised, declaration, local, SEED)).failures
