"""Records what happens as events, in the transaction in which it does.

One change of a record is one event of a type, however often it was written on the way. Events are kept as they are
made: no model is asked what follows from them, so that they cost little.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from understudy.mocks.schema.events.types import EventType, When, by_endpoint
from understudy.mocks.schema.writing import Changes, Writing
from understudy.mocks.store import Record
from understudy.specs.schema.models import Model

EVENTS = "events"
UNTOLD = ("id", "date_created", "date_updated")
"""What an `updated` event does not tell of by name."""

Happened = tuple[EventType, str, Record]
"""What has happened, the id of the record to which it has, and what is told of it."""


class Recording:
    """Keeps events. `heard` is told of those that a change has led to, before they are kept."""

    def __init__(self, writing: Writing, heard: Callable[[list[Record]], None]) -> None:
        self._writing = writing
        self._heard = heard
        self._models: Mapping[str, Model] = {}
        self._types: dict[str, list[EventType]] = {}

    @property
    def types(self) -> dict[str, list[EventType]]:
        """The types of this sandbox's models, by endpoint."""
        models = self._writing.models.models
        if models is not self._models:
            self._models, self._types = models, by_endpoint(models.values())
        return self._types

    def changed(self, changes: Changes, _led: int) -> None:
        """Keeps an event of each type that the changes cause."""
        types = self.types
        happened = [
            one
            for (endpoint, _), (before, after) in changes.items()
            if endpoint in types and (before or after)
            for one in self._caused(types[endpoint], before, after)
        ]
        if happened:
            self.keep(happened)

    def _caused(self, types: list[EventType], before: Record, after: Record) -> Iterator[Happened]:
        for kind in types:
            if kind.is_caused(before, after):
                record = after or before
                told = {name: record[name] for name in kind.tells if name in record}
                if kind.when is When.UPDATED:
                    differences = self._differences(kind.endpoint, before, after)
                    if not differences:
                        continue
                    told |= differences
                yield kind, record[kind.key], told

    def _differences(self, endpoint: str, before: Record, after: Record) -> Record:
        """The fields that are not as they were, but for what nobody is shown."""
        private = self._writing.store.collections[endpoint].private
        names = dict.fromkeys((*after, *before))
        return {
            name: after.get(name)
            for name in names
            if name not in UNTOLD and name not in private and before.get(name) != after.get(name)
        }

    def keep(self, happened: list[Happened]) -> None:
        now, ids = self._writing.sandbox.clock.now(), self._writing.new_ids(len(happened))
        events = [
            {
                "id": event,
                "date_created": now,
                "date_updated": now,
                "model": kind.model or kind.endpoint,
                "type": kind.name,
                "data": {"id": of, **told},
            }
            for event, (kind, of, told) in zip(ids, happened, strict=True)
        ]
        self._heard(events)
        self._writing.store.insert_many(EVENTS, events)
