"""What follows for deliveries when a webhook is changed."""

from __future__ import annotations

from understudy.mocks.schema.events.failing import FINE
from understudy.mocks.schema.events.outbox import DELIVERIES, EVENTS
from understudy.mocks.schema.faults import Faults
from understudy.mocks.schema.rules import Record, Rules
from understudy.mocks.schema.writing import Writing


class Webhooks(Rules):
    """One that is switched on again, or put elsewhere, is tried again at once; one that is gone hears no more."""

    def __init__(self, writing: Writing) -> None:
        self._store = writing.store

    def prepare(self, record: Record, before: Record, faults: Faults) -> None:
        if before and self._is_new(record, before):
            record.update(FINE)

    def kept(self, record: Record, before: Record) -> None:
        if before and self._is_new(record, before):
            for delivery in self._waiting(record):
                self._store.replace(DELIVERIES, {**delivery, "date_retry": None})

    def gone(self, record: Record) -> None:
        for delivery in self._waiting(record):
            self._store.delete(DELIVERIES, delivery["id"])
            event = self._store.get(EVENTS, delivery["parent_id"])
            if event is not None:
                pending = max((event.get("webhooks_pending") or 0) - 1, 0)
                self._store.replace(EVENTS, {**event, "webhooks_pending": pending})

    def _is_new(self, record: Record, before: Record) -> bool:
        on, was_on = record.get("enabled") is not False, before.get("enabled") is not False
        return (on and not was_on) or record.get("url") != before.get("url")

    def _waiting(self, record: Record) -> list[Record]:
        return self._store.find(DELIVERIES, {"webhook_id": record["id"], "pending": True})
