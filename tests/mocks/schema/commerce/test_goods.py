"""What items take over from the products that they name."""

from __future__ import annotations

from typing import Any

import pytest
from tests.mocks.schema.commerce.shown import Record, shows

from understudy.mocks.schema.shop import Shop

SIZES = {"name": "Size", "variant": True, "values": [{"name": "S"}, {"name": "L", "price": 2}]}
ENGRAVING = {"name": "Engraving", "price": 3, "values": [{"name": "Gold", "price": 1.5}, {"name": "Plain"}]}
TIERS = [{"price": 8, "quantity_min": 5}, {"price": 7, "account_group": "trade"}, {"price": 1, "quantity_max": 0}]


def item_of(shop: Shop, account: Record, product: Record, **item: Any) -> Record:
    """The item of an order for a product."""
    given = {"account_id": account["id"], "items": [{"product_id": product["id"], **item}]}
    made: Record = shop.post("/orders", given)["items"][0]
    return made


@pytest.mark.parametrize(
    ("product", "item", "price", "before"),
    [
        pytest.param({"price": 10}, {}, 10, None, id="its price"),
        pytest.param({"price": 10}, {"price": 4}, 4, None, id="a price that is said"),
        pytest.param({}, {}, None, None, id="none"),
        pytest.param({"price": 10, "sale_price": 9}, {}, 10, None, id="no sale yet"),
        pytest.param({"price": 10, "sale": True, "sale_price": 9}, {}, 9, 10, id="a sale"),
        pytest.param({"price": 10, "prices": TIERS}, {"quantity": 4}, 10, None, id="too few"),
        pytest.param({"price": 10, "prices": TIERS}, {"quantity": 5}, 8, 10, id="many"),
        pytest.param(
            {"price": 10, "options": [ENGRAVING]},
            {"options": [{"name": "Engraving", "value": "Gold"}]},
            14.5,
            None,
            id="an option, and its value",
        ),
        pytest.param(
            {"price": 10, "options": [ENGRAVING]},
            {"options": [{"name": "Engraving", "value": "Gold", "price": 1}]},
            11,
            None,
            id="an option with its own price",
        ),
        pytest.param(
            {"price": 10, "options": [SIZES]},
            {"options": [{"name": "Size", "value": "L"}]},
            10,
            None,
            id="an option that variants differ in",
        ),
    ],
)
def test_prices(shop: Shop, ada: Record, product: Record, item: Record, price: Any, before: Any) -> None:
    made = shop.post("/products", {"name": "Ring", **product})
    assert shows(item_of(shop, ada, made, **item), "price orig_price") == [price, before]


def test_a_price_for_a_group(shop: Shop, ada: Record) -> None:
    product = shop.post("/products", {"name": "Ring", "price": 10, "prices": TIERS})
    shop.put(f"/accounts/{ada['id']}", {"group": "trade"})
    assert item_of(shop, ada, product)["price"] == 7


@pytest.mark.parametrize(
    ("variant", "price", "weight"),
    [
        pytest.param({"price": 12, "shipment_weight": 3}, 12, 6, id="its own"),
        pytest.param({"price": 12, "sale": True, "sale_price": 11}, 11, 4, id="its own sale"),
        pytest.param({}, 9, 4, id="those of the product"),
    ],
)
def test_variants(shop: Shop, ada: Record, variant: Record, price: float, weight: float) -> None:
    product = shop.post(
        "/products", {"name": "Ring", "price": 10, "sale": True, "sale_price": 9, "shipment_weight": 2}
    )
    made = shop.post(f"/products/{product['id']}/variants", {"name": "L", **variant})
    item = item_of(shop, ada, product, variant_id=made["id"], quantity=2)
    assert shows(item, "price shipment_weight") == [price, weight]


@pytest.mark.parametrize(
    ("delivery", "item", "flags"),
    [
        ("shipment", "shipment", [True, False]),
        ("download", "download", [False, True]),
        ("giftcard", None, [False, False]),
        (None, None, [False, False]),
    ],
)
def test_how_it_is_delivered(shop: Shop, ada: Record, delivery: Any, item: Any, flags: list[bool]) -> None:
    product = shop.post("/products", {"name": "Ring", "price": 1, "delivery": delivery})
    order = shop.post("/orders", {"account_id": ada["id"], "items": [{"product_id": product["id"]}]})
    assert order["items"][0]["delivery"] == item
    assert shows(order, "shipment_delivery download_delivery") == flags


def test_a_bundle_brings_what_is_in_it(shop: Shop, ada: Record, mug: Record, book: Record) -> None:
    inside = [{"product_id": mug["id"], "quantity": 2}, {"product_id": book["id"]}]
    bundle = shop.post("/products", {"name": "Set", "price": 20, "bundle": True, "bundle_items": inside})
    order = shop.post("/orders", {"account_id": ada["id"], "items": [{"product_id": bundle["id"], "quantity": 3}]})
    (item,) = order["items"]
    assert [shows(part, "product_id quantity quantity_total delivery") for part in item["bundle_items"]] == [
        [mug["id"], 2, 6, "shipment"],
        [book["id"], 1, 3, "download"],
    ]
    assert shows(order, "shipment_delivery download_delivery") == [True, True]
    assert [part["id"] for part in item["bundle_items"]] == [part["id"] for part in bundle["bundle_items"]]


def test_the_weight_follows_the_quantity_unless_it_is_said(shop: Shop, ada: Record) -> None:
    product = shop.post("/products", {"name": "Ring", "price": 1, "shipment_weight": 1.5})
    order = shop.post(
        "/orders", {"account_id": ada["id"], "items": [{"product_id": product["id"], "quantity": 2}]}
    )
    assert order["item_shipment_weight"] == 3
    place = f"/orders/{order['id']}/items/{order['items'][0]['id']}"
    assert shop.put(place, {"quantity": 4})["shipment_weight"] == 6
    assert shop.put(place, {"quantity": 5, "shipment_weight": 1})["shipment_weight"] == 1
