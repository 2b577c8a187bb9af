"""Schemathesis finds nothing, openapi-core agrees, and the same requests get the same bytes."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from understudy.contract_tests import campaign, narrowing
from understudy.contract_tests.campaign import Report
from understudy.contract_tests.first_opinion import FirstOpinion, Validation, Verdict
from understudy.contract_tests.plan import Plan
from understudy.contract_tests.second_opinion import SecondOpinion
from understudy.contract_tests.subjects import PLANS
from understudy.contract_tests.targets.local import Local
from understudy.contract_tests.targets.target import Request
from understudy.specs import contract
from understudy.specs.contract import Contract

WHOLE = "WHOLE" in os.environ


@pytest.fixture(scope="module", params=PLANS)
def api(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def mock(api: str) -> Iterator[Local]:
    with Local(api) as target:
        yield target


@pytest.fixture(scope="module")
def plan(api: str, mock: Local) -> Plan:
    return PLANS[api](mock.sandbox)


@pytest.fixture(scope="module")
def promised(api: str, plan: Plan) -> Contract:
    """The contract, or a part of it where the plan says so and the environment does not ask for the WHOLE."""
    whole = contract.load(api)
    return whole if WHOLE else narrowing.part(whole, plan.tags)


@pytest.fixture(scope="module")
def report(promised: Contract, mock: Local, plan: Plan) -> Report:
    """What Schemathesis found, and all that it sent."""
    return campaign.run(mock, promised, plan, seed=1)


def test_schemathesis_finds_nothing(report: Report) -> None:
    assert not report.failures, "\n\n".join(map(str, report.failures[:5]))


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


@pytest.fixture(scope="module")
def first(promised: Contract, plan: Plan) -> FirstOpinion:
    return Verdict() if plan.judges else Validation(promised)


def test_openapi_core_agrees(report: Report, promised: Contract, first: FirstOpinion) -> None:
    found = list(SecondOpinion(promised, first).disagreements(report.exchanges))
    assert not found, "\n\n".join(str(disagreement) for disagreement in found[:5])


def test_what_keeps_the_contract_is_refused_for_known_reasons_only(
    report: Report, plan: Plan, first: FirstOpinion
) -> None:
    """A mock that judges by itself names a field and a code each time, as its contract says of its errors."""
    known = [text.encode() for texts in plan.refusals.values() for text in texts]
    for exchange in report.exchanges:
        if exchange.status == 400 and first.of_request(exchange) is None:
            assert any(text in exchange.answer for text in known), str(exchange)


def test_same_requests_same_bytes(report: Report, api: str) -> None:
    """The campaign's own requests, replayed in their order against a fresh mock."""
    with Local(api) as fresh:
        PLANS[api](fresh.sandbox)
        for exchange in report.exchanges:
            path = exchange.path.removeprefix(fresh.base)
            headers = tuple(exchange.headers.items())
            answer = fresh.ask(Request(exchange.method, path, exchange.query, headers, exchange.body))
            assert (answer.status, answer.answer) == (exchange.status, exchange.answer), str(exchange)
