"""Schemathesis on the same mutants, with the same time for each."""

from __future__ import annotations

import time
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
        plan = PLANS[api](local.sandbox)
        report = campaign.run(local, contract.load(api), plan, SEED, enough=lambda _: time.monotonic() >= end)
    return frozenset(failure.fingerprint for failure in report.failures)


def finds(mutant: Mutant, seconds: float) -> bool:
    """Whether it finds the mistake in so many seconds."""
    known, promised = of_the_right_one(mutant.api, seconds), contract.load(mutant.api)

    def found(report: campaign.Report) -> bool:
        return any(failure.fingerprint not in known for failure in report.failures)

    with planted(mutant):
        local = Local(mutant.api, SEED)
    plan = PLANS[mutant.api](local.sandbox)  # what it needs is arranged without the mistake
    end = time.monotonic() + seconds
    with planted(mutant), local:
        return found(
            campaign.run(
                local, promised, plan, SEED, enough=lambda report: time.monotonic() >= end or found(report)
            )
        )
