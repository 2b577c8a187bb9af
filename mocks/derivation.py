"""What records repeat of each other: lists of ids, and copies of fields. Reads, and changes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from understudy.mocks.store import Id, Record, Store
from understudy.specs.records import Reference


class Derivation:
    """The references of records.yaml, seen from both sides."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._collections = store.collections
        self._pointing_at: dict[str, list[Reference]] = defaultdict(list)
        for kind in store.collections.values():
            for reference in kind.references:
                self._pointing_at[reference.to].append(reference)

    def references(self, collection: str) -> tuple[Reference, ...]:
        """Those by which a record of the collection names others."""
        return self._collections[collection].references

    def pointing_at(self, collection: str) -> list[Reference]:
        """Those by which a record of the collection is named."""
        return self._pointing_at[collection]

    def dependents(self, reference: Reference, target: Record) -> list[Record]:
        """The records that name the target."""
        if not reference.many:
            criteria = {reference.field: target["id"], **reference.where}
        elif reference.listed_as is not None:
            criteria = {"id": {"$in": target[reference.listed_as]}}
        else:
            criteria = {reference.field: {"$elemMatch": {"$eq": target["id"]}}, **reference.where}
        return self._store.find(reference.collection, criteria)

    def named(self, reference: Reference, record: Mapping[str, Any]) -> Record | None:
        """The record that a single reference names, if it names one."""
        value = record.get(reference.field)
        return None if value is None or not reference.applies(record) else self._store.get(reference.to, value)

    def derives(self, collection: str) -> bool:
        """Whether a record of the collection repeats anything, or lists those that name it."""
        kind = self._collections[collection]
        copies = any(reference.copies for reference in kind.references)
        lists = any(reference.listed_as is not None for reference in self._pointing_at[collection])
        return bool(kind.joins or kind.lowers or copies or lists)

    # Lists

    def empty_lists(self, collection: str) -> Record:
        """The lists of a record that nobody names yet."""
        return {ref.listed_as: [] for ref in self._pointing_at[collection] if ref.listed_as is not None}

    def listed(self, reference: Reference, target: Record, members: Mapping[Id, bool]) -> list[Any]:
        """The target's list now, when each of the members has come to name it or to name it no more."""
        if not reference.many:
            criteria = {reference.field: target["id"], **reference.where}
            return self._store.ids(reference.collection, criteria, order=reference.order)
        rest = {value for value in target[str(reference.listed_as)] if members.get(value, True)}
        return sorted(rest | {value for value, named in members.items() if named})

    def all_lists(self, collection: str) -> dict[str, dict[Id, list[Id]]]:
        """Every list of every record of a collection: field -> id -> the ids that it lists."""
        lists: dict[str, dict[Id, list[Id]]] = {}
        for reference in self._pointing_at[collection]:
            if reference.listed_as is not None:
                members = lists.setdefault(reference.listed_as, defaultdict(list))
                for record in self._store.find(reference.collection, order=reference.order):
                    for value in dict.fromkeys(reference.ids(record)):
                        members[value].append(record["id"])
        return lists

    # Copies and gifts

    def derived(self, collection: str, record: Record) -> Record:
        """The record with what it repeats of itself, and of those it names."""
        whole = dict(record)
        kind = self._collections[collection]
        for field, parts in kind.joins.items():
            whole[field] = " ".join(whole[part] for part in parts)
        for field, part in kind.lowers.items():
            whole[field] = whole[part].lower()
        for reference in self.references(collection):
            other = self.named(reference, whole) if reference.copies else None
            if other is not None:
                whole.update({field: other.get(source) for field, source in reference.copies.items()})
        return whole

    def not_its_own(self, collection: str, record: Record, changes: Mapping[str, Any]) -> set[str | None]:
        """Those of the changed fields that others decide: who lists them, or gives them."""
        pointing = self._pointing_at[collection]
        lists = {reference.listed_as for reference in pointing}
        givers = (ref for ref in pointing if ref.gives.keys() & changes.keys() and self.dependents(ref, record))
        return lists.union(*(ref.gives for ref in givers))
