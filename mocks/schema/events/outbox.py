"""Who is to hear of an event: a delivery for each webhook that asks for its type, kept with the event.

Those that wait are the queue: each webhook's are sent one after the other, in the order of the events. One that is
not received is sent again every hour, and those behind it wait. Source: the guide's chapter on webhooks.
"""

from __future__ import annotations

from typing import Any

import orjson

from understudy.mocks.hosts import refusal
from understudy.mocks.outgoing import Answer, Message
from understudy.mocks.schema.events.failing import Failing
from understudy.mocks.schema.writing import Writing
from understudy.mocks.store import Record

EVENTS, DELIVERIES, WEBHOOKS = "events", "events:webhooks", ":webhooks"
SENT = ("id", "date_created", "model", "type", "data")
LONGEST = 500
"""Characters of an answer that are kept."""


class Outbox:
    """The queue of one sandbox."""

    def __init__(self, writing: Writing) -> None:
        self._writing = writing
        self._store = writing.store
        self._clock = writing.sandbox.clock
        self._hosts = writing.sandbox.hosts
        self._failing = Failing(writing)

    def heard(self, events: list[Record]) -> None:
        """Queues events that are about to be kept, and notes in each how many wait for it."""
        hooks = self._hooks()
        if not hooks:
            return
        wanted = [(event, hook) for event in events for hook in hooks if event["type"] in hook["events"]]
        if not wanted:
            return
        made = []
        for (event, hook), delivery in zip(wanted, self._writing.new_ids(len(wanted)), strict=True):
            event["webhooks_pending"] = event.get("webhooks_pending", 0) + 1
            waits = {"id": delivery, "parent_id": event["id"], "webhook_id": hook["id"], "attempts": 0}
            why_not = refusal(hook["url"], self._hosts)
            made.append(waits | ({"response": why_not} if why_not else {}) | {"pending": True})
        self._store.insert_many(DELIVERIES, made)

    def _hooks(self) -> list[Record]:
        """The webhooks that are not switched off."""

        def read() -> list[Record]:
            return [hook for hook in self._store.find(WEBHOOKS) if hook.get("enabled") is not False]

        return self._store.remembered(WEBHOOKS, "enabled", read)

    @property
    def listened(self) -> bool:
        return any(refusal(hook["url"], self._hosts) is None for hook in self._hooks())

    def due(self, lane: str | None = None) -> list[Message]:
        hooks = [hook for hook in self._hooks() if lane in (None, hook["id"])]
        found = (self._message(hook) for hook in hooks if refusal(hook["url"], self._hosts) is None)
        return [message for message in found if message is not None]

    def _message(self, hook: Record) -> Message | None:
        """The first that a webhook has not received, if it is time for it."""
        first = self.first(hook["id"])
        if first is None or (first.get("date_retry") or "") > self._clock.now():
            return None
        event = self._store.get(EVENTS, first["parent_id"])
        if event is None:  # somebody has made a delivery of nothing: it must not stand in the way of the others
            self._store.delete(DELIVERIES, first["id"])
            return self._message(hook)
        body = orjson.dumps({name: event.get(name) for name in SENT})
        return Message(hook["id"], first["id"], _attempt(first), hook["url"], body)

    def first(self, hook: str) -> Record | None:
        """What a webhook receives next."""
        wanted = {"webhook_id": hook, "pending": True}
        return self._store.remembered(DELIVERIES, ("first", hook), lambda: self._store.first(DELIVERIES, wanted))

    def sent(self, message: Message, answer: Answer) -> None:
        with self._store.transaction():
            delivery = self._store.get(DELIVERIES, message.id)
            event = self._store.get(EVENTS, (delivery or {}).get("parent_id", ""))
            if delivery is None or event is None or _attempt(delivery) != message.attempt:
                return
            came: dict[str, Any] = {"attempts": message.attempt, "date_sent": self._clock.now()}
            came |= {"status": answer.status, "response": answer.text[:LONGEST]}
            came |= {"pending": not answer.good, "date_retry": None if answer.good else self._failing.next()}
            self._store.replace(DELIVERIES, {**delivery, **came})
            if answer.good:
                pending = max((event.get("webhooks_pending") or 0) - 1, 0)
                self._store.replace(EVENTS, {**event, "webhooks_pending": pending})
                self._failing.over(message.lane, message.id)
            else:
                self._failing.failed(message, answer, event)


def _attempt(delivery: Record) -> int:
    """The number of the next attempt."""
    return int(delivery.get("attempts") or 0) + 1
