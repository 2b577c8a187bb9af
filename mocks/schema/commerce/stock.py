"""The stock of products and of their variants: what all adjustments come to."""

from __future__ import annotations

from understudy.mocks.schema.commerce.commerce import Commerce, whole
from understudy.mocks.schema.faults import Fault, Faults
from understudy.mocks.schema.rules import Record

NO_VARIANT = Fault("Must be a variant of the product", "LINK")


class Stock(Commerce):
    def check(self, record: Record, before: Record, faults: Faults) -> None:
        variant = record.get("variant_id")
        if variant and self.get("products:variants", variant).get("parent_id") != record.get("parent_id"):
            faults.add("variant_id", NO_VARIANT)

    def kept(self, record: Record, before: Record) -> None:
        if not before:
            self._adjust(record, whole(record.get("quantity")))

    def gone(self, record: Record) -> None:
        self._adjust(record, -whole(record.get("quantity")))

    def _adjust(self, record: Record, quantity: int) -> None:
        """A product counts what there is of its variants too."""
        for endpoint, name in (("products:variants", "variant_id"), ("products", "parent_id")):
            if key := record.get(name):
                level = whole(self.get(endpoint, key).get("stock_level")) + quantity
                self.bring(endpoint, key, {"stock_level": level})
