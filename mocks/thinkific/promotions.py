"""Promotions: discounts on some products, or on all, for those who have a coupon."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from understudy.mocks.behaviour import Behaviour, chosen
from understudy.mocks.clock import normalise
from understudy.mocks.errors import Invalid, NotFound
from understudy.mocks.store.sqlite import Record
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
        changes |= {name: value and normalise(value) for name, value in chosen(given, DATES).items()}
        if "amount" in given:
            changes["amount"] = f"{Decimal(str(float(given['amount']))):f}"
        errors: dict[str, list[str]] = {}
        after = {**before, **changes}
        if after["starts_at"] and after["expires_at"] and after["expires_at"] <= after["starts_at"]:
            errors["expires_at"] = ["must be after starts_at"]
        for field, collection in (("product_ids", "products"), ("coupon_ids", "coupons")):
            gone = self._unknown(collection, given.get(field, []))
            if gone:
                errors[field] = [f"could not be found: {', '.join(map(str, gone))}"]
        if errors:
            raise Invalid(errors)
        return changes

    def _unknown(self, collection: str, ids: list[Any]) -> list[Any]:
        return [record_id for record_id in ids if self.store.get(collection, record_id) is None]

    def _take_coupons(self, promotion_id: int, given: Record) -> None:
        """Coupons that are named become this promotion's. None is let go: a coupon always has a promotion."""
        for coupon_id in dict.fromkeys(given.get("coupon_ids", [])):
            self.records.update("coupons", coupon_id, {"promotion_id": promotion_id})
