"""Records that stay true to each other: the references of records.yaml, kept on every write.

Behaviours change records through `Records` alone. It fills in what a record repeats of another, keeps lists of
ids on the other side in step, and takes along (or lets go) what belongs to a deleted record.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from understudy.mocks.errors import NotFound
from understudy.mocks.store import Store
from understudy.mocks.store.sqlite import Id, Record
from understudy.specs.records import Collection, Reference

Doomed = frozenset[tuple[str, Id]]
NONE_DOOMED: Doomed = frozenset()


class Records:
    """Reads and writes of one sandbox. Every write is one transaction."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._collections = store.collections
        self._pointing_at: dict[str, list[Reference]] = defaultdict(list)
        for kind in store.collections.values():
            for reference in kind.references:
                self._pointing_at[reference.to].append(reference)

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
        for reference in self._collections[collection].references:
            gone = [value for value in _values(reference, record) if self.store.get(reference.to, value) is None]
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
        kind = self._collections[collection]
        made = []
        with self.store.transaction():
            next_id = self.store.next_id(collection)
            for offset, given in enumerate(records):
                record = {"id": next_id + offset, **given, **self._own_lists(collection)}
                self._copy(kind, record)
                made.append(record)
            self.store.insert_many(collection, made)
            self._tell(kind, [({}, record) for record in made])
        return made

    def update(self, collection: str, record_id: Id, changes: Mapping[str, Any]) -> Record:
        """Changes fields of a record and returns it whole. Raises NotFound.

        What other records decide stays as it is, whatever is given.
        """
        with self.store.transaction():
            before = self.get(collection, record_id)
            decided = self._decided(collection, before, changes)
            after = {**before, **{name: value for name, value in changes.items() if name not in decided}}
            self._write(collection, before, after)
        return after

    def delete(self, collection: str, record_id: Id, doomed: Doomed = NONE_DOOMED) -> None:
        """Deletes a record with all that belongs to it. Raises NotFound."""
        with self.store.transaction():
            record = self.get(collection, record_id)
            doomed |= {(collection, record_id)}
            for reference in self._pointing_at[collection]:
                self._let_go(reference, record, doomed)
            self.store.delete(collection, record_id)
            self._take_back(self._collections[collection], record, doomed)
            self._tell(self._collections[collection], [(record, {})], doomed)

    def rederive(self) -> None:
        """Computes every list, copy and gift of every record anew, after records were loaded as they came."""
        with self.store.transaction():
            for name, kind in self._collections.items():
                lists = self._lists(name)
                for record in self.store.find(name):
                    listed = {field: members.get(record["id"], []) for field, members in lists.items()}
                    derived = {**record, **listed}
                    self._copy(kind, derived)
                    if derived != record:
                        self.store.replace(name, derived)
            for name, kind in self._collections.items():
                if any(reference.gives for reference in kind.references):
                    for record in self.store.find(name):
                        self._give(kind, record)

    # The other side of a write

    def _write(self, collection: str, before: Record, after: Record) -> None:
        kind = self._collections[collection]
        self._copy(kind, after)
        if after == before:
            return
        self.store.replace(collection, after)
        self._tell(kind, [(before, after)])
        for reference in self._pointing_at[collection]:
            if any(before.get(source) != after.get(source) for source in reference.copies.values()):
                for dependent in self._dependents(reference, after):
                    self._write(reference.collection, dependent, dict(dependent))

    def _own_lists(self, collection: str) -> Record:
        return {ref.listed_as: [] for ref in self._pointing_at[collection] if ref.listed_as is not None}

    def _lists(self, collection: str) -> dict[str, dict[Id, list[Id]]]:
        """Every list of every record of a collection: field -> id -> the ids that it lists."""
        lists: dict[str, dict[Id, list[Id]]] = {}
        for reference in self._pointing_at[collection]:
            if reference.listed_as is not None:
                members = lists.setdefault(reference.listed_as, defaultdict(list))
                for record in self.store.find(reference.collection, order=_order(reference)):
                    for value in dict.fromkeys(_values(reference, record)):
                        members[value].append(record["id"])
        return lists

    def _decided(self, collection: str, record: Record, changes: Mapping[str, Any]) -> set[str | None]:
        """Those of the changed fields that are not the record's own: others are listed there, or give them."""
        pointing = self._pointing_at[collection]
        lists = {reference.listed_as for reference in pointing}
        gifts = (ref for ref in pointing if ref.gives.keys() & changes.keys() and self._dependents(ref, record))
        return lists.union(*(ref.gives for ref in gifts))

    def _copy(self, kind: Collection, record: Record) -> None:
        """Fills in what the record repeats of those it names."""
        for reference in kind.references:
            if not reference.copies or not _applies(reference, record):
                continue
            other = self.find_reference(reference.to, record.get(reference.field))
            if other is not None:
                record.update({field: other.get(source) for field, source in reference.copies.items()})

    def _give(self, kind: Collection, record: Record) -> None:
        for reference in kind.references:
            if not reference.gives or not _applies(reference, record):
                continue
            gifts = {field: record.get(source) for field, source in reference.gives.items()}
            other = self.find_reference(reference.to, record.get(reference.field))
            if other is not None and any(field in other and other[field] != gift for field, gift in gifts.items()):
                self._write(reference.to, other, {**other, **gifts})

    def _take_back(self, kind: Collection, gone: Record, doomed: Doomed) -> None:
        """Clears what a deleted record gave."""
        for reference in kind.references:
            target_id = gone.get(reference.field)
            if reference.gives and _applies(reference, gone) and (reference.to, target_id) not in doomed:
                other = self.find_reference(reference.to, target_id)
                if other is not None:
                    self._write(reference.to, other, {**other, **dict.fromkeys(reference.gives & other.keys())})

    def _tell(
        self, kind: Collection, writes: Iterable[tuple[Record, Record]], doomed: Doomed = NONE_DOOMED
    ) -> None:
        """Brings the lists and gifts of those that the written records name, or named, up to date."""
        stale: dict[tuple[Reference, Id], dict[Id, bool]] = defaultdict(dict)
        for before, after in writes:
            for reference in kind.references:
                if reference.listed_as is not None:
                    now = _values(reference, after)
                    for value in _disturbed(reference, before, after):
                        stale[reference, value][(after or before)["id"]] = value in now
            if after:
                self._give(kind, after)
        for (reference, value), members in stale.items():
            target = None if (reference.to, value) in doomed else self.store.get(reference.to, value)
            if target is not None and reference.listed_as is not None:
                listed = self._listed_now(reference, target, members)
                self._write(reference.to, target, {**target, reference.listed_as: listed})

    def _listed_now(self, reference: Reference, target: Record, members: Mapping[Id, bool]) -> list[Any]:
        if not reference.many:
            return self._listed(reference, target["id"])
        rest = {value for value in target[str(reference.listed_as)] if members.get(value, True)}
        return sorted(rest | {value for value, named in members.items() if named})

    def _listed(self, reference: Reference, target_id: Id) -> list[Any]:
        criteria = {reference.field: target_id, **reference.where}
        return self.store.ids(reference.collection, criteria, order=_order(reference))

    def _dependents(self, reference: Reference, target: Record) -> list[Record]:
        if not reference.many:
            criteria = {reference.field: target["id"], **reference.where}
        elif reference.listed_as is not None:
            criteria = {"id": {"$in": target[reference.listed_as]}}
        else:
            criteria = {reference.field: {"$elemMatch": {"$eq": target["id"]}}, **reference.where}
        return self.store.find(reference.collection, criteria)

    def _let_go(self, reference: Reference, gone: Record, doomed: Doomed) -> None:
        if reference.on_delete == "keep":
            return
        for dependent in self._dependents(reference, gone):
            if (reference.collection, dependent["id"]) in doomed:
                continue
            if reference.on_delete == "delete":
                self.delete(reference.collection, dependent["id"], doomed)
            elif reference.many:
                rest = [value for value in dependent[reference.field] if value != gone["id"]]
                self.store.replace(reference.collection, {**dependent, reference.field: rest})
            else:
                self.store.replace(reference.collection, {**dependent, reference.field: None})


def _applies(reference: Reference, record: Mapping[str, Any]) -> bool:
    return all(record.get(field) == value for field, value in reference.where.items())


def _order(reference: Reference) -> list[str]:
    return [reference.ordered_by] if reference.ordered_by else []


def _values(reference: Reference, record: Mapping[str, Any]) -> list[Any]:
    """The ids that a record names."""
    value = record.get(reference.field)
    if value is None or not _applies(reference, record):
        return []
    return list(value) if reference.many else [value]


def _disturbed(reference: Reference, before: Record, after: Record) -> list[Any]:
    """Ids of the records whose list of these is no longer right."""
    old, new = _values(reference, before), _values(reference, after)
    reordered = reference.ordered_by and before.get(reference.ordered_by) != after.get(reference.ordered_by)
    if reordered:
        return list(dict.fromkeys([*old, *new]))
    return [value for value in dict.fromkeys([*old, *new]) if (value in old) != (value in new)]
