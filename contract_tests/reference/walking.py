"""What mock and target are both asked: the life of a record of each resource, and the stories of the contract.

Records are made first and then read, so that it matters little which data there is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from understudy.contract_tests.behaviour.changing import required_fields
from understudy.contract_tests.behaviour.client import Client
from understudy.contract_tests.behaviour.declaration import Declaration, Resource
from understudy.contract_tests.behaviour.rules import Judge, RuleBroken
from understudy.contract_tests.behaviour.stories import check as stories
from understudy.contract_tests.behaviour.trial import NothingThere, Trial
from understudy.contract_tests.targets.target import Target
from understudy.contract_tests.traffic import Exchange
from understudy.specs.contract import Contract

Asked = tuple[str, Exchange]


@dataclass
class Walk:
    """What was asked, by chapter: the name of a resource, or `stories`; and the ids that were made, in order, by
    resource: the same number is another record in each."""

    chapters: dict[str, list[Asked]] = field(default_factory=dict)
    ids: dict[tuple[str, Any], str] = field(default_factory=dict)


def walk(contract: Contract, declaration: Declaration, target: Target, seed: int) -> Walk:
    """Asks the target all of it. Raises UnreachableError."""
    client = Client(contract, target, declaration)
    trial = Trial(client, declaration, Judge(), seed)
    done = Walk()
    for resource in declaration.resources.values():
        trial.numbers = iter(range(1_000_000 * (len(done.chapters) + 1), 10**12))
        for _ in _guarded(trial, resource):
            pass
        done.chapters[resource.name] = _taken(client)
    list(stories(trial, []))
    done.chapters["stories"] = _taken(client)
    for asked in done.chapters.values():
        for operation, exchange in asked:
            _name(declaration, done, operation, exchange)
    for made in reversed(client.made):
        if made.operation:
            client.ask(made.operation, made.values)
    return done


def _taken(client: Client) -> list[Asked]:
    log, client.log = client.log, []
    return log


def _guarded(trial: Trial, resource: Resource) -> Iterator[None]:
    try:
        yield from _life(trial, resource)
    except (RuleBroken, NothingThere):
        return  # what was asked up to here is compared


def _life(trial: Trial, resource: Resource) -> Iterator[None]:
    if not trial.creatable(resource):
        return
    sent, made, _ = trial.make(resource)
    record_id = made[resource.id]
    yield from _look(trial, resource, record_id)
    if resource.update and trial.client.may(resource.update):
        required = required_fields(trial, resource.update) | set(resource.beside)
        held = {name: value for name, value in sent.items() if name in required}
        for name, value in resource.changes.items():
            trial.good(resource.update, {resource.key: record_id}, {**held, name: trial.filled(value)})
            yield from _look(trial, resource, record_id)
    for name in resource.unique:
        trial.client.ask(
            resource.create,
            _within(trial, resource),
            {**trial.filled(dict(resource.sample)), name: sent.get(name, made.get(name))},
        )
    trial.make(resource)
    yield from _look(trial, resource, record_id)
    if resource.delete and trial.client.may(resource.delete):
        trial.unmake(resource, record_id)
        yield from _look(trial, resource, record_id)
        trial.unmake(resource, record_id)


def _within(trial: Trial, resource: Resource) -> dict[str, Any]:
    return {resource.within.parameter: trial.some(resource.within.of)} if resource.within else {}


def _look(trial: Trial, resource: Resource, record_id: Any) -> Iterator[None]:
    """The record by itself, and in the lists that it has."""
    if resource.read:
        trial.read(resource, record_id)
        for view in resource.views:
            trial.client.ask(view, {resource.key: record_id})
    yield


def _name(declaration: Declaration, done: Walk, operation: str, exchange: Exchange) -> None:
    """Names the ids that were made by their resource and number: `users 3`."""
    for resource in declaration.resources.values():
        if operation == resource.create and exchange.status < 300 and exchange.answer:
            answer = exchange.json()
            made = answer.get(resource.wrapped, answer) if resource.wrapped else answer
            if isinstance(made, dict) and resource.id in made:
                number = sum(1 for name in done.ids.values() if name.startswith(f"{resource.name} "))
                done.ids.setdefault((resource.name, made[resource.id]), f"{resource.name} {number + 1}")
