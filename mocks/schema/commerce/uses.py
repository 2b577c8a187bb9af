"""How often coupons, their codes and promotions were used."""

from __future__ import annotations

from understudy.mocks.schema.commerce.commerce import Commerce, whole
from understudy.mocks.schema.rules import Record


class Uses(Commerce):
    """Of an offer: each use counts once, while it is there."""

    def kept(self, record: Record, before: Record) -> None:
        if not before:
            self.count(record, 1)

    def gone(self, record: Record) -> None:
        self.count(record, -1)

    def count(self, record: Record, times: int) -> None:
        raise NotImplementedError

    def add(self, endpoint: str, record_id: str, field: str, times: int) -> None:
        used = whole(self.get(endpoint, record_id).get(field))
        self.bring(endpoint, record_id, {field: max(used + times, 0)})


class CouponUses(Uses):
    def count(self, record: Record, times: int) -> None:
        self.add("coupons", record["parent_id"], "use_total", times)
        self.add("coupons:codes", record["code_id"], "use_total", times)


class PromotionUses(Uses):
    def count(self, record: Record, times: int) -> None:
        self.add("promotions", record["parent_id"], "use_count", times)
