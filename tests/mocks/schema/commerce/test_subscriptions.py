"""Subscriptions: their trial, their periods, and what is paid for them."""

from __future__ import annotations

from typing import Any

import pytest
from tests.mocks.schema.commerce.shown import Record, shows

from understudy.mocks.sandbox import Sandbox
from understudy.mocks.schema.settings import Settings
from understudy.mocks.schema.shop import Shop

NOW = "2026-01-01T00:00:00.000Z"


@pytest.fixture
def magazine(shop: Shop) -> Record:
    made: Record = shop.post(
        "/products",
        {"name": "Weekly", "price": 12, "delivery": "subscription", "subscription_interval": "monthly"},
    )
    return made


def subscribe(shop: Shop, account: Record, product: Record, **given: Any) -> Any:
    return shop.post("/subscriptions", {"account_id": account["id"], "product_id": product["id"], **given})


@pytest.mark.parametrize(
    ("given", "interval", "end", "status"),
    [
        pytest.param({}, "monthly", "2026-02-01T00:00:00.000Z", "pending", id="as the product says"),
        pytest.param(
            {"interval": "weekly"}, "weekly", "2026-01-08T00:00:00.000Z", "pending", id="as it says itself"
        ),
        pytest.param({"interval_count": 3}, "monthly", "2026-04-01T00:00:00.000Z", "pending", id="every quarter"),
        pytest.param({"trial_days": 10}, "monthly", "2026-01-11T00:00:00.000Z", "trial", id="with a trial"),
        pytest.param(
            {"date_trial_end": "2026-01-05"},
            "monthly",
            "2026-01-05T00:00:00.000Z",
            "trial",
            id="with its end said",
        ),
        pytest.param({"price": 0}, "monthly", "2026-02-01T00:00:00.000Z", "active", id="for nothing"),
    ],
)
def test_periods(
    shop: Shop, ada: Record, magazine: Record, given: Record, interval: str, end: str, status: str
) -> None:
    made = subscribe(shop, ada, magazine, **given)
    assert shows(made, "interval date_period_start date_period_end status") == [interval, NOW, end, status]
    assert made.get("date_trial_start") == (NOW if status == "trial" else None)
    assert made["active"] is (status != "pending")


def test_it_is_paid_by_an_invoice(shop: Shop, ada: Record, magazine: Record) -> None:
    made = subscribe(shop, ada, magazine, quantity=2, items=[{"price": 3, "description": "Delivery"}])
    invoice = shop.post("/invoices", {"subscription_id": made["id"]})
    assert shows(invoice, "account_id source_model grand_total date_period_start date_period_end") == [
        ada["id"], "subscriptions", 27, NOW, "2026-02-01T00:00:00.000Z",
    ]  # fmt: skip
    assert [item["description"] for item in invoice["items"]] == ["Weekly", "Delivery"]
    payment = shop.post("/payments", {"subscription_id": made["id"], "amount": 27, "method": "check"})
    assert shows(payment, "invoice_id account_id") == [invoice["id"], ada["id"]]
    assert shows(shop.get(f"/subscriptions/{made['id']}", {}), "payment_total paid active status") == [
        27, True, True, "active",
    ]  # fmt: skip
    shop.post(f"/payments/{payment['id']}/refunds", {"amount": 7})
    assert shows(shop.get(f"/subscriptions/{made['id']}", {}), "refund_total paid status") == [7, False, "pastdue"]
    shop.post("/credits", {"subscription_id": made["id"], "extra_credit": 7})
    assert shows(shop.get(f"/subscriptions/{made['id']}", {}), "credit_total paid status") == [7, True, "active"]


def test_it_is_canceled(shop: Shop, ada: Record, magazine: Record, sandbox: Sandbox[Settings]) -> None:
    made = subscribe(shop, ada, magazine, trial_days=10)
    sandbox.clock.forward(60)
    canceled = shop.put(f"/subscriptions/{made['id']}", {"canceled": True, "cancel_reason": "Too much"})
    assert shows(canceled, "active status date_canceled") == [False, "canceled", "2026-01-01T00:01:00.000Z"]
    sandbox.clock.forward(60)
    assert shop.put(f"/subscriptions/{made['id']}", {"quantity": 2})["date_canceled"] == canceled["date_canceled"]


def test_after_the_trial_it_is_to_be_paid(
    shop: Shop, ada: Record, magazine: Record, sandbox: Sandbox[Settings]
) -> None:
    made = subscribe(shop, ada, magazine, trial_days=10)
    sandbox.clock.forward(11 * 86_400)
    assert shop.put(f"/subscriptions/{made['id']}", {"quantity": 1})["status"] == "pastdue"


def test_a_new_period_is_to_be_paid_anew(shop: Shop, ada: Record, magazine: Record) -> None:
    made = subscribe(shop, ada, magazine)
    place = f"/subscriptions/{made['id']}"
    first = shop.post("/invoices", {"subscription_id": made["id"]})
    shop.post("/payments", {"invoice_id": first["id"], "amount": 12, "method": "check"})
    assert shows(shop.get(place, {}), "payment_total status") == [12, "active"]
    begins = "2026-02-01T00:00:00.000Z"
    shop.writing.update("subscriptions", made["id"], {"date_period_start": begins})
    assert shows(shop.get(place, {}), "payment_total status") == [0, "pastdue"]
    shop.post("/payments", {"invoice_id": first["id"], "amount": 1, "method": "check"})
    assert shop.get(place, {})["payment_total"] == 0
    second = shop.post("/invoices", {"subscription_id": made["id"]})
    shop.post("/payments", {"invoice_id": second["id"], "amount": 12, "method": "check"})
    assert shows(shop.get(place, {}), "payment_total status") == [12, "active"]


def test_one_that_has_ended_is_not_begun_again(shop: Shop, ada: Record, magazine: Record) -> None:
    made = subscribe(shop, ada, magazine, price=0)
    shop.writing.update("subscriptions", made["id"], {"active": False})
    assert shop.put(f"/subscriptions/{made['id']}", {"quantity": 2})["status"] == "paid"
