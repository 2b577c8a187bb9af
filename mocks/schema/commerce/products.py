"""Products, their variants and reviews."""

from __future__ import annotations

from decimal import Decimal

from understudy.mocks.schema.commerce.commerce import Commerce, entries
from understudy.mocks.schema.faults import Fault, Faults
from understudy.mocks.schema.formulas.coercion import number
from understudy.mocks.schema.rules import Record
from understudy.mocks.schema.values import rounded

TURNED = Fault("Must not be less than quantity_min", "MINVAL")


class Products(Commerce):
    def check(self, record: Record, before: Record, faults: Faults) -> None:
        """A price for so many holds from `quantity_min` to `quantity_max`."""
        for price in entries(record, "prices"):
            least, most = price.get("quantity_min"), price.get("quantity_max")
            if least is not None and most is not None and most < least:
                faults.add("prices.quantity_max", TURNED)

    def gone(self, record: Record) -> None:
        """No category lists it any more."""
        for listed in self.store.ids("categories:products", {"product_id": record["id"]}):
            self.writing.delete("categories:products", listed)


class Variants(Commerce):
    def leaving(self, record: Record) -> None:
        """Its stock goes with it."""
        for adjustment in self.store.ids("products:stock", {"variant_id": record["id"]}):
            self.writing.delete("products:stock", adjustment)


class Reviews(Commerce):
    def kept(self, record: Record, before: Record) -> None:
        if record.get("rating") != before.get("rating"):
            self._rate(record)

    def gone(self, record: Record) -> None:
        self._rate(record)

    def _rate(self, record: Record) -> None:
        """The rating of a product is the mean of all its reviews."""
        reviews = self.store.find("products:reviews", {"parent_id": record["parent_id"]})
        ratings = [Decimal(number(review.get("rating"))) for review in reviews]
        mean = rounded(sum(ratings, Decimal()) / len(ratings), 1) if ratings else None
        self.bring("products", record["parent_id"], {"review_rating": mean})
