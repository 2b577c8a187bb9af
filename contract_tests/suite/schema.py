"""The contract's own words: Schemathesis asks, and openapi-core judges after it."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import replace

from understudy.contract_tests import campaign, narrowing
from understudy.contract_tests.failure import Failure, Whose
from understudy.contract_tests.first_opinion import Validation, Verdict
from understudy.contract_tests.operations import Operations, base_path
from understudy.contract_tests.plan import Plan
from understudy.contract_tests.second_opinion import Disagreement, SecondOpinion
from understudy.contract_tests.subjects import PLANS, STATIC
from understudy.contract_tests.suite.entering import logged_in
from understudy.contract_tests.suite.extent import Extent
from understudy.contract_tests.suite.observing import Observed
from understudy.contract_tests.suite.shares import shares
from understudy.contract_tests.targets.local import Local
from understudy.contract_tests.traffic import Exchange
from understudy.specs.contract import Contract

SHARDS, WALKS = 8, 2
SINGLE = frozenset({"examples", "coverage", "fuzzing"})


def single(contract: Contract, target: Observed, extent: Extent, shard: int) -> Iterator[Failure]:
    """Operations one by one, those of one of the SHARDS."""
    plan = _plan(contract, target, extent)
    paths = shares(_reach(contract, plan, extent), SHARDS)[shard]
    if paths:
        part = narrowing.of_paths(contract, lambda path, _: path in paths)
        yield from _asked(part, target, plan, extent.seed, SINGLE)


def walks(contract: Contract, target: Observed, extent: Extent, shard: int) -> Iterator[Failure]:
    """Walks from operation to operation, by the contract's links, one of WALKS parts of them."""
    plan = _plan(contract, target, extent)
    part = _reach(contract, plan, extent)
    fewer = replace(plan, walks=max(1, plan.walks // WALKS))
    yield from _asked(part, target, fewer, extent.seed + shard, {"stateful"})


def _plan(contract: Contract, target: Observed, extent: Extent) -> Plan:
    asked = target.target
    if isinstance(asked, Local):
        plan = PLANS[contract.api](asked.sandbox)
    else:
        plan = replace(STATIC[contract.api], credentials=logged_in(contract, target))
    return plan if extent.examples is None else replace(plan, max_examples=extent.examples)


def _reach(contract: Contract, plan: Plan, extent: Extent) -> Contract:
    return contract if extent.whole else narrowing.part(contract, plan.tags)


def _asked(contract: Contract, target: Observed, plan: Plan, seed: int, phases: Set[str]) -> Iterator[Failure]:
    report = campaign.run(target, contract, plan, seed, phases)
    yield from report.failures
    wrong = {id(exchange) for failure in report.failures for exchange in failure.exchanges[-1:]}
    operations = Operations(contract)
    first = Verdict() if plan.judges else Validation(contract)
    asked = {}
    for exchange in (one for one in report.exchanges if id(one) not in wrong):
        path = exchange.path.removeprefix(target.base)
        operation_id = operations.find(exchange.method, path)
        if operation_id is not None:
            query = f"?{exchange.query}" if exchange.query else ""
            moved = replace(exchange, url=exchange.origin + base_path(contract) + path + query)
            asked[id(moved)] = moved, exchange, operation_id
    opinion = SecondOpinion(contract, first)
    for found in opinion.disagreements(moved for moved, _, _ in asked.values()):
        _, exchange, operation_id = asked[id(found.exchange)]
        yield _second(found, exchange, operation_id, plan.judges)


def _second(found: Disagreement, exchange: Exchange, operation_id: str, judges: bool) -> Failure:
    about_answer = found.about == "answer"
    return Failure(
        code=f"second-opinion-{found.about}",
        operation=operation_id,
        # Of a request, two validators disagree, one of which is the mock's, unless the target itself let it in.
        whose=Whose.TARGET if about_answer or judges else Whose.MOCK,
        rule=f"openapi-core finds nothing wrong with the {found.about} that Schemathesis lets pass",
        place=f"{exchange.status} {found.kind}",
        message=found.opinion,
        exchanges=(exchange,),
    )
