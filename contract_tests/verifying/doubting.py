"""What openapi-core says of what we think is broken: it reads the contract for itself, and slower."""

from __future__ import annotations

from dataclasses import replace

from understudy.contract_tests.first_opinion import Verdict
from understudy.contract_tests.fuzzing.operations import Operation
from understudy.contract_tests.second_opinion import SecondOpinion
from understudy.contract_tests.traffic import Exchange
from understudy.specs.contract import Contract

NOTHING_WRONG = "openapi-core sees nothing wrong with it"


class Doubts:
    """Second opinions, each of a contract of one path."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self._opinions: dict[str, SecondOpinion] = {}

    def of_request(self, operation: Operation, exchange: Exchange) -> str:
        """Empty where it sees something wrong with the request too."""
        return "" if self._opinion(operation).of_request(exchange) else NOTHING_WRONG

    def of_answer(self, operation: Operation, exchange: Exchange) -> str:
        return "" if self._opinion(operation).of_answer(exchange) else NOTHING_WRONG

    def _opinion(self, operation: Operation) -> SecondOpinion:
        template = operation.template
        if template not in self._opinions:
            document = self._contract.document
            part = replace(self._contract, document={**document, "paths": {template: document["paths"][template]}})
            self._opinions[template] = SecondOpinion(part, Verdict())
        return self._opinions[template]
