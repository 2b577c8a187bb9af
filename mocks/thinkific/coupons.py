"""Coupons: codes, each unique on the site, that give a promotion's discount."""

from __future__ import annotations

import string
from collections.abc import Sequence

from understudy.mocks.behaviour import Behaviour, chosen
from understudy.mocks.store import Record
from understudy.mocks.thinkific import pages
from understudy.mocks.thinkific.pages import Window
from understudy.mocks.thinkific.settings import Settings

FIELDS = ("code", "note", "quantity")
ALPHABET = string.ascii_uppercase + string.digits
SHORTEST_CODE = 6


class Coupons(Behaviour[Settings]):
    def list(self, promotion_id: int, window: Window) -> bytes:
        self.records.get("promotions", promotion_id)
        return pages.select(self.store, window, "coupons", {"promotion_id": promotion_id})

    def create(self, promotion_id: int, given: Record) -> Record:
        self.records.get("promotions", promotion_id)
        broken = self.broken_rules()
        broken.free("coupons", code=given["code"])
        broken.refuse()
        return self.records.insert("coupons", self._new(promotion_id, **chosen(given, FIELDS)))

    def create_many(self, promotion_id: int, given: Record) -> Sequence[Record]:
        """Makes `bulk_quantity` coupons with codes of their own."""
        self.records.get("promotions", promotion_id)
        length = given.get("bulk_coupon_code_length", SHORTEST_CODE)
        codes = self._new_codes(given["bulk_quantity"], length)
        quantity = given.get("bulk_quantity_per_coupon")
        made = [self._new(promotion_id, code=code, quantity=quantity) for code in codes]
        return self.records.insert_many("coupons", made)

    def update(self, coupon_id: int, given: Record) -> None:
        coupon = self.records.get("coupons", coupon_id)
        changes = chosen(given, FIELDS)
        if "quantity_used" in given:
            changes["quantity_used"] = int(given["quantity_used"])
        broken = self.broken_rules()
        broken.free("coupons", by=coupon_id, code=changes.get("code"))
        after = {**coupon, **changes}
        if after["quantity"] is not None and after["quantity_used"] > after["quantity"]:
            broken.add("quantity_used", f"must be less than or equal to {after['quantity']}")
        broken.refuse()
        self.records.update("coupons", coupon_id, changes)

    def _new(self, promotion_id: int, **fields: object) -> Record:
        made = {"note": None, "quantity_used": 0, "quantity": None, "promotion_id": promotion_id}
        return {**made, "created_at": self.now(), **fields}

    def _new_codes(self, count: int, length: int) -> Sequence[str]:
        source = self.sandbox.random("coupon codes", self.store.next_id("coupons"))
        codes: dict[str, None] = {}
        while len(codes) < count:
            code = "".join(source.choices(ALPHABET, k=length))
            if not self.store.exists("coupons", {"code": code}):
                codes[code] = None
        return list(codes)
