"""Single records: each is the one that was asked for, and the same as in a list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from understudy.contract_tests.behaviour.declaration import Resource
from understudy.contract_tests.behaviour.trial import Trial
from understudy.contract_tests.failure import Failure

NOT_FOUND = 404
SOME = 6
FAR = 1_000_000_000
HEXADECIMAL = set("0123456789abcdef")


def check(trial: Trial, resource: Resource) -> Iterator[Failure]:
    if not trial.client.may(resource.read):
        return
    records = trial.all(resource)
    for record in _some(trial, resource, records):
        exchange = trial.good(resource.read, {resource.key: record[resource.id]})
        read = trial.body(resource, exchange)
        yield from trial.held(
            read[resource.id] == record[resource.id], "read-id", resource.read, resource.id,
            f"{record[resource.id]!r} was asked for, and {read[resource.id]!r} answered", exchange,
        )  # fmt: skip
        if resource.list:
            other = sorted(name for name in record.keys() | read.keys() if record.get(name) != read.get(name))
            yield from trial.held(
                not other, "list-read", resource.read, ",".join(other),
                f"{', '.join(other)} differ from what the list says", exchange,
            )  # fmt: skip
    nobody = trial.read(resource, absent([record[resource.id] for record in records]))
    yield from trial.held(
        nobody.status == NOT_FOUND, "missing", resource.read, "",
        f"a record that is not there was answered with {nobody.status}", nobody,
    )  # fmt: skip


def _some(trial: Trial, resource: Resource, records: list[Any]) -> list[Any]:
    """The first, the last, and a few between."""
    if len(records) <= SOME:
        return records
    between = trial.source("reading", resource.name).sample(range(1, len(records) - 1), SOME - 2)
    return [records[0], *(records[place] for place in sorted(between)), records[-1]]


def absent(ids: list[Any]) -> Any:
    """An id like these that is none of them."""
    if not ids or isinstance(ids[0], int):
        return FAR + max(ids, default=0) % FAR
    if all(isinstance(one, str) and len(one) == len(ids[0]) and set(one) <= HEXADECIMAL for one in ids):
        return "f" * len(ids[0])
    return "no-such-record"
