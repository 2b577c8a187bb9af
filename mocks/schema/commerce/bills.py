"""What invoices and credits have in common: both take items of an order, with all that makes up their price."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from understudy.mocks.schema import faults as wrong
from understudy.mocks.schema.commerce.commerce import entries, whole
from understudy.mocks.schema.commerce.goods import Goods, price_of
from understudy.mocks.schema.commerce.lines import Lines, line_of
from understudy.mocks.schema.commerce.money import less
from understudy.mocks.schema.faults import Faults
from understudy.mocks.schema.rules import Record

SAME = ("currency", "item_tax_included", "shipment_tax_included")
SHIPPING = ("shipment_total", "shipment_tax")


class Bills(Goods):
    """Rules of an `endpoint` whose records take items of a source, which `link` names: an order, as a rule."""

    endpoint: str
    less_canceled = False

    def take(self, record: Record, before: Record, source: Record, link: str, *, everything: bool) -> None:
        """Gives a new record what the source has: `everything` that is left of it, or what items name of it."""
        lines = self._lines(record, source, link)
        if everything:
            record["items"] = lines.all_left()
            self._take_shipping(record, source, link)
        known = {item.get("id") for item in entries(before, "items")}
        for item in entries(record, "items"):
            if item.get("id") not in known or item.get("id") is None:
                line = line_of(lines.items, item)
                if line is not None:
                    lines.fill(item, line)
                self._describe(item)
        if not before:
            for name in SAME:
                if source.get(name) is not None:
                    record.setdefault(name, source[name])

    def limit(self, record: Record, before: Record, source: Record, link: str, faults: Faults) -> None:
        """Refuses to take more of an item than is left."""
        lines, asked, was = self._lines(record, source, link), _quantities(record), _quantities(before)
        for line in lines.items:
            if was[line["id"]] < asked[line["id"]] > lines.left(line):
                faults.add("items.quantity", wrong.too_large(lines.left(line)))

    def _lines(self, record: Record, source: Record, link: str) -> Lines:
        others = self.others(record, link) if source else []
        return Lines(entries(source, "items"), others, less_canceled=self.less_canceled)

    def others(self, record: Record, link: str) -> list[Record]:
        """The other invoices, or credits, of the same source that are not void."""
        criteria = {link: record.get(link), "status": {"$ne": "void"}}
        return [one for one in self.store.find(self.endpoint, criteria) if one["id"] != record.get("id")]

    def _describe(self, item: Record) -> None:
        """The name of its product, and the price where nobody has said one."""
        product, variant = self.product_of(item)
        if product:
            item.setdefault("price", price_of(item, product, variant)[1])
            item.setdefault("description", product.get("name"))

    def _take_shipping(self, record: Record, order: Record, link: str) -> None:
        """What others have left of the price of shipping and its tax."""
        others = self.others(record, link)
        for name in SHIPPING:
            if order.get(name) is not None:
                record.setdefault(name, max(less(order[name], *(one.get(name) for one in others)), 0))

    def counted(self, criteria: Mapping[str, Any]) -> Counter[str]:
        """How many of each item all records take that meet the criteria and are not void."""
        found: Counter[str] = Counter()
        for record in self.store.find(self.endpoint, {**criteria, "status": {"$ne": "void"}}):
            found += _quantities(record)
        return found


def _quantities(record: Record) -> Counter[str]:
    found: Counter[str] = Counter()
    for item in entries(record, "items"):
        if isinstance(item.get("id"), str):
            found[item["id"]] += whole(item.get("quantity"))
    return found
