"""Deletes: what was deleted is gone, with what belongs to it and nothing else, and its id is not used again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from understudy.contract_tests.behaviour.client import Who
from understudy.contract_tests.behaviour.declaration import Resource
from understudy.contract_tests.behaviour.trial import Record, Trial
from understudy.contract_tests.behaviour.world import VANISHED, look
from understudy.contract_tests.failure import Failure

NOT_FOUND = 404


def removal(trial: Trial, resource: Resource, record_id: Any, parent: Record) -> Iterator[Failure]:
    """Deletes the record, with others made beforehand that belong to it, and one that does not."""
    _, other, _ = trial.make(resource, parent)
    for name, field in resource.cascades.items():
        dependent = trial.declaration.resources[name]
        if trial.creatable(dependent):
            within = dependent.within
            own = f"<{resource.name}>" if within is not None and within.of == resource.name else field
            trial.make(dependent, {own: record_id})
    parents = {resource.within.of: list(parent.values())} if resource.within else {resource.name: [record_id]}
    yield from _by_others(trial, resource, record_id)
    before = look(trial, parents=parents)
    exchange = trial.unmake(resource, record_id)
    yield from trial.held(
        exchange.status < 300, "good-request", resource.delete, str(exchange.status),
        f"a delete was answered {exchange.status}", exchange,
    )  # fmt: skip
    gone = trial.read(resource, record_id) if resource.read else exchange
    if resource.read:
        yield from trial.held(
            gone.status == NOT_FOUND, "delete-gone", resource.delete, "", f"a read is answered {gone.status}",
            exchange, gone,
        )  # fmt: skip
    after = look(trial, parents=parents)
    if resource.name in after.records:
        yield from trial.held(
            record_id not in after.records[resource.name], "delete-gone", resource.delete, "list",
            "the list still has it", exchange, *after.told[resource.name],
        )  # fmt: skip
    for difference in before.differences(after):
        along = _along(resource, difference.resource, difference.before, record_id)
        kept = (
            (difference.resource, difference.id) == (resource.name, record_id)
            or (difference.field == VANISHED and along)
            or difference.field in resource.touches.get(difference.resource, ())
        )
        yield from trial.held(
            kept, "delete-else", resource.delete, f"{difference.resource}/{difference.field}", str(difference),
            exchange, *after.told[difference.resource],
        )  # fmt: skip
        if difference.field in resource.touches.get(difference.resource, ()) and isinstance(
            difference.after, list
        ):
            yield from trial.held(
                record_id not in difference.after, "back-reference", resource.delete,
                f"{difference.resource}/{difference.field}", str(difference), exchange,
            )  # fmt: skip
    for name in resource.cascades:
        left = [one for one in after.records.get(name, {}).values() if _along(resource, name, one, record_id)]
        yield from trial.held(
            not left, "delete-along", resource.delete, name, f"{len(left)} {name} of it are still there", exchange,
            *after.told.get(name, ()),
        )  # fmt: skip
    yield from _after(trial, resource, record_id, other, parent)


def _along(resource: Resource, name: str, record: Any, record_id: Any) -> bool:
    """Whether a record belongs to the deleted one, and goes with it."""
    field = resource.cascades.get(name)
    return field is not None and isinstance(record, dict) and record.get(field) == record_id


def _after(trial: Trial, resource: Resource, record_id: Any, other: Record, parent: Record) -> Iterator[Failure]:
    """What comes after: it cannot be deleted again, and the next ones have other ids."""
    twice = trial.client.ask(resource.delete, {resource.key: record_id})
    yield from trial.held(
        twice.status == NOT_FOUND, "delete-twice", resource.delete, "", f"it was answered {twice.status}", twice
    )
    last = trial.unmake(resource, other[resource.id])
    if resource.upserts and resource.id in resource.sample:
        return
    _, new, exchange = trial.make(resource, parent)
    yield from trial.held(
        new[resource.id] not in (record_id, other[resource.id]), "id-reused", resource.create, resource.id,
        f"{new[resource.id]!r} was the id of a deleted record", last, exchange,
    )  # fmt: skip
    trial.unmake(resource, new[resource.id])


def _by_others(trial: Trial, resource: Resource, record_id: Any) -> Iterator[Failure]:
    if trial.client.target.others is None or not resource.read:
        return
    theirs = trial.client.ask(resource.delete, {resource.key: record_id}, who=Who.OTHER)
    after = trial.read(resource, record_id)
    yield from trial.held(
        after.status != NOT_FOUND, "other-account-writes", resource.delete, "", "another account deleted it",
        theirs, after,
    )  # fmt: skip
