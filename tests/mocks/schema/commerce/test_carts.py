"""Carts, and the orders that they become."""

from __future__ import annotations

import pytest
from tests.mocks.schema.commerce.shown import Record, faults, shows

from understudy.mocks.sandbox import Sandbox
from understudy.mocks.schema.settings import Settings
from understudy.mocks.schema.shop import Shop


@pytest.fixture
def cart(shop: Shop, ada: Record, mug: Record) -> Record:
    shop.post("/coupons", {"name": "Save", "active": True, "codes": [{"code": "SAVE"}]})
    made: Record = shop.post(
        "/carts",
        {
            "account_id": ada["id"],
            "items": [
                {"product_id": mug["id"], "quantity": 2, "discounts": [{"id": "coupon", "amount": 1}]},
            ],
            "billing": {"name": "Ada", "method": "card", "card": {"token": "tok_1"}},
            "shipping": {"name": "Bob", "price": 5},
            "coupon_code": "SAVE",
            "discounts": [{"id": "coupon", "type": "coupon", "amount": 1}],
            "shipment_tax": 0.4,
            "gift_note": "for you",
        },
    )
    return made


def test_a_cart_adds_up(cart: Record) -> None:
    assert shows(cart, "sub_total discount_total shipment_total tax_total grand_total status active") == [
        16, 1, 5, 0.4, 20.4, "active", True,
    ]  # fmt: skip
    assert shows(cart, "shipment_delivery download_delivery guest") == [True, False, False]


def test_a_cart_becomes_an_order(shop: Shop, cart: Record) -> None:
    order = shop.post("/orders", {"cart_id": cart["id"], "comments": "Ring twice"})
    for name in (
        "account_id",
        "items.0.id",
        "coupon_code",
        "grand_total",
        "gift_note",
        "discounts",
        "item_discount",
    ):
        head, *rest = name.split(".")
        found, wanted = order[head], cart[head]
        for step in rest:
            key = int(step) if step.isdigit() else step
            found, wanted = found[key], wanted[key]
        assert found == wanted, name
    assert order["billing"]["card"] == {"token": "tok_1"}
    assert shows(order["shipping"], "name price address1") == ["Bob", 5, None]
    assert shows(order, "comments status number") == ["Ring twice", "payment_pending", "100000"]
    assert order["items"][0]["quantity_invoiced"] == 0
    converted = shop.get(f"/carts/{cart['id']}", {})
    assert shows(converted, "order_id active status") == [order["id"], False, "converted"]


def test_what_the_order_says_itself_is_not_taken_over(shop: Shop, cart: Record, book: Record) -> None:
    order = shop.post("/orders", {"cart_id": cart["id"], "items": [{"product_id": book["id"]}], "shipping": None})
    assert [item["product_id"] for item in order["items"]] == [book["id"]]
    assert order["shipping"]["name"] == "Bob"


def test_a_cart_becomes_one_order_only(shop: Shop, cart: Record) -> None:
    order = shop.post("/orders", {"cart_id": cart["id"]})
    assert faults(shop, "/orders", {"cart_id": cart["id"]}) == {"cart_id": "UNIQUE"}
    shop.delete(f"/orders/{order['id']}")
    assert shows(shop.get(f"/carts/{cart['id']}", {}), "order_id active status") == [None, True, "active"]
    assert shop.post("/orders", {"cart_id": cart["id"]})["number"] == "100001"


def test_when_a_cart_counts_as_abandoned(shop: Shop, cart: Record, sandbox: Sandbox[Settings]) -> None:
    assert cart["date_abandoned"] == "2026-01-01T03:00:00.000Z"
    sandbox.clock.forward(3600)
    place = f"/carts/{cart['id']}"
    assert shop.put(place, {"comments": "x"})["date_abandoned"] == "2026-01-01T04:00:00.000Z"
    assert shop.put(place, {"date_abandoned": "2026-02-01"})["date_abandoned"] == "2026-02-01T00:00:00.000Z"
    assert shop.put(place, {"active": False})["status"] == "abandoned"
