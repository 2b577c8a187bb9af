"""Subscriptions: a product again and again, after a trial perhaps."""

from __future__ import annotations

from typing import Any

from understudy.mocks.schema import formulas
from understudy.mocks.schema.commerce.commerce import entries, first, whole
from understudy.mocks.schema.commerce.goods import Goods, give_price
from understudy.mocks.schema.faults import Faults
from understudy.mocks.schema.rules import Record

SUMS = ("payment_total", "refund_total", "credit_total")
PERIOD_END = formulas.compile("date_next_interval(interval, date_period_start, interval_count)")
LONGEST = 36_500
FROM_PRODUCT = {
    "interval": "subscription_interval",
    "interval_count": "subscription_interval_count",
    "trial_days": "subscription_trial_days",
}


class Subscriptions(Goods):
    def prepare(self, record: Record, before: Record, faults: Faults) -> None:
        product, variant = self.product_of(record)
        if not before:
            for name in SUMS:
                record.setdefault(name, 0)
            for name, source in FROM_PRODUCT.items():
                value = first((record.get(name), variant.get(source), product.get(source)))
                if value is not None:
                    record[name] = value
            self._begin(record)
        if product:
            give_price(record, product, variant, None)
        for item in entries(record, "items"):
            if item.get("price") is None:
                give_price(item, *self.product_of(item), None)
        self._activate(record, before)

    def kept(self, record: Record, before: Record) -> None:
        """What is paid for becomes active."""
        now = self.get("subscriptions", record["id"])
        if now.get("paid") and not now.get("active") and not now.get("canceled"):
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
