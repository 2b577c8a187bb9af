"""Invoices: what of an order or a subscription is to be paid."""

from __future__ import annotations

from copy import deepcopy

from understudy.mocks.schema.commerce.bills import Bills
from understudy.mocks.schema.commerce.commerce import entries, named, whole
from understudy.mocks.schema.faults import Faults
from understudy.mocks.schema.rules import Record

SUMS = ("payment_total", "credit_total")
LINE = ("product_id", "variant_id", "description", "quantity", "price")
ADDED = ("discount_total", "discount_each", "tax_total", "tax_each")
LONGEST = 36_500
"""Days that a payment may be put off: a century."""


class Invoices(Bills):
    endpoint = "invoices"
    less_canceled = True

    def prepare(self, record: Record, before: Record, faults: Faults) -> None:
        order = self.get("orders", record.get("order_id"))
        if not before:
            for name in SUMS:
                record.setdefault(name, 0)
            if record.get("date_due") is None and 0 < whole(record.get("net_days")) <= LONGEST:
                record["date_due"] = self.moment_in(days=record["net_days"])
        nothing_said = not before and record.get("items") is None
        if nothing_said and not order:
            self._take_subscription(record)
        self.take(record, before, order, "order_id", everything=nothing_said and bool(order))
        self.limit(record, before, order, "order_id", faults)

    def check(self, record: Record, before: Record, faults: Faults) -> None:
        due = record.get("date_due")
        settled = record.get("paid") or record.get("void")
        record["pastdue"] = not settled and isinstance(due, str) and due < self.clock.now()

    def kept(self, record: Record, before: Record) -> None:
        for order in named("order_id", record, before):
            self._update_order(order, record, before)

    def gone(self, record: Record) -> None:
        self.kept({}, record)

    def _update_order(self, order_id: str, *changed: Record) -> None:
        """What is invoiced of the items that the invoice names, and of the shipping."""
        order, counted = self.get("orders", order_id), self.counted({"order_id": order_id})
        touched = {item.get("id") for record in changed for item in entries(record, "items")}
        items = entries(deepcopy(order), "items")
        for item in items:
            if item["id"] in touched:
                item["quantity_invoiced"] = counted[item["id"]]
        live = {"order_id": order_id, "status": {"$ne": "void"}}
        shipping = self.total("invoices", "shipment_total", live)
        self.bring("orders", order_id, {"items": items, "shipment_total_invoiced": shipping})

    def _take_subscription(self, record: Record) -> None:
        """The product of a subscription for one period, and its items."""
        subscription = self.get("subscriptions", record.get("subscription_id"))
        if not subscription:
            return
        product = {name: subscription[name] for name in LINE if name in subscription}
        product |= {name: subscription.get(f"product_{name}") for name in ADDED}
        items = entries(subscription, "items")
        record["items"] = [product] if whole(product.get("quantity")) else []
        record["items"] += [{name: item[name] for name in ("id", *LINE, *ADDED) if name in item} for item in items]
        for name, source in (("currency", "currency"), ("item_tax_included", "tax_included")):
            if subscription.get(source) is not None:
                record.setdefault(name, subscription[source])
