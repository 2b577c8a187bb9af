"""The checks ask the same each time, and find what a target does wrong."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from understudy.contract_tests import behaviour
from understudy.contract_tests.behaviour.rules import RULES
from understudy.contract_tests.targets.local import Local
from understudy.contract_tests.targets.target import Request
from understudy.contract_tests.traffic import Exchange
from understudy.specs import contract
from understudy.specs.contract import Contract

CATALOG = contract.load("catalog")


def asked(seed: int) -> tuple[str, dict[str, int]]:
    digest = hashlib.sha256()

    def see(exchange: Exchange) -> None:
        digest.update(f"{exchange.method} {exchange.url} {exchange.status}".encode() + exchange.answer)

    findings = behaviour.Findings(seen=see)
    with Local("catalog") as local:
        assert not list(behaviour.check(CATALOG, local, seed, findings))
    return digest.hexdigest(), dict(findings.counts)


def test_the_same_seed_asks_the_same() -> None:
    first = asked(1)
    assert first == asked(1)
    assert first != asked(2)


def only_reading(promised: Contract) -> Contract:
    """The contract as somebody would have it who only reads."""
    said = promised.document["x-behaviour"]
    reading = {
        name: {key: value for key, value in told.items() if key not in ("create", "update", "delete")}
        for name, told in said["resources"].items()
    }
    document = {**promised.document, "x-behaviour": {**said, "resources": reading, "stories": {}}}
    return replace(promised, document=document)


class Lying(Local):
    """A mock whose answers have something replaced in them."""

    def __init__(self, api: str, text: bytes, lie: bytes) -> None:
        super().__init__(api)
        self._text, self._lie = text, lie

    def ask(self, request: Request) -> Exchange:
        exchange = super().ask(request)
        return replace(exchange, answer=exchange.answer.replace(self._text, self._lie))

    def may(self, operation_id: str) -> bool:
        return operation_id.startswith(("get", "Get"))


@pytest.mark.parametrize(
    ("text", "lie", "code"),
    [
        (b'"next_page":null', b'"next_page":9', "page-facts"),
        (b'"entries_info"', b'"entries"', "undeclared-field"),
        (b'"total_items":1', b'"total_items":2', "list-total"),
        (b'"items":[', b'"items":{', "response-schema"),
    ],
)
def test_lies_are_found_by_those_who_only_read(text: bytes, lie: bytes, code: str) -> None:
    with Lying("thinkific", text, lie) as target:
        found = {failure.code for failure in behaviour.check(only_reading(contract.load("thinkific")), target)}
    assert code in found
    assert found <= RULES.keys()


def test_who_only_reads_leaves_everything_as_it_was() -> None:
    findings = behaviour.Findings()
    with Lying("thinkific", b"", b"") as target:
        before = target.sandbox.snapshot()
        assert not list(behaviour.check(contract.load("thinkific"), target, findings=findings))
        assert target.sandbox.snapshot() == before
    assert findings.counts["page-content"] > 100
    assert not findings.made
