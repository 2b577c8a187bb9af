"""Carts: what orders are made of."""

from __future__ import annotations

from understudy.mocks.schema.commerce.goods import Goods
from understudy.mocks.schema.faults import Faults
from understudy.mocks.schema.rules import Record

PATIENCE = 3
"""Hours without activity after which a cart is abandoned."""


class Carts(Goods):
    def prepare(self, record: Record, before: Record, faults: Faults) -> None:
        self.complete(record, before)
        given = record.get("date_abandoned") != before.get("date_abandoned")
        if record.get("active") and not record.get("order_id") and not given:
            record["date_abandoned"] = self.moment_in(hours=PATIENCE)
