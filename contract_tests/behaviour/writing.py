"""What is written: created, changed and deleted, and what of the rest of the world may change with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from understudy.contract_tests.behaviour.changing import changes
from understudy.contract_tests.behaviour.declaration import Resource
from understudy.contract_tests.behaviour.removing import removal
from understudy.contract_tests.behaviour.same import same
from understudy.contract_tests.behaviour.trial import Record, Trial
from understudy.contract_tests.behaviour.world import APPEARED, World, look
from understudy.contract_tests.failure import Failure
from understudy.contract_tests.traffic import Exchange


def check(trial: Trial, resource: Resource) -> Iterator[Failure]:
    """The life of a record, from its creation to what comes after its deletion."""
    if not trial.creatable(resource):
        return
    prepared = trial.filled(dict(resource.sample))
    parent = {}
    if resource.within is not None:
        parent = {f"<{resource.within.of}>": trial.some(resource.within.of)}
    before = look(trial, parents=_parents(resource, parent))
    sent, made, exchange = trial.make(resource, {**prepared, **parent})
    record_id = made[resource.id]
    after = look(trial, parents=_parents(resource, parent))
    yield from created(trial, resource, sent, made, exchange)
    yield from _appeared(trial, resource, record_id, exchange, before, after)
    yield from _unique(trial, resource, sent, made, parent)
    if resource.update and trial.client.may(resource.update):
        yield from changes(trial, resource, sent, record_id)
    if resource.delete and trial.client.may(resource.delete):
        yield from removal(trial, resource, record_id, parent)


def _parents(resource: Resource, parent: Record) -> dict[str, list[Any]]:
    return {resource.within.of: list(parent.values())} if resource.within else {}


def created(trial: Trial, resource: Resource, sent: Record, made: Record, exchange: Exchange) -> Iterator[Failure]:
    """What was sent is in the answer, and the answer is what a read says."""
    yield from _echo(trial, resource, "create-echo", resource.create, sent, made, exchange)
    if not resource.read:
        return
    again = trial.good(resource.read, {resource.key: made[resource.id]})
    read = trial.body(resource, again)
    other = sorted(name for name in made.keys() | read.keys() if made.get(name) != read.get(name))
    yield from trial.held(
        not other, "read-your-write", resource.read, ",".join(other),
        f"{', '.join(other)} differ from what creating it answered", exchange, again,
    )  # fmt: skip
    yield from _echo(trial, resource, "read-your-write", resource.read, sent, read, exchange, again)


def _echo(
    trial: Trial, resource: Resource, code: str, operation: str, sent: Record, told: Record, *exchanges: Exchange
) -> Iterator[Failure]:
    shown = {name: value for name, value in sent.items() if name not in resource.unshown}
    other = sorted(name for name, value in shown.items() if name not in told or not same(value, told[name]))
    parts = "; ".join(f"{name} was sent as {sent[name]!r} and is {told.get(name)!r}" for name in other[:3])
    yield from trial.held(not other, code, operation, ",".join(other), parts, *exchanges)


def _appeared(
    trial: Trial, resource: Resource, record_id: Any, exchange: Exchange, before: World, after: World
) -> Iterator[Failure]:
    name = resource.name
    if name in before.records:
        yield from trial.held(
            record_id not in before.records[name], "id-new", resource.create, resource.id,
            f"{record_id!r} is the id of another record", exchange,
        )  # fmt: skip
        yield from trial.held(
            record_id in after.records[name], "create-listed", resource.list, "",
            f"{record_id!r} was created and is not in the list", exchange, *after.told[name],
        )  # fmt: skip
    for difference in before.differences(after):
        its_own = (difference.resource, difference.id, difference.field) == (name, record_id, APPEARED)
        touched = difference.field in resource.touches.get(difference.resource, ())
        yield from trial.held(
            its_own or touched, "create-else", resource.create, f"{difference.resource}/{difference.field}",
            str(difference), exchange, *after.told[difference.resource],
        )  # fmt: skip
        if touched and isinstance(difference.after, list) and isinstance(difference.before, list):
            yield from trial.held(
                [entry for entry in difference.after if entry not in difference.before] == [record_id],
                "back-reference", resource.create, f"{difference.resource}/{difference.field}",
                str(difference), exchange, *after.told[difference.resource],
            )  # fmt: skip


def _unique(trial: Trial, resource: Resource, sent: Record, made: Record, parent: Record) -> Iterator[Failure]:
    """What is unique is refused a second time, and then nothing has changed."""
    values = {resource.within.parameter: next(iter(parent.values()))} if resource.within else {}
    for name in resource.unique:
        other = {**trial.filled(resource.sample), name: sent.get(name, made.get(name))}
        known = look(trial, parents=_parents(resource, parent))
        exchange = trial.client.ask(resource.create, values, other)
        yield from trial.held(
            400 <= exchange.status < 500, "unique", resource.create, name,
            f"a second record with this {name} was answered {exchange.status}", exchange,
        )  # fmt: skip
        for difference in known.differences(look(trial, parents=_parents(resource, parent))):
            yield from trial.held(
                exchange.status < 300, "refused-kept", resource.create,
                f"{difference.resource}/{difference.field}", str(difference), exchange,
            )  # fmt: skip
