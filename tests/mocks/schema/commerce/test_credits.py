"""Credit memos of orders and invoices."""

from __future__ import annotations

from typing import Any

import pytest
from tests.mocks.schema.commerce.shown import Record, faults, quantities, shows

from understudy.mocks.schema.shop import Shop


@pytest.fixture
def bought(shop: Shop, ada: Record, mug: Record) -> Record:
    """Two mugs for 16.00, tax 1.00, shipping 5.00: 22.00."""
    made: Record = shop.post(
        "/orders",
        {
            "account_id": ada["id"],
            "items": [{"product_id": mug["id"], "quantity": 2, "taxes": [{"amount": 1}]}],
            "shipping": {"price": 5},
        },
    )
    return made


@pytest.mark.parametrize(
    ("given", "total", "credited"),
    [
        pytest.param({}, 22, 2, id="everything"),
        pytest.param({"items": [{}]}, 8.5, 1, id="one, by product"),
        pytest.param({"items": [{}], "restock_fee": 2}, 6.5, 1, id="less a fee"),
        pytest.param({"items": [{}], "shipment_total": 5}, 13.5, 1, id="with shipping"),
        pytest.param({"extra_credit": 3}, 3, 0, id="an amount"),
    ],
)
def test_what_an_order_is_credited(
    shop: Shop, bought: Record, mug: Record, given: Record, total: float, credited: int
) -> None:
    items = [{"product_id": mug["id"], **item} for item in given.get("items", ())]
    given = {"order_id": bought["id"], **given, **({"items": items} if items else {})}
    credit = shop.post("/credits", given)
    assert shows(credit, "grand_total refund_due account_id status") == [
        total,
        total,
        bought["account_id"],
        "pending",
    ]
    order = shop.get(f"/orders/{bought['id']}", {})
    assert shows(order, "credit_total item_quantity_credited") == [total, credited]
    assert order["shipment_total_credited"] == credit.get("shipment_total", 0)


def test_no_more_than_was_ordered(shop: Shop, bought: Record) -> None:
    one = {"order_id": bought["id"], "items": [{"id": bought["items"][0]["id"]}]}
    shop.post("/credits", one)
    shop.post("/credits", one)
    assert faults(shop, "/credits", one) == {"items.quantity": "MAXVAL"}


def test_a_credit_of_an_invoice_leaves_less_to_pay(shop: Shop, bought: Record) -> None:
    invoice = shop.post("/invoices", {"order_id": bought["id"]})
    credit = shop.post("/credits", {"invoice_id": invoice["id"], "items": [{"id": bought["items"][0]["id"]}]})
    assert shows(credit, "order_id refund_due status") == [bought["id"], 0, "refunded"]
    invoice = shop.get(f"/invoices/{invoice['id']}", {})
    assert shows(invoice, "credit_total payment_due") == [8.5, 13.5]
    assert shows(invoice["items"][0], "quantity_credited quantity_creditable") == [1, 1]
    order = shop.get(f"/orders/{bought['id']}", {})
    assert shows(order, "credit_total payment_balance") == [8.5, -13.5]
    assert quantities(order, "credited") == [1]


@pytest.mark.parametrize("undo", ["void", "delete"])
@pytest.mark.parametrize("tracked", [True, False])
def test_goods_go_back_into_stock(shop: Shop, bought: Record, mug: Record, undo: str, tracked: bool) -> None:
    shop.put(f"/products/{mug['id']}", {"stock_tracking": tracked})
    items = [{"id": bought["items"][0]["id"], "quantity": 2, "restock": True}]
    credit = shop.post("/credits", {"order_id": bought["id"], "items": items})

    def adjustments() -> list[Any]:
        found = shop.get(f"/products/{mug['id']}/stock", {"sort": "number"})["results"]
        return [shows(one, "quantity reason order_id") for one in found]

    assert adjustments() == [[2, "returned", bought["id"]]] * tracked
    assert quantities(shop.get(f"/orders/{bought['id']}", {}), "returned") == [2]
    if undo == "void":
        assert shop.put(f"/credits/{credit['id']}", {"void": True})["status"] == "void"
    else:
        shop.delete(f"/credits/{credit['id']}")
    assert adjustments()[1:] == [[-2, "returned", bought["id"]]] * tracked
    order = shop.get(f"/orders/{bought['id']}", {})
    assert [*quantities(order, "returned"), *quantities(order, "credited"), order["credit_total"]] == [0, 0, 0]


def test_a_refund_finds_its_way_from_the_credit(shop: Shop, bought: Record) -> None:
    payment = shop.post("/payments", {"order_id": bought["id"], "amount": 22, "method": "check"})
    credit = shop.post("/credits", {"order_id": bought["id"], "extra_credit": 5})
    refund = shop.post(f"/credits/{credit['id']}/refunds", {"amount": 5})
    assert shows(refund, "parent_id order_id method") == [payment["id"], bought["id"], "check"]
    assert shows(shop.get(f"/credits/{credit['id']}", {}), "refund_due status") == [0, "refunded"]
    assert faults(shop, f"/credits/{credit['id']}", {"void": True}, "put") == {"void": "RULE"}
    assert shop.get(f"/orders/{bought['id']}", {})["payment_balance"] == 0
