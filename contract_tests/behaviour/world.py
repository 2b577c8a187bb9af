"""All that an account sees, and how it differs from one moment to another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from understudy.contract_tests.behaviour.client import Who
from understudy.contract_tests.behaviour.declaration import Resource
from understudy.contract_tests.behaviour.trial import Record, Trial
from understudy.contract_tests.traffic import Exchange

PARENTS = 12
"""Of a collection within others: of how many of them it is looked at."""
APPEARED, VANISHED = "+", "-"


class Difference(NamedTuple):
    """`field` of a record that changed, or `+` or `-` for a record that appeared or vanished."""

    resource: str
    id: Any
    field: str
    before: Any
    after: Any

    def __str__(self) -> str:
        if self.field in (APPEARED, VANISHED):
            return f"{self.resource} {self.id} {'appeared' if self.field == APPEARED else 'vanished'}"
        return f"{self.field} of {self.resource} {self.id} became {self.after!r} from {self.before!r}"


@dataclass
class World:
    """By resource, by id; and the answers that told it, by resource."""

    records: dict[str, dict[Any, Record]] = field(default_factory=dict)
    told: dict[str, list[Exchange]] = field(default_factory=dict)

    def differences(self, later: World) -> Iterator[Difference]:
        for resource, before in self.records.items():
            after = later.records.get(resource, {})
            if before == after:
                continue
            for record_id in before.keys() | after.keys():
                if record_id not in after:
                    yield Difference(resource, record_id, VANISHED, before[record_id], None)
                elif record_id not in before:
                    yield Difference(resource, record_id, APPEARED, None, after[record_id])
                elif before[record_id] != after[record_id]:
                    yield from _changed(resource, record_id, before[record_id], after[record_id])


def _changed(resource: str, record_id: Any, before: Record, after: Record) -> Iterator[Difference]:
    for name in before.keys() | after.keys():
        if before.get(name) != after.get(name):
            yield Difference(resource, record_id, name, before.get(name), after.get(name))


def look(trial: Trial, who: Who = Who.OWN, parents: dict[str, list[Any]] | None = None) -> World:
    """What the account sees now. `parents`: those whose collections are looked at whatever happens."""
    seen = World()
    for name, resource in trial.declaration.resources.items():
        if not resource.list or not trial.client.may(resource.list):
            continue
        if resource.within is None:
            items, asked = trial.pages(resource.list, {}, who)
        else:
            wanted = dict.fromkeys((parents or {}).get(resource.within.of, ()))
            known = seen.records.get(resource.within.of, {})
            wanted |= dict.fromkeys(list(known)[:PARENTS])
            items, asked = [], []
            for parent in (one for one in wanted if one in known or resource.within.of not in seen.records):
                some, more = trial.pages(resource.list, {resource.within.parameter: parent}, who)
                items += some
                asked += more
        seen.records[name] = {item[resource.id]: item for item in items}
        seen.told[name] = asked
    return seen


def shows(seen: World, resource: Resource) -> bool:
    return resource.name in seen.records
