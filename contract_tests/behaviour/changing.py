"""Updates: what was sent is stored, and nothing else has changed."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import Any

from understudy.contract_tests.behaviour.client import Who
from understudy.contract_tests.behaviour.declaration import Resource
from understudy.contract_tests.behaviour.paths import at
from understudy.contract_tests.behaviour.reading import absent
from understudy.contract_tests.behaviour.same import same
from understudy.contract_tests.behaviour.trial import Record, Trial
from understudy.contract_tests.behaviour.world import World, look
from understudy.contract_tests.failure import Failure
from understudy.contract_tests.traffic import Exchange

NOT_FOUND = 404


def changes(trial: Trial, resource: Resource, sent: Record, record_id: Any) -> Iterator[Failure]:
    """Each change by itself, beside what the contract requires, and then all of them."""
    changed = {name: trial.filled(value) for name, value in resource.changes.items()}
    required = required_fields(trial, resource.update) | set(resource.beside)
    held = {name: value for name, value in sent.items() if name in required}
    world = look(trial)
    for name, value in changed.items():
        body = {**held, name: value}
        world = yield from change(trial, resource, record_id, body, world)
        held = {**held, **({name: value} if name in required else {})}
    if changed:
        together = {**held, **{name: trial.filled(value) for name, value in resource.changes.items()}}
        world = yield from change(trial, resource, record_id, together, world)
        yield from _again(trial, resource, record_id, together, world)
    yield from _missing(trial, resource, record_id, {**held, **changed})
    yield from _by_others(trial, resource, record_id, {**held, **changed})


def required_fields(trial: Trial, operation: str) -> set[str]:
    """The fields that the body of an operation must have."""
    contract = trial.client.contract
    body = trial.client.operations[operation][2].get("requestBody", {})
    if "$ref" in body:
        body = contract.document["components"]["requestBodies"][body["$ref"].rpartition("/")[2]]
    for content in body.get("content", {}).values():
        schema = content.get("schema", {})
        if "$ref" in schema:
            schema = contract.schemas[schema["$ref"].rpartition("/")[2]]
        return set(schema.get("required", ()))
    return set()


def change(
    trial: Trial, resource: Resource, record_id: Any, body: Record, before: World
) -> Generator[Failure, None, World]:
    """One update, and all that may be different after it. Returns the world as it is then."""
    old = trial.body(resource, trial.read(resource, record_id))
    exchange = trial.good(resource.update, {resource.key: record_id}, body)
    again = trial.read(resource, record_id)
    if again.status == NOT_FOUND:
        yield from trial.held(
            False, "update-id", resource.update, resource.id, "the record is not there any more", exchange, again
        )
        return look(trial)
    new = trial.body(resource, again)
    yield from trial.held(
        new[resource.id] == record_id, "update-id", resource.update, resource.id,
        f"the record {record_id!r} is now {new[resource.id]!r}", exchange, again,
    )  # fmt: skip
    yield from _stored(trial, resource, body, new, exchange, again)
    if exchange.answer and isinstance(told := at(exchange.json(), resource.wrapped), dict) and resource.id in told:
        yield from trial.held(
            told == new, "read-your-write", resource.update, "", "the answer is not what is read after it",
            exchange, again,
        )  # fmt: skip
    allowed = {*body, *resource.derived}
    for name in sorted(old.keys() | new.keys()):
        if name not in allowed and name != resource.id:
            yield from trial.held(
                old.get(name) == new.get(name), "update-else", resource.update, name,
                f"{name} became {new.get(name)!r} from {old.get(name)!r}", exchange, again,
            )  # fmt: skip
    after = look(trial)
    yield from _elsewhere(trial, resource, record_id, new, exchange, before, after, allowed)
    return after


def _stored(
    trial: Trial, resource: Resource, body: Record, new: Record, *exchanges: Exchange
) -> Iterator[Failure]:
    for name, value in body.items():
        if name not in resource.unshown:
            yield from trial.held(
                name in new and same(value, new[name]), "update-stored", resource.update, name,
                f"{name} was sent as {value!r} and is {new.get(name)!r}", *exchanges,
            )  # fmt: skip


def _elsewhere(
    trial: Trial,
    resource: Resource,
    record_id: Any,
    new: Record,
    exchange: Exchange,
    before: World,
    after: World,
    allowed: set[str],
) -> Iterator[Failure]:
    listed = after.records.get(resource.name, {}).get(record_id)
    if listed is not None:
        yield from trial.held(
            listed == new, "list-read", resource.update, "", "the list does not say what a read says",
            exchange, *after.told[resource.name],
        )  # fmt: skip
    for difference in before.differences(after):
        its_own = (difference.resource, difference.id) == (resource.name, record_id)
        kept = its_own and difference.field in allowed
        kept = kept or difference.field in resource.touches.get(difference.resource, ())
        yield from trial.held(
            kept, "update-else", resource.update, f"{difference.resource}/{difference.field}", str(difference),
            exchange, *after.told[difference.resource],
        )  # fmt: skip


def _again(trial: Trial, resource: Resource, record_id: Any, body: Record, before: World) -> Iterator[Failure]:
    """The same once more changes nothing."""
    exchange = trial.good(resource.update, {resource.key: record_id}, body)
    for difference in before.differences(look(trial)):
        yield from trial.held(
            difference.field in resource.derived, "update-idempotent", resource.update, difference.field,
            f"the same update again: {difference}", exchange,
        )  # fmt: skip
    trial.judge.counts["update-idempotent"] += 1


def _missing(trial: Trial, resource: Resource, record_id: Any, body: Record) -> Iterator[Failure]:
    if resource.upserts:
        return
    known = [record[resource.id] for record in trial.all(resource)] or [record_id]
    nobody = trial.client.ask(resource.update, {resource.key: absent(known)}, body)
    yield from trial.held(
        nobody.status == NOT_FOUND, "missing", resource.update, "",
        f"an update of what is not there was answered {nobody.status}", nobody,
    )  # fmt: skip


def _by_others(trial: Trial, resource: Resource, record_id: Any, body: Record) -> Iterator[Failure]:
    """Another account neither reads nor changes it."""
    if trial.client.target.others is None:
        return
    before = trial.read(resource, record_id)
    theirs = trial.read(resource, record_id, Who.OTHER)
    yield from trial.held(
        theirs.status == NOT_FOUND or theirs.answer != before.answer, "other-account-reads", resource.read, "",
        "another account reads it", before, theirs,
    )  # fmt: skip
    fresh = {**body, **{name: trial.filled(value) for name, value in resource.changes.items()}}
    if not resource.upserts:
        written = trial.client.ask(resource.update, {resource.key: record_id}, fresh, Who.OTHER)
        after = trial.read(resource, record_id)
        yield from trial.held(
            after.answer == before.answer, "other-account-writes", resource.update, "",
            "another account changed it", before, written, after,
        )  # fmt: skip
