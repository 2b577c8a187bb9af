"""Frozen requests, each labelled with the rule that it breaks and the statuses that keep the contract."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from understudy.contract_tests.failure import Failure, Whose
from understudy.contract_tests.fuzzing import corpus
from understudy.contract_tests.fuzzing.credentials import CREDENTIALS
from understudy.contract_tests.fuzzing.fuzzer import Fuzzed, Fuzzer
from understudy.contract_tests.plan import Credentials
from understudy.contract_tests.suite.entering import logged_in
from understudy.contract_tests.suite.extent import Extent
from understudy.contract_tests.suite.observing import Observed
from understudy.contract_tests.suite.shares import shares
from understudy.contract_tests.targets.local import Local
from understudy.contract_tests.targets.secrets import headers
from understudy.contract_tests.targets.target import ForbiddenError, Request
from understudy.contract_tests.traffic import Exchange
from understudy.specs.contract import Contract, Document

SHARDS = 4

Sent = Mapping[tuple[str, str], tuple[tuple[str, str], ...]]
"""A header that opens a mock, by its name and value -> those that open the target in its place."""


def replayed(contract: Contract, target: Observed, _: Extent, shard: int) -> Iterator[Failure]:
    """The requests for the operations of one of the SHARDS, in their order."""
    paths = shares(contract, SHARDS)[shard]
    schemes = None if isinstance(target.target, Local) else logged_in(contract, target)
    mine = {
        name
        for name, (_, path, operation) in contract.operations().items()
        if path in paths and target.may(name) and (schemes is None or _lets_in(contract, operation, schemes))
    }
    opening = {} if schemes is None else _opening(contract, target, schemes)
    broken: dict[str, set[object]] = {name: set() for name in mine}
    for fuzzed in _requests(contract):
        if fuzzed.operation_id in mine:
            try:
                exchange = target.ask(_sent(fuzzed.request, opening))
            except ForbiddenError:  # a method that the contract does not have, where nothing may be written
                continue
            if fuzzed.label.rule is not None:
                broken[fuzzed.operation_id].add(fuzzed.label.rule)
            if exchange.status not in fuzzed.label.expected:
                yield _failure(fuzzed, exchange)
    for name, rule in Fuzzer(contract, frozenset(mine)).breakable:
        met, there_are = target.tally.covered.get(name, (0, 0))
        target.tally.covered[name] = met + (rule in broken[name]), there_are + 1


def _requests(contract: Contract) -> Iterator[Fuzzed]:
    """The frozen ones; made anew where they are of another contract."""
    try:
        yield from corpus.load(contract).requests
    except corpus.StaleCorpusError:
        yield from corpus.chosen(contract)


def _lets_in(contract: Contract, operation: Document, schemes: Credentials) -> bool:
    """Whether what is known suffices for an operation: no login is to be had where nothing may be written."""
    wanted = operation.get("security", contract.document.get("security", []))
    return not wanted or any(one.keys() <= schemes.keys() for one in wanted)


def _opening(contract: Contract, target: Observed, schemes: Credentials) -> Sent:
    """What takes the place of the credentials that the requests have, which a mock in this process knows."""
    known = contract.document["components"].get("securitySchemes", {})
    usual = tuple(target.credentials.items())
    found: dict[tuple[str, str], tuple[tuple[str, str], ...]] = {}
    for scheme, credential in CREDENTIALS[contract.api].items():
        given = schemes.get(scheme)
        theirs = tuple(headers(known[scheme], given).items()) if given else usual
        found[credential.header, credential.value] = theirs
    return found


def _sent(request: Request, opening: Sent) -> Request:
    pairs = [pair for given in request.headers for pair in opening.get(given, (given,))]
    length = [("content-length", str(len(request.body)))] if request.body else []
    return replace(request, headers=(*dict.fromkeys(pairs), *length))


def _failure(fuzzed: Fuzzed, exchange: Exchange) -> Failure:
    rule = fuzzed.label.rule
    due = " or ".join(map(str, fuzzed.label.expected))
    if rule is None:
        code, told, place = "valid-request", "a request that keeps the contract is not refused", ""
    else:
        code, told = "broken-rule", f"a request that breaks {rule.keyword} alone is refused"
        place = f"{rule.pointer} {rule.keyword}"
    message = f"{due} was due, and {exchange.status} was answered"
    return Failure(code, fuzzed.operation_id, Whose.TARGET, told, place, message, (exchange,))
