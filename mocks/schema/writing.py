"""Makes, changes and deletes records as their models say, each with all that follows from it, or not at all.

Source: the guide's chapters on methods, errors and data modelling.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from understudy.mocks.errors import Invalid, NotFound
from understudy.mocks.sandbox import Sandbox
from understudy.mocks.schema import automatic, checks, faults, files
from understudy.mocks.schema.conditions import chosen, told
from understudy.mocks.schema.derivation import derive
from understudy.mocks.schema.endpoints import Endpoint
from understudy.mocks.schema.faults import Faults
from understudy.mocks.schema.formulas import RecordScope, Scope
from understudy.mocks.schema.links import ToMany, ToOne, followed
from understudy.mocks.schema.merging import changed
from understudy.mocks.schema.object_ids import object_id
from understudy.mocks.schema.own_models import OwnModels
from understudy.mocks.schema.passwords import SCHEME, hashed
from understudy.mocks.schema.reaching import Reaching
from understudy.mocks.schema.rules import Rules
from understudy.mocks.schema.values import Conversion, Record
from understudy.mocks.store import Duplicate
from understudy.specs.schema.fields import Field

NOTIFY = "$notify"
LINKED = ("link", "collection")
DEEPEST = 8

Changes = dict[tuple[str, str], tuple[Record, Record]]
"""Endpoint and id of each record -> what it was, and what it is: {} before it was made, or when it is gone."""


@dataclass
class Draft:
    """A record on its way into the store. `before` is {} for a new one; `notify` names templates of its model."""

    endpoint: Endpoint
    before: Record
    record: Record
    linked: dict[str, Any]
    faults: Faults
    notify: list[str]

    @property
    def created(self) -> bool:
        return not self.before


class Writing:
    """The verbs that change records."""

    def __init__(self, sandbox: Sandbox[Any], models: OwnModels, reaching: Reaching) -> None:
        self.sandbox = sandbox
        self.store = sandbox.store
        self.models = models
        self.reaching = reaching
        self.rules: dict[str, list[Rules]] = defaultdict(list)
        self.ended: list[Callable[[Changes, int], None]] = []
        self._changes: Changes = {}
        self._open = 0
        self._depth = 0

    # Verbs

    def create(self, name: str, given: Mapping[str, Any], *, by_client: bool = False) -> Record:
        """A new record. Raises Invalid with every rule that it breaks.

        `by_client`: what clients may not set is refused.
        """
        return self._write(self.models.endpoints[name], {}, given, by_client=by_client)

    def update(self, name: str, record_id: str, given: Mapping[str, Any], *, by_client: bool = False) -> Record:
        """A record with what is given changed. Raises NotFound, and Invalid with every rule that it breaks."""
        before = self.store.get(name, record_id)
        if before is None:
            raise NotFound(name, record_id)
        return self._write(self.models.endpoints[name], before, given, by_client=by_client)

    def delete(self, name: str, record_id: str) -> Record:
        """Takes a record away, with the collections within it. Returns it as it was. Raises NotFound."""
        record = self.store.get(name, record_id)
        if record is None:
            raise NotFound(name, record_id)
        with self.change():
            for rules in self.rules[name]:
                rules.leaving(record)
            for linked, field in self.models.endpoints[name].linked.items():
                if field.type == "collection":
                    for child in self.store.ids(f"{name}:{linked}", {"parent_id": record_id}):
                        self.delete(f"{name}:{linked}", child)
            self.store.delete(name, record_id)
            self._note(name, record, {})
            for rules in self.rules[name]:
                rules.gone(record)
        return record

    def create_many(self, name: str, records: Iterable[Record]) -> None:
        """Keeps new records that are whole already."""
        made = list(records)
        with self.change():
            self.store.insert_many(name, made)
            for record in made:
                self._note(name, {}, record)

    @contextmanager
    def change(self) -> Iterator[None]:
        """All that is written within is one change, or nothing.

        In the end `ended` are told what became of each record. What they write in turn they are told of again,
        with the number of changes that led to it.
        """
        self._open += 1
        try:
            with self.store.transaction():
                yield
                if self._open == 1:
                    led = 0
                    while self._changes:
                        changes, self._changes = self._changes, {}
                        for end in self.ended:
                            end(changes, led)
                        led += len(changes)
        finally:
            self._open -= 1
            if not self._open:
                self._changes = {}

    def _note(self, name: str, before: Record, after: Record) -> None:
        key = name, (after or before)["id"]
        known = self._changes.get(key)
        self._changes[key] = (before if known is None else known[0]), after

    # How a record is written

    def _write(self, endpoint: Endpoint, before: Record, given: Mapping[str, Any], *, by_client: bool) -> Record:
        if self._depth >= DEEPEST:
            raise Invalid({endpoint.name: {"message": "Linked records are nested too deep", "code": "LIMIT"}})
        self._depth += 1
        try:
            with self.change():
                draft = self._draft(endpoint, before, given, by_client=by_client)
                self._write_needed(draft)
                self._complete(draft)
                draft.faults.refuse()
                self._hash(endpoint, draft.record)
                self._keep(draft)
                for name, value in draft.linked.items():
                    self._write_linked(draft, name, value)
                draft.faults.refuse()
                for rules in self.rules[endpoint.name]:
                    rules.kept(draft.record, before)
                for template in draft.notify:
                    asked = {"template": f"{endpoint.name}.{template}", "record_id": draft.record["id"]}
                    self.create("notifications", asked)
                # what others made of it in the meantime
                return self.store.get(endpoint.name, draft.record["id"]) or draft.record
        finally:
            self._depth -= 1

    def _draft(self, endpoint: Endpoint, before: Record, given: Mapping[str, Any], *, by_client: bool) -> Draft:
        """The record as it is meant: converted, and free of what is kept elsewhere."""
        found = Faults()
        whole = changed(before, given)
        asked = whole.pop(NOTIFY, None)
        for rules in self.rules[endpoint.name]:
            rules.received(whole, before)
        linked = {name: whole.pop(name) for name in endpoint.linked if name in whole}
        record = Conversion(found).record(endpoint.model.fields, whole)
        if before and record.get("id") != before["id"]:
            found.add("id", faults.IMMUTABLE)
            record["id"] = before["id"]
        if by_client:
            endpoint.protection.run(before, record, found)
        names = asked if isinstance(asked, list) else [asked]
        return Draft(endpoint, before, record, linked, found, [name for name in names if isinstance(name, str)])

    def _hash(self, endpoint: Endpoint, record: Record) -> None:
        for name in endpoint.passwords:
            value = record.get(name)
            if isinstance(value, str) and not value.startswith(f"{SCHEME}$"):
                salt = self.sandbox.random("salt", record.get("id") or self.store.next_id(endpoint.name))
                record[name] = hashed(value, f"{salt.getrandbits(64):016x}")

    def _complete(self, draft: Draft) -> None:
        """Fills in what follows from the model, and notes what is broken."""
        endpoint, record = draft.endpoint, draft.record
        scope_of = self.scope_of(endpoint, record)
        endpoint.constants.fill(record, draft.created)
        if draft.created and not record.get("id") and not _is_asked_for(endpoint.model.fields.get("id")):
            record["id"] = self.new_id(endpoint.name)
        if endpoint.files:
            files.keep(self, endpoint, record, draft.faults)
        for rules in self.rules[endpoint.name]:
            rules.prepare(record, draft.before, draft.faults)
            endpoint.constants.fill(record, draft.created)  # in what they put there
        automatic.fill(endpoint.automatic, record, Numbers(self, endpoint.name), scope_of)
        derive(endpoint.derived, record, scope_of, draft.faults, draft.created, Conversion(draft.faults))
        self._choose(endpoint, record, scope_of)
        for rules in self.rules[endpoint.name]:
            rules.check(record, draft.before, draft.faults)
        endpoint.checks.run(record, draft.faults, scope_of)

    def _choose(self, endpoint: Endpoint, record: Record, scope_of: checks.ScopeOf) -> None:
        for path, field in endpoint.statuses.items():
            if "." not in path:
                choice = chosen(field.enum, scope_of(record, ""))
                if choice is not None:
                    record[path] = choice.value

    def _keep(self, draft: Draft) -> None:
        record = draft.record
        if draft.before == record:
            return
        try:
            if draft.created:
                self.store.insert(draft.endpoint.name, record)
            else:
                self.store.replace(draft.endpoint.name, record)
            self._note(draft.endpoint.name, draft.before, record)
        except Duplicate as error:
            draft.faults.add(error.told.partition("+")[0], faults.UNIQUE)
            draft.faults.refuse()

    # Records that are written together with their owner

    def _write_needed(self, draft: Draft) -> None:
        """What the record cannot be without comes first: its id is a key that is required."""
        for name, value in list(draft.linked.items()):
            link = draft.endpoint.linked[name]
            key = draft.endpoint.model.fields.get(link.key or "")
            if key is None or not key.required or draft.record.get(key.name) is not None:
                continue
            if isinstance(value, Mapping) and not _is_answer(value):
                del draft.linked[name]
                written = self._nested(draft, name, link.model or "", value.get("id"), value)
                draft.faults.refuse()
                draft.record[key.name] = (written or {}).get("id")

    def _write_linked(self, draft: Draft, name: str, value: Any) -> None:
        field = draft.endpoint.linked[name]
        link = followed(field, draft.endpoint.name, draft.record, draft.record)
        if isinstance(link, ToOne) and isinstance(value, Mapping):
            self._write_one(draft, name, link, field.key or "", value)
        elif isinstance(link, ToMany) and isinstance(value, list) and link.ids is None:
            for entry in value:
                if isinstance(entry, Mapping):
                    self._write_entry(draft, name, link, entry)
                else:
                    draft.faults.add(name, faults.wrong_type("a list of records"))
        elif value is not None and not _is_answer(value):
            draft.faults.add(
                name, faults.wrong_type("a list of records" if isinstance(link, ToMany) else "a record")
            )

    def _write_one(self, draft: Draft, name: str, link: ToOne, key: str, value: Mapping[str, Any]) -> None:
        known = link.key if isinstance(link.key, str) else value.get("id")
        written = self._nested(draft, name, link.endpoint, known, value)
        if written is not None and draft.record.get(key) != written["id"] and "." not in key:
            draft.record = {**draft.record, key: written["id"]}
            self._complete(draft)
            draft.faults.refuse()
            self.store.replace(draft.endpoint.name, draft.record)
            self._note(draft.endpoint.name, draft.before, draft.record)

    def _write_entry(self, draft: Draft, name: str, link: ToMany, value: Mapping[str, Any]) -> None:
        plain = {key: content for key, content in link.values.items() if "." not in key}
        self._nested(draft, name, link.endpoint, value.get("id"), {**value, **plain})

    def _nested(
        self, draft: Draft, name: str, endpoint: str, known: Any, value: Mapping[str, Any]
    ) -> Record | None:
        """The linked record, changed if it is there and else made. Its faults are the owner's."""
        try:
            if isinstance(known, str) and self.store.get(endpoint, known) is not None:
                return self.update(endpoint, known, value)
            return self.create(endpoint, value)
        except Invalid as error:
            if isinstance(error.errors, Mapping):
                for path, fault in error.errors.items():
                    draft.faults.add(f"{name}.{path}", faults.Fault(**fault))
            return None

    # What formulas and automatic values need

    def scope_of(self, endpoint: Endpoint, record: Record) -> checks.ScopeOf:
        """Scopes of a record, and of the entries in it."""

        def scope(entry: Mapping[str, Any], before: str) -> Scope:
            def follow(name: str, rest: str) -> Any:
                field = endpoint.field(before + name)
                if field is not None and field.enum:
                    return told(field.enum, entry.get(name), rest)
                return None if field is None else self.reaching.through(field, endpoint.name, entry, record, rest)

            return RecordScope(entry, self.sandbox.clock.now, lambda: self._chance(endpoint, record), follow)

        return scope

    def _chance(self, endpoint: Endpoint, record: Record) -> Any:
        return self.sandbox.random(endpoint.name, record.get("id") or "")

    def count_on(self) -> None:
        """Has the counters go on from the records that came with the data, which nobody counted."""
        for name, endpoint in self.models.endpoints.items():
            for path, field in endpoint.fields.items():
                if "." not in path and field.type in ("int", "string") and field.auto and not field.enum:
                    counted = f"{name}.{path}"
                    if not self.store.numbered(counted):
                        start = automatic.first(field.increment)
                        numbers = (automatic.counted(one.get(path)) for one in self.store.find(name))
                        last = max((number for number in numbers if number is not None), default=start - 1)
                        self.store.number_from(counted, last - start + 1)

    def new_id(self, name: str) -> str:
        return self.new_ids(1)[0]

    def new_ids(self, many: int) -> list[str]:
        """The next ids, which no record has."""
        first, now = self.store.number("object_id", many), self.sandbox.clock.seconds()
        return [object_id(now, f"{self.sandbox.seed}", number) for number in range(first, first + many)]


class Numbers:
    """The clock and the counters of one endpoint."""

    def __init__(self, writing: Writing, endpoint: str) -> None:
        self._writing = writing
        self._endpoint = endpoint

    def now(self) -> str:
        return self._writing.sandbox.clock.now()

    def object_id(self) -> str:
        return self._writing.new_id(self._endpoint)

    def number(self, path: str, start: int) -> int:
        return start - 1 + self._writing.store.number(f"{self._endpoint}.{path}")

    def is_taken(self, path: str, value: Any) -> bool:
        return self._writing.store.exists(self._endpoint, {path: value})


def _is_asked_for(key: Field | None) -> bool:
    """Whether a record gets its id from who makes it, like `settings`, and not from the server."""
    return key is not None and key.required and key.type == "string" and key.default is None


def _is_answer(value: Any) -> bool:
    """Whether it is what an expanded link is answered with, which a client may send back."""
    return isinstance(value, Mapping) and value.keys() >= {"count", "results"}
