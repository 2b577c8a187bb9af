"""An order from its making to its refund, step by step. All figures are worked out by hand.

3 mugs at 8.00     24.00   discount 2.40   tax 1.73 (8 % of 21.60)
1 teapot           25.50                   tax 2.04
2 books at 9.99    19.98                   tax 0.00
goods              69.48   discount 2.40   tax 3.77
shipping            6.00   discount 1.00   tax 0.48
in all: 69.48 - 2.40 + 3.77 + 5.00 + 0.48 = 76.33
"""

from __future__ import annotations

from typing import Any

import pytest
from tests.mocks.schema.commerce.shown import Record, faults, quantities, shows

from understudy.mocks.schema.shop import Shop

MONEY = "payment_total refund_total credit_total payment_balance paid status"
GOODS = "item_quantity_delivered item_quantity_deliverable delivered"
INVOICE = "grand_total payment_total payment_due paid status"
ALL = 76.33


class Story:
    """The order of Ada, and what becomes of it."""

    def __init__(self, shop: Shop, order: Record) -> None:
        self.shop = shop
        self.id = order["id"]
        self.items = [item["id"] for item in order["items"]]

    def get(self, path: str = "") -> Any:
        return self.shop.get(f"/orders/{self.id}{path}", {})

    def post(self, path: str, given: Record) -> Any:
        return self.shop.post(path, {"order_id": self.id, **given})

    def ship(self, *quantities: int) -> Any:
        sent = zip(self.items, quantities, strict=False)
        return self.post("/shipments", {"items": [{"order_item_id": one, "quantity": q} for one, q in sent if q]})

    def money(self) -> list[Any]:
        return shows(self.get(), MONEY)

    def goods(self) -> list[Any]:
        return shows(self.get(), GOODS)


@pytest.fixture
def story(shop: Shop, ada: Record, mug: Record, teapot: Record, book: Record) -> Story:
    return Story(
        shop,
        shop.post(
            "/orders",
            {
                "account_id": ada["id"],
                "items": [
                    {
                        "product_id": mug["id"],
                        "quantity": 3,
                        "discounts": [{"id": "sale", "amount": 2.4}],
                        "taxes": [{"id": "il", "amount": 1.73}],
                    },
                    {"product_id": teapot["id"], "taxes": [{"id": "il", "amount": 2.04}]},
                    {"product_id": book["id"], "quantity": 2},
                ],
                "shipping": {"price": 6, "service": "ground"},
                "shipment_discount": 1,
                "shipment_tax": 0.48,
            },
        ),
    )


def test_the_order_adds_up(story: Story) -> None:
    order = story.get()
    assert shows(order, "sub_total discount_total item_tax tax_total shipment_total grand_total") == [
        69.48, 2.4, 3.77, 4.25, 5, ALL,
    ]  # fmt: skip
    assert story.money() == [0, 0, 0, -ALL, False, "payment_pending"]
    assert story.goods() == [0, 6, False]
    assert shows(order, "shipment_delivery download_delivery") == [True, True]
    assert shows(order, "item_quantity_shipment_deliverable item_quantity_download_deliverable") == [4, 2]
    assert shows(order, "item_quantity item_quantity_invoiceable item_quantity_creditable") == [6, 6, 6]
    assert shows(order["shipping"], "name city service price") == ["Ada Lee", "Springfield", "ground", 6]


def test_from_the_first_invoice_to_the_refund(story: Story, shop: Shop) -> None:
    invoice = story.post("/invoices", {})
    assert shows(invoice, INVOICE) == [ALL, 0, ALL, False, "pending"]
    assert shows(invoice, "sub_total discount_total item_tax tax_total shipment_total") == [
        69.48,
        2.4,
        3.77,
        4.25,
        5,
    ]
    order = story.get()
    assert quantities(order, "invoiced") == [3, 1, 2]
    assert shows(order, "item_quantity_invoiced item_quantity_invoiceable shipment_total_invoiced") == [6, 0, 5]

    first = shop.post("/payments", {"invoice_id": invoice["id"], "amount": 30, "method": "check"})
    assert shows(first, "order_id account_id status amount_refundable") == [
        story.id, order["account_id"], "success", 30,
    ]  # fmt: skip
    assert shows(story.get("/invoices")["results"][0], INVOICE) == [ALL, 30, 46.33, False, "pending"]
    assert story.money() == [30, 0, 0, -46.33, False, "payment_pending"]

    story.ship(2)
    assert story.goods() == [2, 4, False]
    assert quantities(story.get(), "deliverable") == [1, 1, 2]
    assert story.money()[-1] == "payment_pending"

    second = story.post("/payments", {"amount": 46.33, "method": "card", "card": {"token": "tok_1"}})
    assert second["invoice_id"] == invoice["id"]
    assert shows(story.get("/invoices")["results"][0], INVOICE) == [ALL, ALL, 0, True, "paid"]
    assert story.money() == [ALL, 0, 0, 0, True, "delivery_pending"]
    assert quantities(story.get(), "delivered") == [2, 0, 2]  # what is downloaded is delivered when it is paid
    assert story.goods() == [4, 2, False]

    last = story.ship(1, 1)
    assert story.goods() == [6, 0, True]
    assert story.money()[-1] == "complete"

    credit = story.post("/credits", {"items": [{"id": story.items[0], "quantity": 1}]})
    assert shows(credit, "sub_total discount_total tax_total grand_total refund_due status") == [
        8, 0.8, 0.58, 7.78, 7.78, "pending",
    ]  # fmt: skip
    order = story.get()
    assert quantities(order, "credited") == [1, 0, 0]
    assert quantities(order, "creditable") == [2, 1, 2]
    assert story.money() == [ALL, 0, 7.78, 7.78, True, "complete"]

    refund = shop.post(f"/payments/{second['id']}/refunds", {"credit_id": credit["id"], "amount": 7.78})
    assert shows(refund, "method order_id invoice_id status") == ["card", story.id, invoice["id"], "success"]
    assert shows(shop.get(f"/payments/{second['id']}", {}), "amount_refunded amount_refundable") == [7.78, 38.55]
    assert shows(shop.get(f"/credits/{credit['id']}", {}), "refund_total refund_due refunded status") == [
        7.78, 0, True, "refunded",
    ]  # fmt: skip
    assert story.money() == [ALL, 7.78, 7.78, 0, True, "complete"]
    assert story.get("/refunds")["count"] == 1

    assert faults(shop, f"/payments/{second['id']}/refunds", {"amount": 38.56}) == {"amount": "MAXVAL"}

    shop.put(f"/shipments/{last['id']}", {"canceled": True})
    assert quantities(story.get(), "delivered") == [2, 0, 2]
    assert story.goods() == [4, 1, False]  # a mug that was credited is not sent again
    assert story.money()[-1] == "delivery_pending"

    shop.delete(f"/payments/{second['id']}/refunds/{refund['id']}")
    assert story.money()[:4] == [ALL, 0, 7.78, 7.78]
    shop.delete(f"/credits/{credit['id']}")
    assert story.money()[:4] == [ALL, 0, 0, 0]
    shop.put(f"/payments/{second['id']}", {"void": True})
    assert story.money() == [30, 0, 0, -46.33, False, "payment_pending"]
    assert shows(story.get("/invoices")["results"][0], INVOICE) == [ALL, 30, 46.33, False, "pending"]
    shop.delete(f"/payments/{first['id']}")
    assert story.money()[:4] == [0, 0, 0, -ALL]
    shop.put(f"/invoices/{invoice['id']}", {"void": True})
    assert quantities(story.get(), "invoiced") == [0, 0, 0]
    assert story.get()["shipment_total_invoiced"] == 0


def test_a_canceled_order(story: Story) -> None:
    story.ship(2)
    order = story.shop.put(f"/orders/{story.id}", {"canceled": True})
    assert order["status"] == "canceled"
    assert quantities(order, "canceled") == [1, 1, 2]
    assert shows(order, "item_quantity_canceled item_quantity_deliverable") == [4, 0]
