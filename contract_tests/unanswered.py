"""A request that got no answer, as a failure."""

from __future__ import annotations

from understudy.contract_tests.failure import Failure, Whose
from understudy.contract_tests.operations import Operations
from understudy.contract_tests.targets.target import NoAnswerError


def unanswered(error: NoAnswerError, operations: Operations) -> Failure:
    exchange = error.exchange
    return Failure(
        code="no-answer",
        operation=operations.find(exchange.method, error.path) or f"{exchange.method} {error.path}",
        whose=Whose.TARGET,
        rule="every request gets an answer",
        place=exchange.method,
        message=str(error),
        exchanges=(exchange,),
    )
