"""Subscriptions: a product again and again, after a trial perhaps."""

from __future__ import annotations

from typing import Any

from understudy.mocks.schema import formulas
from understudy.mocks.schema.commerce.commerce import entries, first, whole
from understudy.mocks.schema.commerce.goods import Goods, price_of
from understudy.mocks.schema.commerce.periods import sums
from understudy.mocks.schema.faults import Faults
from understudy.mocks.schema.rules import Record

PERIOD_END = formulas.compile("date_next_interval(interval, date_period_start, interval_count)")
LONGEST = 36_500
FROM_PRODUCT = {
    "interval": "subscription_interval",
    "interval_count": "subscription_interval_count",
    "trial_days": "subscription_trial_days",
}


class Subscriptions(Goods):
    def prepare(self, record: Record, before: Record, faults: Faults) -> None:
        if not before:
            product, variant = self.product_of(record)
            for name, source in FROM_PRODUCT.items():
                value = first((record.get(name), variant.get(source), product.get(source)))
                if value is not None:
                    record[name] = value
            self._begin(record)
        for one in (record, *entries(record, "items")):
            if one.get("price") is None:
                one["price"] = price_of(one, *self.product_of(one))[1]
        self._activate(record, before)
        if record.get("date_period_start") != before.get("date_period_start"):
            record.update(sums(self.store, record))

    def kept(self, record: Record, before: Record) -> None:
        """It becomes active when it is first paid."""
        first_paid = record.get("paid") and not before.get("paid")
        if first_paid and not record.get("active") and not record.get("canceled"):
            self.bring("subscriptions", record["id"], {"active": True})

    def _begin(self, record: Record) -> None:
        """The trial, and the period that follows it or begins at once."""
        now, days = self.clock.now(), whole(record.get("trial_days"))
        if record.get("date_trial_end") is None and 0 < days <= LONGEST:
            record["date_trial_end"] = self.moment_in(days=days)
        if _in_trial(record, now):
            record.setdefault("date_trial_start", now)
        record.setdefault("date_period_start", now)
        if record.get("date_period_end") is None:
            endpoint = self.writing.models.endpoints["subscriptions"]
            record["date_period_end"] = PERIOD_END.evaluate(self.writing.scope_of(endpoint, record)(record, ""))

    def _activate(self, record: Record, before: Record) -> None:
        """A trial makes it active; cancellation ends that."""
        if record.get("canceled"):
            record["active"] = False
            if not before.get("canceled"):
                record["date_canceled"] = self.clock.now()
        elif _in_trial(record, self.clock.now()):
            record["active"] = True


def _in_trial(record: Record, now: str) -> bool:
    end: Any = record.get("date_trial_end")
    return isinstance(end, str) and end > now
