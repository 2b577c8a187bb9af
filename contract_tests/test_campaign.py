"""Schemathesis finds nothing, openapi-core agrees, and the same requests get the same bytes."""

from __future__ import annotations

import pytest

from understudy.contract_tests.campaign import Report
from understudy.contract_tests.inprocess import Caller
from understudy.contract_tests.second_opinion import SecondOpinion
from understudy.contract_tests.thinkific.conftest import mock
from understudy.mocks import composition
from understudy.specs.contract import Contract


def test_schemathesis_finds_nothing(report: Report) -> None:
    assert not report.failures, "\n\n".join(report.failures[:5])


@pytest.mark.parametrize("phase", ["examples", "coverage", "fuzzing", "stateful"])
def test_every_phase_asked(report: Report, phase: str) -> None:
    assert report.phases[phase] > 0


def test_every_operation_was_asked(report: Report, promised: Contract) -> None:
    assert report.operations == {f"{method} {path}" for method, path, _ in promised.operations().values()}


def test_openapi_core_agrees(report: Report, promised: Contract) -> None:
    found = list(SecondOpinion(promised).disagreements(report.exchanges))
    assert not found, "\n\n".join(str(disagreement) for disagreement in found[:5])


def test_same_requests_same_bytes(report: Report) -> None:
    """The campaign's own requests, replayed in their order against a fresh mock."""
    with Caller(composition.app(mock(), at_root=True), {}) as caller:
        for exchange in report.exchanges:
            answer = caller.ask(exchange.method, exchange.path, exchange.query, exchange.headers, exchange.body)
            assert (answer.status, answer.body) == (exchange.status, exchange.answer), str(exchange)
