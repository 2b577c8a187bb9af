"""What can be done to a sandbox from outside its API. Knows no HTTP."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from understudy.mocks.broken_rules import TAKEN
from understudy.mocks.control.checks import Checks
from understudy.mocks.errors import Invalid, NotFound
from understudy.mocks.sandbox import Sandbox
from understudy.mocks.sandboxes import Sandboxes
from understudy.mocks.store import Duplicate, Id, Record
from understudy.specs import contract
from understudy.specs.records import Collection

MOST_SNAPSHOTS = 50
LARGEST_ID = 2**53 - 1  # every JSON reader knows it exactly, and there is room to count on from it


class Control:
    """The verbs of the control API, over the sandboxes of each mock by the API's name."""

    def __init__(self, mocks: Mapping[str, Sandboxes]) -> None:
        self.mocks = mocks
        self._checks = {name: Checks(name, sandboxes.api) for name, sandboxes in mocks.items()}

    def apis(self) -> list[dict[str, str]]:
        return [{"name": name, "contract": mock.api.version} for name, mock in self.mocks.items()]

    def contract(self, api: str) -> contract.Document:
        self.sandboxes(api)
        return contract.load(api).document

    # Sandboxes

    def sandboxes(self, api: str) -> Sandboxes:
        if api not in self.mocks:
            raise NotFound("apis", api)
        return self.mocks[api]

    def sandbox(self, api: str, name: str) -> Sandbox[Any]:
        """The sandbox, with the jobs done that are due."""
        sandbox = self.sandboxes(api).get(name)
        sandbox.settle()
        return sandbox

    def describe(self, sandbox: Sandbox[Any]) -> Record:
        return {
            "name": sandbox.name,
            "seed": sandbox.seed,
            "now": sandbox.clock.now(),
            "records": {name: sandbox.store.count(name) for name in sandbox.store.collections},
        }

    def create(self, api: str, name: str, fork_of: str | None) -> Record:
        sandboxes = self.sandboxes(api)
        made = sandboxes.make(name) if fork_of is None else sandboxes.fork(fork_of, name)
        return self.describe(made)

    # Settings and clock

    def change_settings(self, api: str, name: str, changes: Record) -> Record:
        """Raises Invalid for a setting that is unknown or of another type."""
        sandbox = self.sandbox(api, name)
        self._checks[api].settings(sandbox, changes)
        sandbox.change_settings(**changes)
        return asdict(sandbox.settings)

    def move_clock(self, api: str, name: str, given: Record) -> Record:
        """Freezes or runs, then sets, then forwards. All of it or nothing."""
        sandbox = self.sandbox(api, name)
        clock = sandbox.clock
        before = clock.dump()
        try:
            with sandbox.store.transaction():
                if "frozen" in given:
                    (clock.freeze if given["frozen"] else clock.run)()
                if "now" in given:
                    clock.set(given["now"])
                if "forward" in given:
                    clock.forward(given["forward"])
        except BaseException as error:
            clock.load(before)
            if isinstance(error, OverflowError):
                raise Invalid(forward="leads out of the years that a calendar has") from error
            raise
        return self.clock(api, name)

    def clock(self, api: str, name: str) -> Record:
        clock = self.sandbox(api, name).clock
        return {"now": clock.now(), "frozen": clock.frozen}

    # Snapshots

    def take_snapshot(self, api: str, name: str, snapshot: str) -> None:
        sandbox = self.sandbox(api, name)
        if len(sandbox.snapshots) >= MOST_SNAPSHOTS and snapshot not in sandbox.snapshots:
            raise Invalid(snapshot=f"would be one too many: delete one first, {MOST_SNAPSHOTS} are kept")
        sandbox.snapshots[snapshot] = sandbox.snapshot()

    def restore_snapshot(self, api: str, name: str, snapshot: str) -> None:
        sandbox = self.sandbox(api, name)
        if snapshot not in sandbox.snapshots:
            raise NotFound("snapshots", snapshot)
        sandbox.restore(sandbox.snapshots[snapshot])

    def delete_snapshot(self, api: str, name: str, snapshot: str) -> None:
        if self.sandbox(api, name).snapshots.pop(snapshot, None) is None:
            raise NotFound("snapshots", snapshot)

    # Records

    def list_records(self, api: str, name: str, collection: str, limit: int, offset: int) -> Record:
        sandbox = self.sandbox(api, name)
        self._kind(sandbox, collection)
        records = sandbox.store.find(collection, limit=limit, offset=offset)
        return {"records": records, "total": sandbox.store.count(collection)}

    def get_record(self, api: str, name: str, collection: str, record_id: str) -> Record:
        sandbox = self.sandbox(api, name)
        return sandbox.records.get(collection, self._id(self._kind(sandbox, collection), record_id))

    def create_record(self, api: str, name: str, collection: str, given: Record) -> Record:
        sandbox = self.sandbox(api, name)
        self._kind(sandbox, collection)
        if sandbox.arranging is not None:
            return sandbox.arranging.create(collection, given)
        record = self._completed(api, sandbox, collection, given)
        with sandbox.store.transaction():
            self._checks[api].references(sandbox, collection, record)
            with self._unique():
                return sandbox.records.insert(collection, record)

    def change_record(self, api: str, name: str, collection: str, record_id: str, given: Record) -> Record:
        sandbox = self.sandbox(api, name)
        own_id = self._id(self._kind(sandbox, collection), record_id)
        if sandbox.arranging is not None:
            return sandbox.arranging.update(collection, record_id, given)
        before = sandbox.records.get(collection, own_id)
        after = {**before, **given}
        if after["id"] != own_id:
            raise Invalid(id=f"is {own_id!r}, and stays so")
        after = self._checks[api].record(collection, after)
        self._checks[api].references(sandbox, collection, after, before)
        with self._unique():
            return sandbox.records.update(collection, own_id, {field: after[field] for field in given})

    def delete_record(self, api: str, name: str, collection: str, record_id: str) -> None:
        sandbox = self.sandbox(api, name)
        own_id = self._id(self._kind(sandbox, collection), record_id)
        if sandbox.arranging is not None:
            sandbox.arranging.delete(collection, record_id)
        else:
            sandbox.records.delete(collection, own_id)

    def load(self, api: str, name: str, given: Mapping[str, list[Record]]) -> int:
        """Adds records that may name each other, then makes every list, copy and gift true.

        Raises Invalid for the first record that breaks rules, with its place: `courses.0.name`.
        """
        sandbox = self.sandbox(api, name)
        with sandbox.store.transaction():
            made = []
            for collection, records in given.items():
                self._kind(sandbox, collection)
                for index, record in enumerate(records):
                    place = f"{collection}.{index}"
                    with _at(place):
                        made.append((place, collection, self._loaded(api, sandbox, collection, record)))
            if sandbox.arranging is None:
                for place, collection, record in made:
                    with _at(place):
                        self._checks[api].references(sandbox, collection, record)
                sandbox.records.rederive()
        return len(made)

    def _loaded(self, api: str, sandbox: Sandbox[Any], collection: str, given: Record) -> Record:
        """A record that is kept as it is, whomever it names."""
        if sandbox.arranging is not None:
            return sandbox.arranging.create(collection, given)
        whole = self._completed(api, sandbox, collection, given)
        with self._unique():
            sandbox.store.insert(collection, whole)
        return whole

    def _completed(self, api: str, sandbox: Sandbox[Any], collection: str, given: Record) -> Record:
        kind = self._kind(sandbox, collection)
        defaults = self._checks[api].defaults(collection, sandbox.clock.now())
        if kind.id_type == "integer":
            defaults["id"] = sandbox.store.next_id(collection)
        record = self._checks[api].record(collection, {**defaults, **given})
        if kind.id_type == "integer" and record["id"] > LARGEST_ID:
            raise Invalid(id=f"must be less than or equal to {LARGEST_ID}: new records are numbered on from it")
        return record

    def _kind(self, sandbox: Sandbox[Any], collection: str) -> Collection:
        if collection not in sandbox.store.collections:
            raise NotFound("collections", collection)
        return sandbox.store.collections[collection]

    def _id(self, kind: Collection, record_id: str) -> Id:
        if kind.id_type == "string":
            return record_id
        if not (record_id.isascii() and record_id.isdigit() and len(record_id) < 20 and int(record_id) < 2**63):
            raise NotFound(kind.name, record_id)
        return int(record_id)

    @contextmanager
    def _unique(self) -> Iterator[None]:
        try:
            yield
        except Duplicate as error:
            raise Invalid({error.told: [TAKEN]}) from error


@contextmanager
def _at(place: str) -> Iterator[None]:
    """Says of what is invalid in which record it is."""
    try:
        yield
    except Invalid as error:
        errors = error.errors if isinstance(error.errors, Mapping) else {"base": error.errors}
        raise Invalid({f"{place}.{field}": said for field, said in errors.items()}) from error
