"""Categories of products; Thinkific's paths call them collections."""

from __future__ import annotations

from understudy.mocks.behaviour import Behaviour, chosen
from understudy.mocks.errors import NotFound
from understudy.mocks.store import Record
from understudy.mocks.thinkific import pages
from understudy.mocks.thinkific.pages import Window
from understudy.mocks.thinkific.settings import Settings

FIELDS = ("name", "description", "slug")


class Categories(Behaviour[Settings]):
    def create(self, given: Record) -> Record:
        self._free_slug(given)
        fields = chosen(given, FIELDS)
        return self.records.insert(
            "collections", {**fields, "created_at": self.now(), "product_ids": [], "default": False}
        )

    def update(self, category_id: int, given: Record) -> None:
        self.records.get("collections", category_id)
        self._free_slug(given, category_id)
        self.records.update("collections", category_id, chosen(given, FIELDS))

    def products(self, category_id: int, window: Window) -> bytes:
        category = self.records.get("collections", category_id)
        return pages.of_ids(self.store, window, "products", category["product_ids"])

    def add_products(self, category_id: int, product_ids: list[int]) -> None:
        """Adds products, all or none. One that is in the category stays in it."""
        category = self.records.get("collections", category_id)
        for product_id in product_ids:
            self.records.get("products", product_id)
        together = dict.fromkeys([*category["product_ids"], *product_ids])
        self.records.update("collections", category_id, {"product_ids": list(together)})

    def remove_products(self, category_id: int, product_ids: list[int]) -> None:
        """Removes products, all or none. Raises NotFound for one that is not in the category."""
        category = self.records.get("collections", category_id)
        for product_id in product_ids:
            if product_id not in category["product_ids"]:
                raise NotFound("products", product_id)
        rest = [product_id for product_id in category["product_ids"] if product_id not in product_ids]
        self.records.update("collections", category_id, {"product_ids": rest})

    def _free_slug(self, given: Record, category_id: int | None = None) -> None:
        broken = self.broken_rules()
        broken.free("collections", by=category_id, slug=given.get("slug"))
        broken.refuse()
