"""Shipments: what of an order is on its way."""

from __future__ import annotations

from collections import Counter
from copy import deepcopy

from understudy.mocks.schema import faults as wrong
from understudy.mocks.schema.commerce.commerce import Commerce, entries, named, whole
from understudy.mocks.schema.commerce.deliveries import Place, count
from understudy.mocks.schema.commerce.lines import line_of
from understudy.mocks.schema.faults import Faults
from understudy.mocks.schema.rules import Record


class Shipments(Commerce):
    def prepare(self, record: Record, before: Record, faults: Faults) -> None:
        order = self.get("orders", record.get("order_id"))
        for item in entries(record, "items"):
            line, part = _found(order, item)
            if line is None:
                continue
            item["order_item_id"] = line["id"]
            sent = line if part is None else part
            for name in ("product_id", "variant_id"):
                if item.get(name) is None and sent.get(name) is not None:
                    item[name] = sent[name]
            if item.get("quantity") is None:
                item["quantity"] = max(_left(sent), 1)
        if not record.get("canceled"):
            _limit(order, record, {} if before.get("canceled") else before, faults)

    def kept(self, record: Record, before: Record) -> None:
        for order in named("order_id", record, before) if self.does("shipments", "update_order_delivered") else ():
            self._update_order(order, record, before)

    def gone(self, record: Record) -> None:
        self.kept({}, record)

    def _update_order(self, order_id: str, *changed: Record) -> None:
        """What is delivered of the items that the shipment names."""
        sent: Counter[Place] = Counter()
        for shipment in self.store.find("shipments", {"order_id": order_id, "canceled": {"$ne": True}}):
            sent += _sent(shipment)
        touched = {item.get("order_item_id") for record in changed for item in entries(record, "items")}
        items = entries(deepcopy(self.get("orders", order_id)), "items")
        for item in items:
            if item["id"] in touched:
                count(item, sent)
        self.bring("orders", order_id, {"items": items})


def _sent(shipment: Record) -> Counter[Place]:
    found: Counter[Place] = Counter()
    for item in entries(shipment, "items"):
        found[item.get("order_item_id"), item.get("bundle_item_id")] += whole(item.get("quantity"))
    return found


def _found(order: Record, item: Record) -> tuple[Record | None, Record | None]:
    """The item of the order, and that of its bundle, which an item of a shipment names by ids or product."""
    lines = entries(order, "items")
    if item.get("bundle_item_id") is not None:
        for line in lines:
            for part in entries(line, "bundle_items"):
                if part.get("id") == item["bundle_item_id"] and item.get("order_item_id") in (None, line["id"]):
                    return line, part
    return line_of(lines, {**item, "id": item.get("order_item_id")}), None


def _left(item: Record) -> int:
    """What can still be sent."""
    pieces = whole(item.get("quantity_total", item.get("quantity")))
    gone = (whole(item.get(f"quantity_{name}")) for name in ("delivered", "credited", "canceled"))
    return pieces - sum(gone)


def _limit(order: Record, record: Record, before: Record, faults: Faults) -> None:
    """No more is sent than is left to be delivered."""
    asked, was = _sent(record), _sent(before)
    for line in entries(order, "items"):
        places: dict[Place, Record] = {(line["id"], None): line}
        places |= {(line["id"], part.get("id")): part for part in entries(line, "bundle_items")}
        for place, item in places.items():
            more, left = asked[place] - was[place], _left(item)
            if more > 0 and more > left:
                faults.add("items.quantity", wrong.too_large(max(left + was[place], 0)))
