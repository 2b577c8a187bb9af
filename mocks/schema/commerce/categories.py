"""Categories: a tree, and which products are where in it."""

from __future__ import annotations

from understudy.mocks.schema.commerce.commerce import Commerce, named
from understudy.mocks.schema.faults import Fault, Faults
from understudy.mocks.schema.merging import SET
from understudy.mocks.schema.rules import Record

LOOP = Fault("Must not be the category itself, or one below it", "LINK")
DEEPEST = 100
TOO_DEEP = Fault(f"Must not have more than {DEEPEST} categories above", "LIMIT")


class Categories(Commerce):
    _telling = False

    def check(self, record: Record, before: Record, faults: Faults) -> None:
        """No category is below itself."""
        parent, above = record.get("parent_id"), 0
        while parent is not None and parent != before.get("parent_id"):
            above += 1
            if parent == record["id"] or above > DEEPEST:
                faults.add("parent_id", LOOP if parent == record["id"] else TOO_DEEP)
                return
            parent = self.get("categories", parent).get("parent_id")

    def kept(self, record: Record, before: Record) -> None:
        """Tells all below which category is at the top now, level by level."""
        if not before or record.get("top_id") == before.get("top_id") or self._telling:
            return
        self._telling, level = True, [record["id"]]
        try:
            while level:
                level = [child for above in level for child in self.store.ids("categories", {"parent_id": above})]
                for child in level:
                    self.writing.update("categories", child, {})
        finally:
            self._telling = False

    def gone(self, record: Record) -> None:
        """Those below move up, and no product is of this category."""
        for child in self.store.ids("categories", {"parent_id": record["id"]}):
            self.writing.update("categories", child, {"parent_id": record.get("parent_id")})
        for product in self.store.ids("products", {"category_id": record["id"]}):
            self.writing.update("products", product, {"category_id": None})


class Listings(Commerce):
    """Products in categories. A product knows its categories, and its place in each."""

    def kept(self, record: Record, before: Record) -> None:
        for product in named("product_id", record, before):
            self._index(product)

    def gone(self, record: Record) -> None:
        self._index(record["product_id"])

    def _index(self, product_id: str) -> None:
        product = self.get("products", product_id)
        listings = self.store.find("categories:products", {"product_id": product_id})
        index = {
            "id": [listing["parent_id"] for listing in listings],
            "sort": {listing["parent_id"]: listing.get("sort") or 0 for listing in listings},
        }
        if product and product.get("category_index") != index:
            self.writing.update("products", product_id, {SET: {"category_index": index}})
