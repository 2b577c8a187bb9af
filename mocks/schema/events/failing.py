"""A webhook that does not receive what it is sent: when it is tried again, who is told, and when that ends.

Source: the guide's chapter on webhooks: every hour, with an alert after 2 days, and switched off after 7.
"""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus

from understudy.mocks.clock import EPOCH, LAST_SECOND, parse, timestamp
from understudy.mocks.outgoing import Answer, Message
from understudy.mocks.schema.object_ids import object_id
from understudy.mocks.schema.writing import Writing
from understudy.mocks.store import Record

HOUR, ALERT, END = timedelta(hours=1), timedelta(days=2), timedelta(days=7)
WEBHOOKS, WAITING, NOTIFICATIONS = ":webhooks", "webhooks", "notifications"
ALERTS = {"alert": "webhooks.failing", "end": "webhooks.disabled"}
"""The templates that the two mails are said to be made of."""


class Failing:
    """Keeps account of failures. It gives no ids of the sandbox's counter, as it works when nobody asks."""

    def __init__(self, writing: Writing) -> None:
        self._store = writing.store
        self._sandbox = writing.sandbox
        self._clock = writing.sandbox.clock

    def next(self) -> str:
        return self._later(self._clock.now(), HOUR)

    def failed(self, message: Message, answer: Answer, event: Record) -> None:
        """Notes a failure of the webhook, and what it was of in `webhooks`, where that waits."""
        hook, now, error = self._store.get(WEBHOOKS, message.lane), self._clock.now(), _said(answer)
        if hook is None:
            return
        first = hook.get("date_first_failed") or now
        told = {"date_first_failed": first, "date_final_attempt": self._later(first, END)}
        told["attempts_failed"] = (hook.get("attempts_failed") or 0) + 1
        lasted = parse(now) - parse(first)
        if lasted >= END:
            told["enabled"] = False
        self._store.replace(WEBHOOKS, {**hook, **told})
        self._wait(
            message, {"record_id": (event.get("data") or {}).get("id"), "error": error, "date_retry": self.next()}
        )
        if lasted >= ALERT:
            self._mail("end" if lasted >= END else "alert", hook["id"], first, error)

    def over(self, hook_id: str, delivery: str) -> None:
        """Notes that the webhook receives again."""
        hook = self._store.get(WEBHOOKS, hook_id)
        if hook is not None and hook.get("date_first_failed"):
            self._store.replace(WEBHOOKS, {**hook, **FINE})
            self._store.delete(WAITING, delivery)

    def _wait(self, message: Message, said: Record) -> None:
        known, now = self._store.get(WAITING, message.id), self._clock.now()
        told = {**said, "url": message.url, "retry_count": message.attempt, "date_updated": now}
        if known is None:
            new = {"id": message.id, "webhook": message.lane, "date_created": now}
            self._store.insert(WAITING, {**new, **told})
        else:
            self._store.replace(WAITING, {**known, **told})

    def _mail(self, kind: str, hook: str, first: str, error: str) -> None:
        """Once for each time that it has begun to fail."""
        begun = (parse(first) - EPOCH).total_seconds()
        mail = object_id(begun, f"{self._sandbox.seed}:{hook}:{kind}", 1)
        if self._store.get(NOTIFICATIONS, mail) is None:
            now, template = self._clock.now(), ALERTS[kind]
            made = {"id": mail, "date_created": now, "date_updated": now, "template": template, "record_id": hook}
            self._store.insert(NOTIFICATIONS, {**made, "content": {"text": error}})

    def _later(self, moment: str, by: timedelta) -> str:
        seconds = (parse(moment) - EPOCH + by).total_seconds()
        return timestamp(EPOCH + timedelta(seconds=min(seconds, LAST_SECOND)))


FINE: Record = {"attempts_failed": 0, "date_first_failed": None, "date_final_attempt": None}
"""What is said of a webhook that receives."""


def _said(answer: Answer) -> str:
    if answer.status is None:
        return answer.text
    known = {status.value: status.phrase for status in HTTPStatus}
    return f"{answer.status} {known.get(answer.status, '')}".strip()
