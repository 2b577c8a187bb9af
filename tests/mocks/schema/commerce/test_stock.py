"""What adjustments make of the stock of a product and its variants."""

from __future__ import annotations

from typing import Any

import pytest
from tests.mocks.schema.commerce.shown import Record, faults, shows

from understudy.mocks.schema.shop import Shop


@pytest.fixture
def soap(shop: Shop) -> Record:
    made: Record = shop.post(
        "/products", {"name": "Soap", "stock_tracking": True, "variants": [{"name": "Red"}, {"name": "Blue"}]}
    )
    return made


@pytest.fixture
def variants(shop: Shop, soap: Record) -> list[str]:
    return [one["id"] for one in shop.get(f"/products/{soap['id']}/variants", {"sort": "id"})["results"]]


def adjusted(shop: Shop, product: Record, quantity: int, **more: Any) -> Record:
    made: Record = shop.post(f"/products/{product['id']}/stock", {"quantity": quantity, **more})
    return made


def levels(shop: Shop, soap: Record) -> list[int]:
    """Of the product, and of each variant."""
    found = shop.get(f"/products/{soap['id']}/variants", {"sort": "id"})["results"]
    return [one["stock_level"] for one in (shop.get(f"/products/{soap['id']}", {}), *found)]


def test_levels(shop: Shop, soap: Record, variants: list[str]) -> None:
    red, blue = variants
    assert levels(shop, soap) == [0, 0, 0]
    steps: list[tuple[int, Record, list[int]]] = [
        (5, {}, [5, 0, 0]),
        (7, {"variant_id": red}, [12, 7, 0]),
        (2, {"variant_id": blue}, [14, 7, 2]),
        (-3, {"variant_id": red, "reason": "sold"}, [11, 4, 2]),
        (-9, {"reason": "missing"}, [2, 4, 2]),
    ]
    for quantity, more, expected in steps:
        adjusted(shop, soap, quantity, **more)
        assert levels(shop, soap) == expected


def test_an_adjustment_that_is_deleted_was_none(shop: Shop, soap: Record, variants: list[str]) -> None:
    adjusted(shop, soap, 5)
    mistake = adjusted(shop, soap, 70, variant_id=variants[0])
    shop.delete(f"/products:stock/{mistake['id']}")
    assert levels(shop, soap) == [5, 0, 0]


def test_a_variant_takes_its_stock_along(shop: Shop, soap: Record, variants: list[str]) -> None:
    adjusted(shop, soap, 5)
    adjusted(shop, soap, 7, variant_id=variants[0])
    shop.delete(f"/products/{soap['id']}/variants/{variants[0]}")
    assert levels(shop, soap) == [5, 0]
    assert shop.get("/products:stock/:count", {}) == 1


def test_a_product_takes_all_along(shop: Shop, soap: Record, variants: list[str]) -> None:
    adjusted(shop, soap, 7, variant_id=variants[0])
    shop.delete(f"/products/{soap['id']}")
    assert [shop.get(f"/products:{name}/:count", {}) for name in ("stock", "variants")] == [0, 0]


@pytest.mark.parametrize(
    ("product", "quantity", "status"),
    [
        pytest.param({}, 0, "available", id="stock is not counted"),
        pytest.param({"stock_tracking": True}, 0, "out_of_stock", id="none"),
        pytest.param({"stock_tracking": True}, 1, "available", id="one"),
        pytest.param({"stock_tracking": True}, -1, "out_of_stock", id="fewer than none"),
        pytest.param({"stock_tracking": True, "stock_backorder": True}, 0, "backorder", id="can be sold without"),
        pytest.param({"stock_tracking": True, "stock_preorder": True}, 0, "preorder", id="is charged later"),
        pytest.param({"discontinued": True}, 5, "discontinued", id="discontinued"),
    ],
)
def test_statuses(shop: Shop, product: Record, quantity: int, status: str) -> None:
    made = shop.post("/products", {"name": "Soap", **product})
    if quantity:
        adjusted(shop, made, quantity)
    assert shop.get(f"/products/{made['id']}/stock_status", {}) == status


@pytest.mark.parametrize(
    ("given", "refused"),
    [
        pytest.param({}, {"quantity": "REQUIRED"}, id="no quantity"),
        pytest.param({"quantity": 1, "level": 5}, {"level": "READONLY"}, id="a level"),
        pytest.param({"quantity": 1, "reason": "eaten"}, {"reason": "ENUM"}, id="another reason"),
        pytest.param({"quantity": 1, "variant_id": "5" * 24}, {"variant_id": "LINK"}, id="no variant of it"),
    ],
)
def test_what_is_refused(shop: Shop, soap: Record, given: Record, refused: dict[str, str]) -> None:
    assert faults(shop, f"/products/{soap['id']}/stock", given) == refused
    assert levels(shop, soap) == [0, 0, 0]


def test_levels_cannot_be_set(shop: Shop, soap: Record) -> None:
    assert faults(shop, f"/products/{soap['id']}", {"stock_level": 5}, "put") == {"stock_level": "READONLY"}


def test_what_is_said_of_an_adjustment(shop: Shop, soap: Record) -> None:
    first, second = adjusted(shop, soap, 5), adjusted(shop, soap, 1)
    assert shows(first, "number level prev_id") == ["100000", 5, None]
    assert shows(second, "number level prev_id") == ["100001", 6, first["id"]]
