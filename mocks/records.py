"""Records that stay true to each other: the references of records.yaml, kept on every write.

Behaviours change records through `Records` alone. It fills in what a record repeats of another, keeps lists of
ids on the other side in step, and takes along (or lets go) what belongs to a deleted record.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from understudy.mocks.derivation import Derivation
from understudy.mocks.errors import NotFound
from understudy.mocks.store import Id, Record, Store
from understudy.specs.records import Reference

Doomed = frozenset[tuple[str, Id]]
"""Records that are being deleted: nothing of theirs needs to be kept true."""
NONE_DOOMED: Doomed = frozenset()


class Records:
    """Reads and writes of one sandbox. Every write is one transaction."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._derivation = Derivation(store)

    # Reading

    def get(self, collection: str, record_id: Id) -> Record:
        """The record. Raises NotFound."""
        record = self.store.get(collection, record_id)
        if record is None:
            raise NotFound(collection, record_id)
        return record

    def find_reference(self, collection: str, record_id: Any) -> Record | None:
        """The record that a field names; None where it names none."""
        return None if record_id is None else self.store.get(collection, record_id)

    def dangling(self, collection: str, record: Record) -> dict[str, list[Id]]:
        """Fields of the record that name records that are not there, with the ids that they name."""
        missing: dict[str, list[Id]] = {}
        for reference in self._derivation.references(collection):
            gone = [value for value in reference.ids(record) if self.store.get(reference.to, value) is None]
            if gone:
                missing[reference.field] = gone
        return missing

    # Writing

    def insert(self, collection: str, record: Mapping[str, Any]) -> Record:
        """Keeps a new record and returns it whole. Without an id it gets the next one.

        What other records decide (lists, copies) is filled in, whatever is given.
        """
        return self.insert_many(collection, [record])[0]

    def insert_many(self, collection: str, records: Iterable[Mapping[str, Any]]) -> list[Record]:
        """Keeps several new records of one collection; all or none."""
        lists = self._derivation.empty_lists(collection)
        with self.store.transaction():
            next_id = self.store.next_id(collection)
            made = [
                self._derivation.derived(collection, {"id": next_id + offset, **given, **lists})
                for offset, given in enumerate(records)
            ]
            self.store.insert_many(collection, made)
            self._tell(collection, [({}, record) for record in made])
        return made

    def update(self, collection: str, record_id: Id, changes: Mapping[str, Any]) -> Record:
        """Changes fields of a record and returns it whole. Raises NotFound.

        What other records decide stays as it is, whatever is given.
        """
        with self.store.transaction():
            before = self.get(collection, record_id)
            fixed = self._derivation.not_its_own(collection, before, changes)
            own = {name: value for name, value in changes.items() if name not in fixed}
            return self._write(collection, before, {**before, **own})

    def delete(self, collection: str, record_id: Id, doomed: Doomed = NONE_DOOMED) -> None:
        """Deletes a record with all that belongs to it. Raises NotFound."""
        with self.store.transaction():
            record = self.get(collection, record_id)
            doomed |= {(collection, record_id)}
            for reference in self._derivation.pointing_at(collection):
                self._let_go(reference, record, doomed)
            self.store.delete(collection, record_id)
            self._take_back(collection, record, doomed)
            self._tell(collection, [(record, {})], doomed)

    def rederive(self) -> None:
        """Computes every list, copy and gift of every record anew, after records were loaded as they came."""
        with self.store.transaction():
            for name in filter(self._derivation.derives, self.store.collections):
                lists = self._derivation.all_lists(name)
                for record in self.store.find(name):
                    listed = {field: members.get(record["id"], []) for field, members in lists.items()}
                    derived = self._derivation.derived(name, {**record, **listed})
                    if derived != record:
                        self.store.replace(name, derived)
            for name in self.store.collections:
                if any(reference.gives for reference in self._derivation.references(name)):
                    for record in self.store.find(name):
                        self._give(name, record)

    # The other side of a write

    def _write(self, collection: str, before: Record, changed: Record) -> Record:
        """Keeps a changed record, and brings up to date those who list it, copy it, or are given something."""
        after = self._derivation.derived(collection, changed)
        if after == before:
            return after
        self.store.replace(collection, after)
        self._tell(collection, [(before, after)])
        for reference in self._derivation.pointing_at(collection):
            if any(before.get(source) != after.get(source) for source in reference.copies.values()):
                for dependent in self._derivation.dependents(reference, after):
                    self._write(reference.collection, dependent, dependent)
        return after

    def _tell(
        self, collection: str, writes: Iterable[tuple[Record, Record]], doomed: Doomed = NONE_DOOMED
    ) -> None:
        """Brings the lists and gifts of those that the written records name, or named, up to date."""
        stale: dict[tuple[Reference, Id], dict[Id, bool]] = defaultdict(dict)
        for before, after in writes:
            for reference in self._derivation.references(collection):
                if reference.listed_as is not None:
                    now = reference.ids(after)
                    for value in reference.disturbed(before, after):
                        stale[reference, value][(after or before)["id"]] = value in now
            if after:
                self._give(collection, after)
        for (reference, value), members in stale.items():
            target = None if (reference.to, value) in doomed else self.store.get(reference.to, value)
            if target is not None and reference.listed_as is not None:
                listed = self._derivation.listed(reference, target, members)
                self._write(reference.to, target, {**target, reference.listed_as: listed})

    def _give(self, collection: str, record: Record) -> None:
        for reference in self._derivation.references(collection):
            other = self._derivation.named(reference, record) if reference.gives else None
            if other is not None:
                gifts = {field: record.get(source) for field, source in reference.gives.items() if field in other}
                self._write(reference.to, other, {**other, **gifts})

    def _take_back(self, collection: str, gone: Record, doomed: Doomed) -> None:
        """Clears what a deleted record gave."""
        for reference in self._derivation.references(collection):
            other = self._derivation.named(reference, gone) if reference.gives else None
            if other is not None and (reference.to, other["id"]) not in doomed:
                self._write(reference.to, other, {**other, **dict.fromkeys(reference.gives.keys() & other.keys())})

    def _let_go(self, reference: Reference, gone: Record, doomed: Doomed) -> None:
        """Does with those that name a deleted record what the reference asks for."""
        if reference.on_delete == "keep":
            return
        for dependent in self._derivation.dependents(reference, gone):
            if (reference.collection, dependent["id"]) in doomed:
                continue
            if reference.on_delete == "delete":
                self.delete(reference.collection, dependent["id"], doomed)
            elif reference.many:
                rest = [value for value in dependent[reference.field] if value != gone["id"]]
                self.store.replace(reference.collection, {**dependent, reference.field: rest})
            else:
                self.store.replace(reference.collection, {**dependent, reference.field: None})
