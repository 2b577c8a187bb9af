"""Pages, articles and posts: when they were published."""

from __future__ import annotations

from understudy.mocks.schema.commerce.commerce import Commerce
from understudy.mocks.schema.faults import Faults
from understudy.mocks.schema.rules import Record


class Texts(Commerce):
    def prepare(self, record: Record, before: Record, faults: Faults) -> None:
        """What is published without a date is so from now on."""
        if record.get("published") and not record.get("date_published"):
            record["date_published"] = self.clock.now()
