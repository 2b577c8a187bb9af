"""Carts: what orders are made of."""

from __future__ import annotations

from datetime import timedelta

from understudy.mocks.clock import parse, timestamp
from understudy.mocks.schema.commerce.goods import Goods
from understudy.mocks.schema.faults import Faults
from understudy.mocks.schema.rules import Record

PATIENCE = timedelta(hours=3)
"""A cart with no activity for so long is abandoned."""


class Carts(Goods):
    def prepare(self, record: Record, before: Record, faults: Faults) -> None:
        self.complete(record, before)
        given = record.get("date_abandoned") != before.get("date_abandoned")
        if record.get("active") and not record.get("order_id") and not given:
            record["date_abandoned"] = timestamp(parse(self.clock.now()) + PATIENCE)
