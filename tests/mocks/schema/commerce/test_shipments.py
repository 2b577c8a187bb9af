"""Shipments, of whole items and of what is in bundles."""

from __future__ import annotations

from typing import Any

import pytest
from tests.mocks.schema.commerce.shown import Record, faults, quantities, shows

from understudy.mocks.schema.shop import Shop


def delivered(shop: Shop, order: Record) -> list[Any]:
    return quantities(shop.get(f"/orders/{order['id']}", {}), "delivered")


@pytest.mark.parametrize(
    ("items", "found"),
    [
        pytest.param([{"item": 0, "quantity": 2}], [2, 0], id="some"),
        pytest.param([{"item": 0}], [3, 0], id="all that is left"),
        pytest.param([{"item": 0}, {"item": 1}], [3, 1], id="all"),
        pytest.param([{"item": 0, "quantity": 1}, {"item": 0, "quantity": 1}], [2, 0], id="in two boxes"),
        pytest.param([{"product": 1}], [0, 1], id="by product"),
        pytest.param([{"item": 0, "quantity": 4}], None, id="more"),
        pytest.param([{"item": 0, "quantity": 2}, {"item": 0, "quantity": 2}], None, id="more, in two boxes"),
    ],
)
def test_what_is_delivered(shop: Shop, order: Record, items: list[Record], found: Any) -> None:
    def sent(item: Record) -> Record:
        quantity = {"quantity": item["quantity"]} if "quantity" in item else {}
        if "product" in item:
            return {"product_id": order["items"][item["product"]]["product_id"], **quantity}
        return {"order_item_id": order["items"][item["item"]]["id"], **quantity}

    given = {"order_id": order["id"], "items": [sent(item) for item in items]}
    if found is None:
        assert faults(shop, "/shipments", given) == {"items.quantity": "MAXVAL"}
        return
    made = shop.post("/shipments", given)
    assert all(item["product_id"] and item["order_item_id"] for item in made["items"])
    assert shows(made["destination"], "name address1 country") == ["Ada Lee", "1 Main St", "US"]
    assert delivered(shop, order) == found


def test_what_happens_to_a_shipment_happens_to_the_order(shop: Shop, order: Record) -> None:
    item = order["items"][0]["id"]
    made = shop.post("/shipments", {"order_id": order["id"], "items": [{"order_item_id": item, "quantity": 2}]})
    place = f"/shipments/{made['id']}"
    box = f"{place}/items/{made['items'][0]['id']}"
    shop.put(box, {"quantity": 3})
    assert delivered(shop, order) == [3, 0]
    assert faults(shop, box, {"quantity": 4}, "put") == {"items.quantity": "MAXVAL"}
    shop.put(place, {"tracking_code": "9400", "canceled": True})
    assert delivered(shop, order) == [0, 0]
    shop.put(place, {"canceled": False})
    assert delivered(shop, order) == [3, 0]
    shop.delete(place)
    assert delivered(shop, order) == [0, 0]


def test_quantities_that_were_set_by_hand_stay(shop: Shop, order: Record) -> None:
    first, second = (item["id"] for item in order["items"])
    shop.put(f"/orders/{order['id']}/items/{second}", {"quantity_delivered": 1})
    shop.post("/shipments", {"order_id": order["id"], "items": [{"order_item_id": first}]})
    assert delivered(shop, order) == [3, 1]


def test_the_items_must_be_said(shop: Shop, order: Record) -> None:
    assert faults(shop, "/shipments", {"order_id": order["id"]}) == {"items": "REQUIRED"}


@pytest.fixture
def bundled(shop: Shop, ada: Record, mug: Record, teapot: Record) -> Record:
    """Two tea sets, each of a teapot and two mugs."""
    inside = [{"product_id": teapot["id"]}, {"product_id": mug["id"], "quantity": 2}]
    tea = shop.post("/products", {"name": "Tea set", "price": 40, "bundle": True, "bundle_items": inside})
    made: Record = shop.post(
        "/orders", {"account_id": ada["id"], "items": [{"product_id": tea["id"], "quantity": 2}]}
    )
    return made


@pytest.mark.parametrize(
    ("sent", "bundles", "parts", "left"),
    [
        pytest.param([(None, 1)], 1, [1, 2], 1, id="a whole set"),
        pytest.param([(0, 2)], 0, [2, 0], 2, id="teapots only"),
        pytest.param([(0, 1), (1, 3)], 1, [1, 3], 1, id="a set and a mug"),
        pytest.param([(0, 2), (1, 4)], 2, [2, 4], 0, id="all, in parts"),
        pytest.param([(1, 5)], None, [], 0, id="more mugs than there are"),
    ],
)
def test_bundles(
    shop: Shop,
    bundled: Record,
    sent: list[tuple[int | None, int]],
    bundles: int | None,
    parts: list[int],
    left: int,
) -> None:
    (line,) = bundled["items"]
    items = [
        {"order_item_id": line["id"], "quantity": quantity}
        if part is None
        else {"bundle_item_id": line["bundle_items"][part]["id"], "quantity": quantity}
        for part, quantity in sent
    ]
    given = {"order_id": bundled["id"], "items": items}
    if bundles is None:
        assert faults(shop, "/shipments", given) == {"items.quantity": "MAXVAL"}
        return
    shop.post("/shipments", given)
    order = shop.get(f"/orders/{bundled['id']}", {})
    (line,) = order["items"]
    assert line["quantity_delivered"] == bundles
    assert [part["quantity_delivered"] for part in line["bundle_items"]] == parts
    assert order["item_quantity_deliverable"] == left
