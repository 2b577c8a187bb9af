"""All that happens of itself in a shop, put together."""

from __future__ import annotations

from understudy.mocks.schema.events.deadlines import Deadlines
from understudy.mocks.schema.events.notices import NOTIFICATIONS, Notices
from understudy.mocks.schema.events.outbox import WEBHOOKS, Outbox
from understudy.mocks.schema.events.recording import Recording
from understudy.mocks.schema.events.triggers import Ask, Include, Triggers
from understudy.mocks.schema.events.webhooks import Webhooks
from understudy.mocks.schema.writing import Writing


class Happenings:
    def __init__(self, writing: Writing, ask: Ask, include: Include) -> None:
        self.outbox = Outbox(writing)
        self.recording = Recording(writing, self.outbox.heard)
        writing.rules[WEBHOOKS].append(Webhooks(writing))
        self.deadlines = Deadlines(writing, self.recording)
        triggers, notices = Triggers(writing, self.recording, ask, include), Notices(writing)
        writing.rules[NOTIFICATIONS].append(notices)
        writing.ended += (
            self.recording.changed,
            self.deadlines.changed,
            triggers.changed,
            notices.changed,
        )
