"""Invoices of orders and subscriptions."""

from __future__ import annotations

from typing import Any

import pytest
from tests.mocks.schema.commerce.shown import Record, faults, quantities, shows

from understudy.mocks.schema.shop import Shop


@pytest.fixture
def taxed(shop: Shop, ada: Record, mug: Record) -> Record:
    """Three mugs for 24.00, with a discount of 1.00 and a tax of 2.00 that cannot be divided by three."""
    made: Record = shop.post(
        "/orders",
        {
            "account_id": ada["id"],
            "currency": "USD",
            "items": [
                {
                    "product_id": mug["id"],
                    "quantity": 3,
                    "discounts": [{"amount": 1}],
                    "taxes": [{"amount": 2}],
                    "options": [{"name": "Colour", "value": "red", "price": 0}],
                }
            ],
            "shipping": {"price": 5},
            "shipment_tax": 0.5,
        },
    )
    return made


def invoiced(shop: Shop, order: Record) -> list[Any]:
    found = shop.get(f"/orders/{order['id']}", {})
    return [*quantities(found, "invoiced"), found["item_quantity_invoiceable"], found["shipment_total_invoiced"]]


def test_all_of_an_order(shop: Shop, taxed: Record) -> None:
    invoice = shop.post("/invoices", {"order_id": taxed["id"]})
    assert shows(invoice, "account_id currency source_model number status") == [
        taxed["account_id"], "USD", "orders", "100000", "pending",
    ]  # fmt: skip
    (item,) = invoice["items"]
    assert shows(item, "id description quantity") == [taxed["items"][0]["id"], "Mug", 3]
    assert shows(item, "discount_total discount_each tax_total tax_each") == [1, 0.33, 2, 0.67]
    assert item["options"] == [{"name": "Colour", "value": "red"}]
    assert invoice["grand_total"] == taxed["grand_total"] == 30.5
    assert invoiced(shop, taxed) == [3, 0, 5]


def test_piece_by_piece_it_comes_to_the_same(shop: Shop, taxed: Record) -> None:
    one = {"order_id": taxed["id"], "items": [{"product_id": taxed["items"][0]["product_id"]}]}
    parts = [shop.post("/invoices", one) for _ in range(2)] + [shop.post("/invoices", {"order_id": taxed["id"]})]
    assert [shows(part["items"][0], "discount_total tax_total") for part in parts] == [
        [0.33, 0.67],
        [0.33, 0.67],
        [0.34, 0.66],
    ]
    assert [part.get("shipment_total") for part in parts] == [None, None, 5]
    assert [part["grand_total"] for part in parts] == [8.34, 8.34, 13.82]
    assert invoiced(shop, taxed) == [3, 0, 5]


@pytest.mark.parametrize(
    ("items", "found"),
    [
        pytest.param([{"quantity": 3}], None, id="all"),
        pytest.param([{"quantity": 4}], {"items.quantity": "MAXVAL"}, id="more"),
        pytest.param([{"quantity": 2}, {"quantity": 2}], {"items.quantity": "MAXVAL"}, id="more, in parts"),
    ],
)
def test_no_more_than_was_ordered(shop: Shop, taxed: Record, items: list[Record], found: Any) -> None:
    given = {"order_id": taxed["id"], "items": [{"id": taxed["items"][0]["id"], **item} for item in items]}
    if found is None:
        shop.post("/invoices", given)
    else:
        assert faults(shop, "/invoices", given) == found


def test_what_is_canceled_is_not_invoiced(shop: Shop, taxed: Record) -> None:
    shop.put(f"/orders/{taxed['id']}/items/{taxed['items'][0]['id']}", {"quantity_canceled": 1})
    assert shop.post("/invoices", {"order_id": taxed["id"]})["items"][0]["quantity"] == 2


@pytest.mark.parametrize("undo", ["void", "delete"])
def test_an_invoice_that_is_taken_back(shop: Shop, taxed: Record, undo: str) -> None:
    invoice = shop.post("/invoices", {"order_id": taxed["id"]})
    if undo == "void":
        voided = shop.put(f"/invoices/{invoice['id']}", {"void": True})
        assert shows(voided, "status payment_due") == ["void", 0]
    else:
        shop.delete(f"/invoices/{invoice['id']}")
    assert invoiced(shop, taxed) == [0, 3, 0]
    assert shop.post("/invoices", {"order_id": taxed["id"]})["grand_total"] == 30.5


def test_a_changed_quantity_counts(shop: Shop, taxed: Record) -> None:
    invoice = shop.post("/invoices", {"order_id": taxed["id"]})
    place = f"/invoices/{invoice['id']}/items/{invoice['items'][0]['id']}"
    shop.put(place, {"quantity": 1})
    assert invoiced(shop, taxed) == [1, 2, 5]
    assert faults(shop, place, {"quantity": 4}, "put") == {"items.quantity": "MAXVAL"}


@pytest.mark.parametrize(
    ("given", "due", "pastdue"),
    [
        pytest.param({}, None, False, id="none"),
        pytest.param({"net_days": 30}, "2026-01-31T00:00:00.000Z", False, id="net days"),
        pytest.param(
            {"net_days": 30, "date_due": "2026-01-05"}, "2026-01-05T00:00:00.000Z", False, id="a date that is said"
        ),
        pytest.param({"date_due": "2025-12-31"}, "2025-12-31T00:00:00.000Z", True, id="past"),
    ],
)
def test_when_it_is_due(shop: Shop, taxed: Record, given: Record, due: Any, pastdue: bool) -> None:
    invoice = shop.post("/invoices", {"order_id": taxed["id"], **given})
    assert [invoice.get("date_due"), invoice["pastdue"]] == [due, pastdue]
    paid = shop.post("/payments", {"invoice_id": invoice["id"], "amount": 30.5, "method": "check"})
    assert shop.get(f"/invoices/{paid['invoice_id']}", {})["pastdue"] is False


def test_an_invoice_of_nothing_else(shop: Shop, ada: Record, mug: Record) -> None:
    given = {"account_id": ada["id"], "items": [{"product_id": mug["id"], "quantity": 2}, {"price": 1.5}]}
    invoice = shop.post("/invoices", given)
    assert shows(invoice, "sub_total grand_total payment_due status") == [17.5, 17.5, 17.5, "pending"]
    assert shop.put(f"/invoices/{invoice['id']}", {"closed": True})["status"] == "unpaid"
