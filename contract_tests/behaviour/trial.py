"""One target on trial: who asks it, what is declared of it, chance from the seed, and the judge."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from understudy.contract_tests.behaviour.client import Client, Values, Who
from understudy.contract_tests.behaviour.declaration import Declaration, Resource
from understudy.contract_tests.behaviour.paths import at
from understudy.contract_tests.behaviour.rules import Judge
from understudy.contract_tests.failure import Failure
from understudy.contract_tests.traffic import Exchange

Record = dict[str, Any]
MOST = 1_000
"""Records of a list that are looked at."""


@dataclass
class Trial:
    client: Client
    declaration: Declaration
    judge: Judge
    seed: int
    numbers: Iterator[int] = field(init=False)

    def __post_init__(self) -> None:
        self.numbers = count(random.Random(self.seed).randrange(1_000, 10_000) * 1_000)

    def source(self, *purpose: str) -> random.Random:
        """Chance of its own for each purpose, so that one check does not depend on another."""
        return random.Random(":".join((str(self.seed), *purpose)))

    def held(
        self, kept: bool, code: str, operation: str, place: str, message: str, *exchanges: Exchange
    ) -> Iterator[Failure]:
        return self.judge.held(kept, code, operation, place, message, *exchanges)

    # Asking

    def good(self, operation: str, values: Values = {}, body: Any = None, who: Who = Who.OWN) -> Exchange:  # noqa: B006
        """Asks what must succeed. Raises RuleBroken where it does not."""
        exchange = self.client.ask(operation, values, body, who)
        if not 200 <= exchange.status < 300:
            message = f"it was answered {exchange.status}"
            raise self.judge.broken("good-request", operation, str(exchange.status), message, exchange)
        self.judge.counts["good-request"] += 1
        return exchange

    def read(self, resource: Resource, record_id: Any, who: Who = Who.OWN) -> Exchange:
        return self.client.ask(resource.read, {resource.key: record_id}, who=who)

    def items(self, exchange: Exchange) -> list[Any]:
        """The entries of a page. Raises RuleBroken where there are none."""
        found = at(exchange.json(), self.declaration.lists.items)
        if not isinstance(found, list):
            place = self.declaration.lists.items
            raise self.judge.broken("response-schema", "", place, "there is no list of records", exchange)
        return found

    def pages(self, operation: str, values: Values, who: Who = Who.OWN) -> tuple[list[Any], list[Exchange]]:
        """A whole list, in pages as large as can be, up to MOST records."""
        lists = self.declaration.lists
        size = min(lists.largest, MOST)
        found: list[Any] = []
        asked: list[Exchange] = []
        while len(found) < MOST:
            window = {lists.page: len(asked) + 1, lists.limit: size}
            asked.append(self.good(operation, {**values, **window}, who=who))
            items = self.items(asked[-1])
            found += items
            if len(items) < size:
                break
        return found, asked

    # Records

    def all(self, resource: Resource, who: Who = Who.OWN) -> list[Record]:
        """Every record that can be seen, from lists or from where the ids are found."""
        if resource.list and resource.within is None:
            return self.pages(resource.list, {}, who)[0]
        if resource.list and resource.within is not None:
            parents = self.all(self.declaration.resources[resource.within.of], who)
            return [
                record
                for parent in parents[:25]
                for record in self.pages(resource.list, {resource.within.parameter: parent["id"]}, who)[0]
            ]
        if resource.found is not None:
            among = self.all(self.declaration.resources[resource.found.among], who)
            ids = _named(among, resource.found.field, resource.found.where)
            return [
                self.body(resource, self.good(resource.read, {resource.key: one}, who=who)) for one in ids[:25]
            ]
        return []

    def body(self, resource: Resource, exchange: Exchange) -> Record:
        """The record in an answer. Raises RuleBroken where there is none."""
        found = at(exchange.json(), resource.wrapped) if exchange.answer else None
        if not isinstance(found, dict) or resource.id not in found:
            raise self.judge.broken(
                "response-schema", resource.read, resource.wrapped, "there is no record", exchange
            )
        return found

    def make(self, resource: Resource, given: Mapping[str, Any] | None = None) -> tuple[Record, Record, Exchange]:
        """A new record: what was sent, what was answered, and how."""
        given = given or {}
        missing = {name: value for name, value in resource.sample.items() if name not in given}
        sent = {**self.filled(missing), **given}
        values: Record = {}
        if resource.within is not None:
            parent = sent.pop(f"<{resource.within.of}>", None)
            if parent is None:
                parent = self.some(resource.within.of)
            values[resource.within.parameter] = parent
        self.client.secrets |= {str(sent[name]).encode() for name in resource.secret if sent.get(name)}
        exchange = self.good(resource.create, values, sent)
        return sent, self.body(resource, exchange), exchange

    def unmake(self, resource: Resource, record_id: Any) -> Exchange:
        """Deletes a record."""
        return self.client.ask(resource.delete, {resource.key: record_id})

    def some(self, name: str, field: str = "") -> Any:
        """The id, or another field, of a record: of a new one where they can be made."""
        name, _, which = name.partition("?")
        resource = self.declaration.resources[name]
        if self.creatable(resource) and not which:
            return self.make(resource)[1][field or resource.id]
        records = self.all(resource)
        if len(records) <= int(which or 0):
            raise NothingThere(name)
        return records[int(which or 0)][field or resource.id]

    def creatable(self, resource: Resource) -> bool:
        return bool(resource.create and resource.sample) and self.client.may(resource.create)

    def filled(self, template: Any) -> Any:
        """A template with its places filled in: `#` by a number, `<users>` by the id of a record of these,
        `<users.email>` by another of its fields, `<users?1>` by that of the second one there is."""
        if isinstance(template, dict):
            return {name: self.filled(value) for name, value in template.items()}
        if isinstance(template, list):
            return [self.filled(value) for value in template]
        if not isinstance(template, str):
            return template
        if template.startswith("<") and template.endswith(">"):
            name, _, field = template[1:-1].partition(".")
            return self.some(name, field)
        return template.replace("#", str(next(self.numbers))) if "#" in template else template


class NothingThere(Exception):
    """The target has no record of a resource that is needed, and none can be made."""


def _named(records: list[Record], field: str, where: Mapping[str, Any]) -> list[Any]:
    """What a field names in the records that have these values, each once."""
    found: dict[Any, None] = {}
    for record in records:
        if all(at(record, name) == value for name, value in where.items()):
            value = at(record, field)
            found |= dict.fromkeys(value if isinstance(value, list) else [] if value is None else [value])
    return list(found)
