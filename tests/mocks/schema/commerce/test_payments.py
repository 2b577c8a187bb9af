"""Payments and refunds."""

from __future__ import annotations

from typing import Any

import pytest
from tests.mocks.schema.commerce.shown import Record, faults, shows

from understudy.mocks.schema.shop import Shop

CARD = {"token": "tok_1", "brand": "Visa", "last4": "4242"}


@pytest.fixture
def invoice(shop: Shop, order: Record) -> Record:
    made: Record = shop.post("/invoices", {"order_id": order["id"]})
    return made


def paid(shop: Shop, order: Record) -> Any:
    return shop.get(f"/orders/{order['id']}", {})["payment_total"]


@pytest.mark.parametrize(
    ("given", "status", "counts"),
    [
        pytest.param({}, "success", 10, id="as a rule"),
        pytest.param({"success": True}, "success", 10, id="succeeded"),
        pytest.param({"success": False}, "error", 0, id="failed"),
        pytest.param({"error": {"code": "declined", "message": "No"}}, "error", 0, id="with an error"),
        pytest.param({"captured": False}, "success", 0, id="authorised only"),
        pytest.param({"captured": True}, "success", 10, id="captured"),
        pytest.param({"void": True}, "void", 0, id="void"),
    ],
)
def test_what_a_payment_comes_to(
    shop: Shop, order: Record, invoice: Record, given: Record, status: str, counts: float
) -> None:
    made = shop.post("/payments", {"order_id": order["id"], "amount": 10, "method": "check", **given})
    assert made["status"] == status
    assert paid(shop, order) == counts
    assert shop.get(f"/invoices/{invoice['id']}", {})["payment_total"] == counts


def test_an_authorised_payment_counts_once_it_is_captured(shop: Shop, order: Record) -> None:
    made = shop.post("/payments", {"order_id": order["id"], "amount": 10, "method": "card", "captured": False})
    shop.put(f"/payments/{made['id']}", {"captured": True})
    assert paid(shop, order) == 10


@pytest.mark.parametrize("link", ["order_id", "invoice_id"])
def test_one_link_is_enough(shop: Shop, order: Record, invoice: Record, link: str) -> None:
    known = {"order_id": order["id"], "invoice_id": invoice["id"]}
    made = shop.post("/payments", {link: known[link], "amount": 10, "method": "check"})
    assert shows(made, "order_id invoice_id account_id") == [order["id"], invoice["id"], order["account_id"]]


def test_the_oldest_open_invoice_is_paid_first(shop: Shop, order: Record, mug: Record) -> None:
    one = {"order_id": order["id"], "items": [{"product_id": mug["id"]}]}
    first, second = shop.post("/invoices", one), shop.post("/invoices", one)
    paid_for = [
        shop.post("/payments", {"order_id": order["id"], "amount": 8, "method": "check"}).get("invoice_id")
        for _ in range(3)
    ]
    assert paid_for == [first["id"], second["id"], None]


def test_a_payment_without_an_account(shop: Shop) -> None:
    assert faults(shop, "/payments", {"amount": 5, "method": "check"}) == {"account_id": "REQUIRED"}


@pytest.mark.parametrize("named_by", ["payment", "order", "account"])
def test_the_card_that_is_charged(shop: Shop, ada: Record, mug: Record, named_by: str) -> None:
    card = shop.post(f"/accounts/{ada['id']}/cards", CARD)
    billing = {"account_card_id": card["id"]}
    if named_by == "account":
        shop.put(f"/accounts/{ada['id']}", {"billing": billing})
    given = {"billing": billing} if named_by == "order" else {}
    order = shop.post("/orders", {"account_id": ada["id"], "items": [{"product_id": mug["id"]}], **given})
    payment = {"order_id": order["id"], "amount": 8, "method": "card"}
    made = shop.post("/payments", {**payment, **(billing if named_by == "payment" else {})})
    assert made["account_card_id"] == card["id"]
    assert made["card"] == CARD


def test_paying_from_the_balance(shop: Shop, ada: Record, order: Record) -> None:
    payment = {"order_id": order["id"], "amount": 10, "method": "account"}
    assert faults(shop, "/payments", payment) == {"amount": "MAXVAL"}
    shop.post(f"/accounts/{ada['id']}/credits", {"amount": 15})
    made = shop.post("/payments", payment)
    assert faults(shop, "/payments", payment) == {"amount": "MAXVAL"}
    shop.post(f"/payments/{made['id']}/refunds", {"amount": 4})
    entries = shop.get(f"/accounts/{ada['id']}/credits", {"sort": "number"})["results"]
    assert [entry["amount"] for entry in entries] == [15, -10, 4]
    shop.delete(f"/payments/{made['id']}")
    entries = shop.get(f"/accounts/{ada['id']}/credits", {})["results"]
    assert sum(entry["amount"] for entry in entries) == 15


def test_a_payment_that_is_deleted_takes_its_refunds_along(shop: Shop, order: Record) -> None:
    made = shop.post("/payments", {"order_id": order["id"], "amount": 10, "method": "check"})
    shop.post(f"/payments/{made['id']}/refunds", {"amount": 4})
    shop.delete(f"/payments/{made['id']}")
    assert shows(shop.get(f"/orders/{order['id']}", {}), "payment_total refund_total") == [0, 0]


@pytest.mark.parametrize(
    ("refunds", "found"),
    [
        pytest.param([{"amount": 10}], [10, 0, True], id="all"),
        pytest.param([{"amount": 4}, {"amount": 6}], [10, 0, True], id="in parts"),
        pytest.param([{"amount": 4}], [4, 6, False], id="some"),
        pytest.param([{"amount": 4, "void": True}], [0, 10, False], id="void"),
        pytest.param([{"amount": 4, "success": False}], [0, 10, False], id="failed"),
        pytest.param([{"amount": 10.01}], None, id="more"),
        pytest.param([{"amount": 4}, {"amount": 7}], None, id="more, in parts"),
    ],
)
def test_refunds(shop: Shop, order: Record, refunds: list[Record], found: Any) -> None:
    made = shop.post("/payments", {"order_id": order["id"], "amount": 10, "method": "check"})
    place = f"/payments/{made['id']}"
    *early, last = refunds
    for refund in early:
        shop.post(f"{place}/refunds", refund)
    if found is None:
        assert faults(shop, f"{place}/refunds", last) == {"amount": "MAXVAL"}
        return
    shop.post(f"{place}/refunds", last)
    assert shows(shop.get(place, {}), "amount_refunded amount_refundable") == found[:2]
    assert shows(shop.get(f"/orders/{order['id']}", {}), "refund_total refunded") == [found[0], found[2]]


def test_a_refund_for_an_order_finds_a_payment_with_enough(shop: Shop, order: Record) -> None:
    small, large = (
        shop.post("/payments", {"order_id": order["id"], "amount": amount, "method": "check"})
        for amount in (5, 20)
    )
    made = [shop.post(f"/orders/{order['id']}/refunds", {"amount": amount}) for amount in (4, 8)]
    assert [refund["parent_id"] for refund in made] == [small["id"], large["id"]]


def test_what_was_refunded_cannot_be_voided(shop: Shop, order: Record) -> None:
    made = shop.post("/payments", {"order_id": order["id"], "amount": 10, "method": "check"})
    shop.post(f"/payments/{made['id']}/refunds", {"amount": 4})
    assert faults(shop, f"/payments/{made['id']}", {"void": True}, "put") == {"void": "RULE"}


def test_what_was_paid_cannot_be_voided(shop: Shop, order: Record, invoice: Record) -> None:
    shop.post("/payments", {"order_id": order["id"], "amount": 10, "method": "check"})
    assert faults(shop, f"/invoices/{invoice['id']}", {"void": True}, "put") == {"void": "RULE"}
