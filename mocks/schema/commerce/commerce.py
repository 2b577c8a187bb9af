"""Rules that look at other records, and bring them up to date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from understudy.mocks.clock import EPOCH, LAST_SECOND, timestamp
from understudy.mocks.schema.commerce.money import added
from understudy.mocks.schema.features import is_on
from understudy.mocks.schema.rules import Record, Rules
from understudy.mocks.schema.writing import Writing


class Commerce(Rules):
    """What the rules of a shop have in common."""

    def __init__(self, writing: Writing) -> None:
        self.writing = writing
        self.store = writing.store
        self.clock = writing.sandbox.clock

    def get(self, endpoint: str, record_id: Any) -> Record:
        """A record that another names; {} where there is none."""
        found = self.store.get(endpoint, record_id) if isinstance(record_id, str) else None
        return found or {}

    def does(self, model: str, method: str) -> bool:
        """Whether a feature of a model is not switched off."""
        return is_on(self.writing.models.models[model], method)

    def total(self, endpoint: str, field: str, criteria: Mapping[str, Any]) -> float:
        """What an amount of all records that meet the criteria adds up to."""
        return added(record.get(field) for record in self.store.find(endpoint, criteria))

    def bring(self, endpoint: str, record_id: str, values: Mapping[str, Any]) -> None:
        """Gives a record, if it is there, what follows for it. Nothing is written where nothing changes."""
        record = self.get(endpoint, record_id)
        changes = {name: value for name, value in values.items() if record.get(name) != value}
        if record and changes:
            self.writing.update(endpoint, record_id, changes)

    def moment_in(self, *, days: float = 0, hours: float = 0) -> str:
        """The moment so much later; the end of the calendar where it leads beyond that."""
        seconds = self.clock.seconds() + timedelta(days=days, hours=hours).total_seconds()
        return timestamp(EPOCH + timedelta(seconds=min(seconds, LAST_SECOND)))


def named(field: str, *records: Record) -> list[str]:
    """The records that some link to by a field, each once: now, and before."""
    return list(dict.fromkeys(one for record in records if isinstance(one := record.get(field), str)))


def entries(record: Record, name: str) -> list[Record]:
    """The objects in an array of a record."""
    value = record.get(name)
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def whole(value: Any) -> int:
    """A quantity; nothing is 0."""
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def first(values: Iterable[Any]) -> Any:
    """The first of some values that is not null."""
    return next((value for value in values if value is not None), None)
