"""Promotions: discounts on some products, or on all, for those who have a coupon."""

from __future__ import annotations

from decimal import Decimal

from understudy.mocks.behaviour import Behaviour, chosen, times
from understudy.mocks.errors import NotFound
from understudy.mocks.store import Record
from understudy.mocks.thinkific.settings import Settings

FIELDS = ("name", "description", "discount_type", "duration", "product_ids")
DATES = ("starts_at", "expires_at")
NEW: Record = {
    "description": None, "starts_at": None, "expires_at": None, "duration": None, "product_ids": [],
}  # fmt: skip


class Promotions(Behaviour[Settings]):
    def create(self, given: Record) -> Record:
        fields = {**NEW, **self._checked(given, NEW)}
        with self.store.transaction():
            promotion = self.records.insert("promotions", fields)
            self._take_coupons(promotion["id"], given)
        return self.records.get("promotions", promotion["id"])

    def update(self, promotion_id: int, given: Record) -> None:
        promotion = self.records.get("promotions", promotion_id)
        changes = self._checked(given, promotion)
        with self.store.transaction():
            self.records.update("promotions", promotion_id, changes)
            self._take_coupons(promotion_id, given)

    def by_coupon(self, product_id: int, coupon_code: str) -> bytes:
        """The promotion behind a code, if it applies to the product. One without products applies to all."""
        coupon = self.store.first("coupons", {"code": coupon_code})
        if coupon is None:
            raise NotFound("coupons", coupon_code)
        promotion = self.records.get("promotions", coupon["promotion_id"])
        if self.store.get("products", product_id) is None:
            raise NotFound("products", product_id)
        if promotion["product_ids"] and product_id not in promotion["product_ids"]:
            raise NotFound("promotions", promotion["id"])
        return self.store.shown("promotions", promotion["id"]) or b""

    def _checked(self, given: Record, before: Record) -> Record:
        changes = chosen(given, FIELDS)
        changes |= times(given, DATES)
        if "amount" in given:
            changes["amount"] = f"{Decimal(str(float(given['amount']))):f}"
        broken = self.broken_rules()
        after = {**before, **changes}
        if after["starts_at"] and after["expires_at"] and after["expires_at"] <= after["starts_at"]:
            broken.add("expires_at", "must be after starts_at")
        broken.known("products", product_ids=given.get("product_ids"))
        broken.known("coupons", coupon_ids=given.get("coupon_ids"))
        broken.refuse()
        return changes

    def _take_coupons(self, promotion_id: int, given: Record) -> None:
        """Coupons that are named become this promotion's. None is let go: a coupon always has a promotion."""
        for coupon_id in dict.fromkeys(given.get("coupon_ids", [])):
            self.records.update("coupons", coupon_id, {"promotion_id": promotion_id})
