"""Orders: made from a cart or from what is sent; paid, delivered, canceled."""

from __future__ import annotations

from copy import deepcopy

from understudy.mocks.schema import formulas
from understudy.mocks.schema.commerce.commerce import entries, whole
from understudy.mocks.schema.commerce.deliveries import download
from understudy.mocks.schema.commerce.goods import Goods
from understudy.mocks.schema.faults import Fault, Faults
from understudy.mocks.schema.rules import Record

CONVERTED = Fault("Is an order already", "UNIQUE")
SCHEDULED = formulas.compile("date_next_interval(schedule.interval, date_created, schedule.interval_count)")
SUMS = ("payment_total", "refund_total", "credit_total")
OWN = ("id", "order_id", "draft", "recovered", "date_abandoned", "conversion_add", "conversion_checkout")
"""Fields of a cart that an order does not take over, beside those that the server gives."""


class Orders(Goods):
    def prepare(self, record: Record, before: Record, faults: Faults) -> None:
        if not before:
            if self.does("orders", "convert_cart"):
                self._convert(record, faults)
            self._fill_in(record)
            for name in SUMS:
                record.setdefault(name, 0)
        self.complete(record, before)
        if record.get("canceled") and self.does("orders", "cancel_items"):
            _cancel(record)

    def check(self, record: Record, before: Record, faults: Faults) -> None:
        """The model's formula reads `interval`, which an order has in its `schedule`."""
        if record.get("schedule"):
            scope_of = self.writing.scope_of(self.writing.models.endpoints["orders"], record)
            record["date_scheduled"] = SCHEDULED.evaluate(scope_of(record, ""))

    def kept(self, record: Record, before: Record) -> None:
        if not before and record.get("cart_id"):
            self.bring("carts", record["cart_id"], {"order_id": record["id"]})
        if record.get("download_delivery"):
            self._deliver_downloads(record["id"])

    def gone(self, record: Record) -> None:
        """The cart of an order that is deleted can be used again."""
        if self.get("carts", record.get("cart_id")).get("order_id") == record["id"]:
            self.bring("carts", record["cart_id"], {"order_id": None, "active": True})

    def _convert(self, record: Record, faults: Faults) -> None:
        """Takes over what the cart has and the order does not say itself."""
        cart = self.get("carts", record.get("cart_id"))
        if cart.get("order_id"):
            faults.add("cart_id", CONVERTED)
        described = self.writing.models.endpoints["carts"].model.fields
        for name, value in cart.items():
            field = described.get(name)
            worked_out = field is not None and (field.formula or field.auto or field.readonly)
            if name not in OWN and not worked_out and record.get(name) is None:
                record[name] = deepcopy(value)

    def _fill_in(self, record: Record) -> None:
        """The account's address for bills and for goods, where the order names none."""
        account = self.get("accounts", record.get("account_id"))
        for name in ("billing", "shipping"):
            usual, own = account.get(name), record.get(name) or {}
            if isinstance(usual, dict) and isinstance(own, dict) and not usual.keys() & own.keys():
                record[name] = {**deepcopy(usual), **own}

    def _deliver_downloads(self, order_id: str) -> None:
        """What is downloaded is delivered as soon as it is paid, unless the order is on hold."""
        order = self.get("orders", order_id)  # as others have made it in the meantime
        if order.get("paid") and not order.get("hold"):
            items = entries(deepcopy(order), "items")
            for item in items:
                download(item)
            self.bring("orders", order_id, {"items": items})


def _cancel(record: Record) -> None:
    """Nothing is left to deliver."""
    for item in entries(record, "items"):
        gone = whole(item.get("quantity_delivered")) + whole(item.get("quantity_credited"))
        item["quantity_canceled"] = max(whole(item.get("quantity")) - gone, 0)
        for part in entries(item, "bundle_items"):
            left = whole(part.get("quantity_total")) - whole(part.get("quantity_delivered"))
            part["quantity_canceled"] = max(left, 0)
