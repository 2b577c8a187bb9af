"""Credit memos: what is not to be paid after all, or is to be paid back."""

from __future__ import annotations

from collections import Counter
from copy import deepcopy
from typing import Any

from understudy.mocks.schema.commerce.bills import Bills
from understudy.mocks.schema.commerce.commerce import entries, named, whole
from understudy.mocks.schema.commerce.periods import sums
from understudy.mocks.schema.faults import Faults
from understudy.mocks.schema.rules import Record

SOURCES = ("order_id", "subscription_id", "account_id")


class Credits(Bills):
    endpoint = "credits"

    def prepare(self, record: Record, before: Record, faults: Faults) -> None:
        invoice = self.get("invoices", record.get("invoice_id"))
        if not before:
            record.setdefault("refund_total", 0)
            for name in SOURCES:
                if record.get(name) is None and invoice.get(name) is not None:
                    record[name] = invoice[name]
        order = self.get("orders", record.get("order_id"))
        source, link = (order, "order_id") if order else (invoice, "invoice_id")
        said = record.get("items") is not None or record.get("extra_credit") is not None
        self.take(record, before, source, link, everything=not before and not said and bool(source))
        for item in entries(record, "items"):
            if item.get("id") is None:
                item["id"] = self.writing.new_id("credits")
        self.limit(record, before, source, link, faults)

    def kept(self, record: Record, before: Record) -> None:
        touched = {item.get("id") for one in (record, before) for item in entries(one, "items")}
        for order in named("order_id", record, before):
            self._update_order(order, touched)
        for invoice in named("invoice_id", record, before):
            items = self._credited("invoices", invoice, {"invoice_id": invoice}, touched)
            total = self._credit_total({"invoice_id": invoice})
            self.bring("invoices", invoice, {"items": items, "credit_total": total})
        for subscription in named("subscription_id", record, before):
            self.bring("subscriptions", subscription, sums(self.store, self.get("subscriptions", subscription)))
        self._restock(record, before)

    def gone(self, record: Record) -> None:
        self.kept({}, record)

    def _update_order(self, order_id: str, touched: set[Any]) -> None:
        criteria = {"order_id": order_id}
        items = self._credited("orders", order_id, criteria, touched)
        returned: Counter[str] = Counter()
        for credit in self.store.find("credits", criteria):
            returned += _restocked(credit)
        for item in items:
            if item["id"] in touched and (returned[item["id"]] or item.get("quantity_returned")):
                item["quantity_returned"] = returned[item["id"]]
        self.bring(
            "orders",
            order_id,
            {
                "items": items,
                "credit_total": self._credit_total(criteria),
                "shipment_total_credited": self.total(
                    "credits", "shipment_total", {**criteria, "status": {"$ne": "void"}}
                ),
            },
        )

    def _credited(self, endpoint: str, key: str, criteria: dict[str, Any], touched: set[Any]) -> list[Record]:
        """The items of an order or invoice, with how many are credited of those that were touched."""
        items, counted = entries(deepcopy(self.get(endpoint, key)), "items"), self.counted(criteria)
        for item in items:
            if item["id"] in touched:
                item["quantity_credited"] = counted[item["id"]]
        return items

    def _credit_total(self, criteria: dict[str, Any]) -> float:
        return self.total("credits", "grand_total", {**criteria, "status": {"$ne": "void"}})

    def _restock(self, record: Record, before: Record) -> None:
        """Puts what came back into stock, and takes out what after all did not."""
        now, was = _restocked(record), _restocked(before)
        items = {item.get("id"): item for one in (before, record) for item in entries(one, "items")}
        for key in sorted(now.keys() | was.keys()):
            change, item = now[key] - was[key], items[key]
            if change and self.get("products", item.get("product_id")).get("stock_tracking"):
                adjustment = {
                    "parent_id": item["product_id"],
                    "variant_id": item.get("variant_id"),
                    "quantity": change,
                    "reason": "returned",
                    "order_id": (record or before).get("order_id"),
                }
                self.writing.create("products:stock", adjustment)


def _restocked(credit: Record) -> Counter[str]:
    """How many of each item go back into stock."""
    found: Counter[str] = Counter()
    if not credit.get("void"):
        for item in entries(credit, "items"):
            if item.get("restock") and isinstance(item.get("id"), str):
                found[item["id"]] += whole(item.get("quantity"))
    return found
