"""Schemathesis finds nothing, openapi-core agrees, and the same requests get the same bytes."""

from __future__ import annotations

import pytest

from understudy.contract_tests import campaign
from understudy.contract_tests.campaign import Plan, Report
from understudy.contract_tests.first_opinion import FirstOpinion
from understudy.contract_tests.inprocess import Caller
from understudy.contract_tests.second_opinion import SecondOpinion
from understudy.contract_tests.subjects import PLANS, seeded
from understudy.mocks import composition
from understudy.mocks.sandboxes import Sandboxes
from understudy.specs import contract
from understudy.specs.contract import Contract


@pytest.fixture(scope="module", params=PLANS)
def promised(request: pytest.FixtureRequest) -> Contract:
    return contract.load(request.param)


@pytest.fixture(scope="module")
def mock(promised: Contract) -> dict[str, Sandboxes]:
    return seeded(promised.api)


@pytest.fixture(scope="module")
def plan(promised: Contract, mock: dict[str, Sandboxes]) -> Plan:
    return PLANS[promised.api](mock[promised.api])


@pytest.fixture(scope="module")
def report(promised: Contract, mock: dict[str, Sandboxes], plan: Plan) -> Report:
    """What Schemathesis found, and all that it sent."""
    return campaign.run(composition.app(mock, at_root=True), promised, plan, seed=1)


def test_schemathesis_finds_nothing(report: Report) -> None:
    assert not report.failures, "\n\n".join(report.failures[:5])


@pytest.mark.parametrize("phase", ["examples", "coverage", "fuzzing", "stateful"])
def test_every_phase_asked(report: Report, phase: str) -> None:
    assert report.phases[phase] > 0


def test_every_operation_was_asked_and_done(report: Report, promised: Contract) -> None:
    every = {f"{method} {path}" for method, path, _ in promised.operations().values()}
    assert (report.operations, report.succeeded) == (every, every)


def test_its_credentials_let_it_in(report: Report) -> None:
    """But for the checks that come without, or with wrong ones: what is asked by nobody proves little."""
    refused = [exchange for exchange in report.exchanges if exchange.status == 401]
    assert len(refused) < len(report.exchanges) / 6


def test_openapi_core_agrees(report: Report, promised: Contract) -> None:
    found = list(SecondOpinion(promised).disagreements(report.exchanges))
    assert not found, "\n\n".join(str(disagreement) for disagreement in found[:5])


def test_what_keeps_the_contract_is_refused_for_known_reasons_only(
    report: Report, promised: Contract, plan: Plan
) -> None:
    opinion = FirstOpinion(promised)
    known = [text.encode() for texts in plan.refusals.values() for text in texts]
    for exchange in report.exchanges:
        if exchange.status == 400 and opinion.of_request(exchange) is None:
            assert any(text in exchange.answer for text in known), str(exchange)


def test_same_requests_same_bytes(report: Report, promised: Contract) -> None:
    """The campaign's own requests, replayed in their order against a fresh mock."""
    fresh = seeded(promised.api)
    PLANS[promised.api](fresh[promised.api])
    with Caller(composition.app(fresh, at_root=True), {}) as caller:
        for exchange in report.exchanges:
            answer = caller.ask(exchange.method, exchange.path, exchange.query, exchange.headers, exchange.body)
            assert (answer.status, answer.body) == (exchange.status, exchange.answer), str(exchange)
