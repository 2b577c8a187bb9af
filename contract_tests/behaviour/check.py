"""The behaviour of a target, held against what its contract declares."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from understudy.contract_tests.behaviour import (
    entering,
    filtering,
    paging,
    querying,
    reading,
    refusing,
    stories,
    tables,
    writing,
)
from understudy.contract_tests.behaviour.answers import Answers
from understudy.contract_tests.behaviour.client import Client, Made, Who
from understudy.contract_tests.behaviour.declaration import Resource, declared
from understudy.contract_tests.behaviour.rules import Judge, RuleBroken
from understudy.contract_tests.behaviour.trial import NothingThere, Trial
from understudy.contract_tests.behaviour.world import World, look
from understudy.contract_tests.failure import Failure
from understudy.contract_tests.targets.target import Target
from understudy.contract_tests.traffic import Exchange
from understudy.specs.contract import Contract

Check = Callable[[Trial, Resource], Iterator[Failure]]
UNREADABLE = (KeyError, IndexError, TypeError, AttributeError, ValueError)
"""What reading an answer raises that is not what the contract says."""
READING: tuple[Check, ...] = (reading.check, paging.check, filtering.check, querying.check)
WRITING: tuple[Check, ...] = (writing.check, refusing.check)


@dataclass
class Findings:
    """
    counts   how often each rule was held against an answer, by code
    made     records that were made and not removed; the caller may remove them
    skipped  what could not be judged, and why
    seen     is told of every exchange
    """

    counts: Counter[str] = field(default_factory=Counter)
    made: list[Made] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    seen: Callable[[Exchange], None] = lambda exchange: None


def check(
    contract: Contract, target: Target, seed: int = 1, findings: Findings | None = None
) -> Iterator[Failure]:
    """What is wrong with the target, each failure as it is found. The same seed asks the same.

    Raises DeclarationError for a declaration that cannot be, and UnreachableError.
    """
    findings = Findings() if findings is None else findings
    declaration = declared(contract)
    client = Client(contract, target, declaration, made=findings.made, seen=findings.seen)
    trial = Trial(client, declaration, Judge(findings.counts), seed)
    answers = Answers(contract)
    told: set[str] = set()
    for failure in _all(trial, answers, findings):
        if failure.fingerprint not in told:
            told.add(failure.fingerprint)
            yield failure


def _all(trial: Trial, answers: Answers, findings: Findings) -> Iterator[Failure]:
    yield from _guarded(trial, entering.check(trial), answers)
    for part in READING:
        for resource in trial.declaration.resources.values():
            yield from _one(trial, part, resource, answers, findings)
    theirs: list[World] = []
    yield from _guarded(trial, _seen_by_others(trial, theirs), answers)
    for resource in trial.declaration.resources.values():
        for part in WRITING:
            yield from _one(trial, part, resource, answers, findings)
    for before in theirs:
        yield from _guarded(trial, _same(trial, before), answers)
    yield from _guarded(trial, tables.check(trial), answers)
    yield from _guarded(trial, stories.check(trial, findings.skipped), answers)


def _seen_by_others(trial: Trial, theirs: list[World]) -> Iterator[Failure]:
    """Keeps what another account sees, where there is one."""
    if trial.client.target.others is not None:
        theirs.append(look(trial, Who.OTHER))
    yield from ()


def _same(trial: Trial, before: World) -> Iterator[Failure]:
    """What another account sees is as it was before this one wrote."""
    after = look(trial, Who.OTHER)
    trial.judge.counts["other-account-sees"] += 1
    for difference in before.differences(after):
        yield from trial.held(
            False, "other-account-sees", trial.declaration.resources[difference.resource].list,
            f"{difference.resource}/{difference.field}", str(difference), *after.told[difference.resource],
        )  # fmt: skip


def _one(trial: Trial, part: Check, resource: Resource, answers: Answers, findings: Findings) -> Iterator[Failure]:
    try:
        yield from _guarded(trial, part(trial, resource), answers)
    except NothingThere as nothing:
        findings.skipped.append(f"{part.__module__.rpartition('.')[2]} of {resource.name}: there are no {nothing}")


def _guarded(trial: Trial, found: Iterator[Failure], answers: Answers) -> Iterator[Failure]:
    """What is found, up to where an answer has another shape than it must have, and what is wrong with answers."""
    unread = None
    try:
        yield from found
    except RuleBroken as broken:
        yield broken.failure
    except UNREADABLE as error:
        unread = error
    last = trial.client.log[-1:]
    wrong = list(answers.judge(trial))
    yield from wrong
    if unread is not None and not wrong:
        for operation, exchange in last:
            message = f"no check could read the answer: {unread!r}"
            yield from trial.held(False, "response-schema", operation, "", message, exchange)
