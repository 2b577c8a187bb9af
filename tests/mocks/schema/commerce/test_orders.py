"""Orders, beside their items and what is paid and sent."""

from __future__ import annotations

from typing import Any

import pytest
from tests.mocks.schema.commerce.shown import Record, quantities, shows

from understudy.mocks.schema.shop import Shop

ELSEWHERE = {"name": "Bob", "address1": "2 Side St"}


@pytest.mark.parametrize(
    ("given", "status"),
    [
        pytest.param({}, "payment_pending", id="new"),
        pytest.param({"draft": True}, "draft", id="draft"),
        pytest.param({"hold": True}, "hold", id="hold"),
        pytest.param({"closed": True}, "pending", id="closed"),
        pytest.param({"canceled": True}, "canceled", id="canceled"),
        pytest.param({"canceled": True, "draft": True}, "canceled", id="canceled draft"),
        pytest.param({"payment_marked": True}, "delivery_pending", id="paid by mark"),
        pytest.param({"payment_marked": True, "hold": True}, "hold", id="paid and held"),
        pytest.param({"delivery_marked": True}, "payment_pending", id="delivered by mark"),
    ],
)
def test_statuses(shop: Shop, order: Record, given: Record, status: str) -> None:
    assert shop.put(f"/orders/{order['id']}", given)["status"] == status


@pytest.mark.parametrize(
    ("given", "shipping"),
    [
        pytest.param({}, ["Ada Lee", "1 Main St", None], id="none"),
        pytest.param({"service": "ground"}, ["Ada Lee", "1 Main St", "ground"], id="no address"),
        pytest.param(ELSEWHERE, ["Bob", "2 Side St", None], id="another address"),
    ],
)
def test_goods_go_to_the_account_unless_the_order_says_otherwise(
    shop: Shop, ada: Record, given: Record, shipping: list[Any]
) -> None:
    order = shop.post("/orders", {"account_id": ada["id"], "shipping": given})
    assert shows(order["shipping"], "name address1 service") == shipping


@pytest.mark.parametrize(
    ("schedule", "date"),
    [
        pytest.param({"interval": "monthly"}, "2026-02-01T00:00:00.000Z", id="monthly"),
        pytest.param({"interval": "weekly", "interval_count": 2}, "2026-01-15T00:00:00.000Z", id="fortnightly"),
        pytest.param({}, None, id="never"),
    ],
)
def test_the_next_order_of_a_schedule(shop: Shop, ada: Record, schedule: Record, date: str | None) -> None:
    assert shop.post("/orders", {"account_id": ada["id"], "schedule": schedule})["date_scheduled"] == date


def test_downloads_are_delivered_when_they_are_paid(shop: Shop, ada: Record, mug: Record, book: Record) -> None:
    inside = [{"product_id": book["id"], "quantity": 2}]
    library = shop.post("/products", {"name": "All", "price": 15, "bundle": True, "bundle_items": inside})
    items = [{"product_id": one["id"], "quantity": 2} for one in (mug, book, library)]
    order = shop.post("/orders", {"account_id": ada["id"], "items": items})
    assert quantities(order, "delivered") == [0, 0, 0]
    shop.post("/payments", {"order_id": order["id"], "amount": order["grand_total"], "method": "check"})
    order = shop.get(f"/orders/{order['id']}", {})
    assert quantities(order, "delivered") == [0, 2, 2]
    assert order["items"][2]["bundle_items"][0]["quantity_delivered"] == 4
    assert shows(order, "item_quantity_deliverable status") == [2, "delivery_pending"]


def test_an_order_that_is_only_downloaded_is_complete_once_paid(shop: Shop, ada: Record, book: Record) -> None:
    items = [{"product_id": book["id"]}]
    order = shop.post("/orders", {"account_id": ada["id"], "items": items, "hold": True})
    shop.post("/payments", {"order_id": order["id"], "amount": 9.99, "method": "check"})
    assert shows(shop.get(f"/orders/{order['id']}", {}), "paid delivered status") == [True, False, "hold"]
    shop.put(f"/orders/{order['id']}", {"hold": False})
    assert shows(shop.get(f"/orders/{order['id']}", {}), "paid delivered status") == [True, True, "complete"]


def test_cancellation_leaves_nothing_to_deliver(shop: Shop, order: Record) -> None:
    shop.post("/shipments", {"order_id": order["id"], "items": [{"order_item_id": order["items"][0]["id"]}]})
    canceled = shop.put(f"/orders/{order['id']}", {"canceled": True})
    assert quantities(canceled, "canceled") == [0, 1]
    assert canceled["item_quantity_deliverable"] == 0
    sent = shop.get(f"/orders/{order['id']}/shipments", {})["results"][0]
    shop.put(f"/shipments/{sent['id']}", {"canceled": True})
    assert quantities(shop.get(f"/orders/{order['id']}", {}), "canceled") == [3, 1]


def test_an_order_with_all_that_hangs_on_it_in_one_request(shop: Shop, ada: Record, mug: Record) -> None:
    made = shop.post(
        "/orders",
        {
            "account_id": ada["id"],
            "items": [{"product_id": mug["id"]}],
            "invoices": [{}],
            "payments": [{"amount": 8, "method": "check"}],
            "shipments": [{"items": [{"product_id": mug["id"]}]}],
        },
    )
    assert shows(made, "payment_total paid item_quantity_delivered status") == [8, True, 1, "complete"]
    assert shop.get(f"/orders/{made['id']}/invoices", {})["results"][0]["status"] == "paid"
