"""Whatever is done in whatever order, totals are what the records add up to."""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

import pytest
from tests.mocks.schema.commerce.shown import Record

from understudy.mocks.errors import Invalid
from understudy.mocks.schema.commerce.money import added
from understudy.mocks.schema.shop import Shop

STEPS = 40
REFUSED = {"items.quantity", "amount", "void"}
KINDS = ("invoices", "payments", "shipments", "credits")


class Walk:
    """Does one thing after another to an order, at random."""

    def __init__(self, shop: Shop, order: Record, seed: int) -> None:
        self.shop = shop
        self.order = order
        self.draw = random.Random(seed)

    def all(self, path: str) -> list[Any]:
        found = self.shop.get(path, {"limit": 100})
        return list(found["results"])

    def of_order(self, kind: str) -> list[Any]:
        return self.all(f"/orders/{self.order['id']}/{kind}")

    def step(self) -> None:
        act = self.draw.choice([self.make, self.make, self.make, self.change, self.delete, self.refund])
        try:
            act()
        except Invalid as refused:
            if not isinstance(refused.errors, dict) or refused.errors.keys() - REFUSED:
                raise

    def make(self) -> None:
        kind, amount = self.draw.choice(KINDS), self.draw.randrange(1, 3000) / 100
        item = {"id": self.draw.choice(self.order["items"])["id"], "quantity": self.draw.randrange(1, 3)}
        sent = {"order_item_id": item["id"], "quantity": item["quantity"]}
        given = {
            "invoices": self.draw.choice([{}, {"items": [item]}]),
            "payments": {"amount": amount, "method": "check"},
            "shipments": {"items": [sent]},
            "credits": {"items": [{**item, "restock": True}]},
        }[kind]
        self.shop.post(f"/{kind}", {"order_id": self.order["id"], **given})

    def change(self) -> None:
        kind = self.draw.choice(KINDS)
        if found := self.of_order(kind):
            flag = {"canceled": self.draw.choice([True, False])} if kind == "shipments" else {"void": True}
            self.shop.put(f"/{kind}/{self.draw.choice(found)['id']}", flag)

    def delete(self) -> None:
        kind = self.draw.choice(KINDS)
        if found := self.of_order(kind):
            self.shop.delete(f"/{kind}/{self.draw.choice(found)['id']}")

    def refund(self) -> None:
        if found := self.of_order("payments"):
            amount = self.draw.randrange(1, 1500) / 100
            self.shop.post(f"/payments/{self.draw.choice(found)['id']}/refunds", {"amount": amount})

    def counted(self, kind: str, link: str = "id") -> Counter[str]:
        found: Counter[str] = Counter()
        for record in self.of_order(kind):
            if not record.get("void") and not record.get("canceled"):
                for item in record.get("items", ()):
                    found[item[link]] += item["quantity"]
        return found


@pytest.mark.parametrize("seed", range(4))
def test_nothing_drifts(shop: Shop, order: Record, seed: int) -> None:
    for item in order["items"]:
        shop.put(f"/products/{item['product_id']}", {"stock_tracking": True})
    walk = Walk(shop, order, seed)
    for _ in range(STEPS):
        walk.step()
        now = shop.get(f"/orders/{order['id']}", {})
        payments = [one for one in walk.of_order("payments") if one["status"] == "success"]
        memos = [one for one in walk.of_order("credits") if not one.get("void")]
        assert now["payment_total"] == added(one["amount"] for one in payments)
        assert now["refund_total"] == added(one["amount_refunded"] for one in payments)
        assert now["credit_total"] == added(one["grand_total"] for one in memos)
        sums = (now["payment_total"], -now["refund_total"], -now["grand_total"], now["credit_total"])
        assert now["payment_balance"] == added(sums)
        for name, counted in (
            ("invoiced", walk.counted("invoices")),
            ("credited", walk.counted("credits")),
            ("delivered", walk.counted("shipments", "order_item_id")),
        ):
            assert {item["id"]: item[f"quantity_{name}"] for item in now["items"]} == {
                item["id"]: counted[item["id"]] for item in now["items"]
            }
        for invoice in walk.of_order("invoices"):
            own = [one["amount"] for one in payments if one.get("invoice_id") == invoice["id"]]
            assert invoice["payment_total"] == added(own)
        for item in now["items"]:
            returned = walk.counted("credits")[item["id"]]
            stock = walk.all(f"/products/{item['product_id']}/stock")
            assert sum(one["quantity"] for one in stock if one["reason"] == "returned") == returned


def test_what_is_sent_back_as_it_was_changes_nothing(shop: Shop, order: Record) -> None:
    walk = Walk(shop, order, 5)
    for _ in range(STEPS):
        walk.step()
    for path in (
        f"/orders/{order['id']}",
        *(f"/{kind}/{one['id']}" for kind in KINDS for one in walk.of_order(kind)),
    ):
        record = shop.get(path, {})
        assert shop.put(path, record) == record
