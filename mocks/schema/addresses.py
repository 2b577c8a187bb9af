"""What is at a path: a collection, a record, or a value in one. A link is as good as what it leads to.

Source: the guide's chapters on methods and linking.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from understudy.mocks.brackets import parse
from understudy.mocks.errors import Unreadable
from understudy.mocks.schema.links import Link, ToMany, ToOne, followed
from understudy.mocks.schema.own_models import MODELS, OwnModels
from understudy.mocks.schema.reaching import criteria_of
from understudy.mocks.store import Order, Record, Store

FIRST, LAST, COUNT, GROUP = ":first", ":last", ":count", ":group"
MOST_SEGMENTS = 12


@dataclass(frozen=True)
class Nothing:
    """There is none. `key` of `endpoint`, where it is a record that could be made."""

    endpoint: str | None = None
    key: str | None = None


@dataclass(frozen=True)
class Many:
    """The records of an endpoint that meet the criteria.

    `values` are what a new one among them gets, `query` what a link to them asks for itself, and `asked` is
    `:count` or `:group`, where that is asked for.
    """

    endpoint: str
    criteria: Mapping[str, Any] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)
    query: Mapping[str, Any] = field(default_factory=dict)
    asked: str | None = None


@dataclass(frozen=True)
class End:
    """The first or last of several records."""

    many: Many
    last: bool


@dataclass(frozen=True)
class One:
    """A record."""

    endpoint: str
    record: Record


@dataclass(frozen=True)
class Part:
    """A value in a record, at a path of names and numbers."""

    endpoint: str
    record: Record
    path: tuple[str | int, ...]
    value: Any


Place = Nothing | Many | End | One | Part


class Addresses:
    """Finds what paths lead to."""

    def __init__(self, store: Store, models: OwnModels) -> None:
        self._store = store
        self._models = models

    def find(self, path: str) -> Place:
        """What is at a path. A query in it is part of what a link asks for. Raises Unreadable for one too long."""
        bare, _, query = path.partition("?")
        names = [unquote(name) for name in bare.split("/") if name]
        if len(names) > MOST_SEGMENTS:
            raise Unreadable(f"The path has {len(names)} segments: at most {MOST_SEGMENTS} are followed.")
        if not names or names[0] not in self._models.endpoints:
            return Nothing()
        place: Place = Many(names[0])
        for name in names[1:]:
            place = self._step(place, name)
        if query and isinstance(place, Many):
            return Many(place.endpoint, place.criteria, place.values, {**place.query, **parse(query)}, place.asked)
        return place

    def _step(self, place: Place, name: str) -> Place:
        match place:
            case Many(asked=None):
                return self._among(place, name)
            case End():
                return self._step(self.ended(place), name)
            case One():
                return self._within(place, name)
            case Part():
                return self._deeper(place, name)
        return Nothing()

    def _among(self, many: Many, name: str) -> Place:
        if name in (COUNT, GROUP):
            return Many(many.endpoint, many.criteria, many.values, many.query, name)
        if name in (FIRST, LAST):
            return End(many, last=name == LAST)
        found = self.record(many.endpoint, name, many.criteria)
        return Nothing(many.endpoint, name) if found is None else One(many.endpoint, found)

    def ended(self, end: End) -> Place:
        """The record at an end, by the ids. Queries order them otherwise."""
        found = self._store.find(end.many.endpoint, end.many.criteria, order=[Order("id", end.last)], limit=1)
        return One(end.many.endpoint, found[0]) if found else Nothing()

    def record(self, endpoint: str, key: str, criteria: Mapping[str, Any] | None = None) -> Record | None:
        """The record with an id, or else with a secondary key."""
        if endpoint == MODELS:
            key = self._models.id_of(key)
        within = [criteria] if criteria else []
        secondary = self._models.endpoints[endpoint].model.secondary_field
        for field_name in ("id", secondary):
            if field_name is not None:
                wanted = {field_name: key} if not within else {"$and": [{field_name: key}, *within]}
                found = self._store.first(endpoint, wanted)
                if found is not None:
                    return found
        return None

    def _within(self, one: One, name: str) -> Place:
        known = self._models.endpoints[one.endpoint]
        described = known.linked.get(name)
        if described is not None:
            return self.behind(followed(described, one.endpoint, one.record, one.record))
        if name in one.record and not self._is_private(one.endpoint, name):
            return Part(one.endpoint, one.record, (name,), one.record[name])
        if known.field(name) is not None and not self._is_private(one.endpoint, name):
            return Part(one.endpoint, one.record, (name,), None)
        return Nothing()

    def _is_private(self, endpoint: str, name: str) -> bool:
        return name in self._store.collections[endpoint].private

    def behind(self, link: Link | None) -> Place:
        """What a link leads to."""
        match link:
            case ToOne(endpoint=endpoint, key=str(key)) if endpoint in self._models.endpoints:
                found = self.record(endpoint, key)
                return Nothing(endpoint, key) if found is None else One(endpoint, found)
            case ToMany(endpoint=endpoint, values=values) if endpoint in self._models.endpoints:
                return Many(endpoint, criteria_of(link), values)
            case None | ToOne() | ToMany():
                return Nothing()
        place = self.find(link.url)
        if isinstance(place, End):
            return End(_narrowed(place.many, link.values), place.last)
        return _narrowed(place, link.values) if isinstance(place, Many) else place

    def _deeper(self, part: Part, name: str) -> Place:
        if isinstance(part.value, list):
            number = _entry(part.value, name)
            if number is None:
                return Nothing()
            return Part(part.endpoint, part.record, (*part.path, number), part.value[number])
        if isinstance(part.value, dict):
            dotted = ".".join(step for step in (*part.path, name) if isinstance(step, str))
            described = self._models.endpoints[part.endpoint].field(dotted)
            if described is not None and described.type == "link":
                return self.behind(followed(described, part.endpoint, part.value, part.record))
            if name in part.value or described is not None:
                return Part(part.endpoint, part.record, (*part.path, name), part.value.get(name))
        return Nothing()


def _narrowed(many: Many, values: Mapping[str, Any]) -> Many:
    """Those that have the values, too."""
    if not values:
        return many
    criteria = {"$and": [many.criteria, dict(values)]} if many.criteria else dict(values)
    return Many(many.endpoint, criteria, {**many.values, **values}, many.query, many.asked)


def _entry(entries: list[Any], name: str) -> int | None:
    """The number of the entry with this id, or with this number."""
    for number, entry in enumerate(entries):
        if isinstance(entry, dict) and entry.get("id") == name:
            return number
    at = int(name[:9]) if name.isascii() and name.isdigit() else len(entries)
    return at if at < len(entries) else None
