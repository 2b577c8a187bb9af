"""Schemathesis on the same mutants, with the same time for each."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import cache

from understudy.contract_tests import campaign
from understudy.contract_tests.mutants.mutant import Mutant
from understudy.contract_tests.mutants.planting import planted
from understudy.contract_tests.subjects import PLANS
from understudy.contract_tests.targets.local import Local
from understudy.specs import contract

SEED = 1


@cache
def of_the_right_one(api: str, seconds: float) -> frozenset[str]:
    """Fingerprints of what it finds where nothing is wrong: false alarms. Ask before a mistake is planted."""
    end = time.monotonic() + 2 * seconds
    with Local(api, SEED) as local:
        report = _run(api, local, lambda _: time.monotonic() >= end)
    return frozenset(failure.fingerprint for failure in report.failures)


def finds(mutant: Mutant, seconds: float) -> bool:
    """Whether it finds the mistake in so many seconds."""
    known = of_the_right_one(mutant.api, seconds)

    def found(report: campaign.Report) -> bool:
        return any(failure.fingerprint not in known for failure in report.failures)

    end = time.monotonic() + seconds
    with planted(mutant):
        local = Local(mutant.api, SEED)
    with planted(mutant), local:
        return found(_run(mutant.api, local, lambda report: time.monotonic() >= end or found(report)))


def _run(api: str, local: Local, enough: Callable[[campaign.Report], bool]) -> campaign.Report:
    return campaign.run(local, contract.load(api), PLANS[api](local.sandbox), SEED, enough=enough)
