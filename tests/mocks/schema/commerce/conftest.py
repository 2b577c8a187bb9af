"""Goods and a buyer.

Mugs at 8.00 and a teapot at 25.50 are sent, a book at 9.99 is downloaded; Ada has an address and a password.
"""

from __future__ import annotations

from typing import Any

import pytest

from understudy.mocks.schema.shop import Shop

Record = dict[str, Any]
HOME = {"name": "Ada Lee", "address1": "1 Main St", "city": "Springfield", "state": "IL", "country": "US"}


@pytest.fixture
def ada(shop: Shop) -> Record:
    made: Record = shop.post(
        "/accounts", {"email": "ada@example.com", "first_name": "Ada", "password": "x", "shipping": HOME}
    )
    return made


@pytest.fixture
def mug(shop: Shop) -> Record:
    made: Record = shop.post("/products", {"name": "Mug", "price": 8, "delivery": "shipment"})
    return made


@pytest.fixture
def teapot(shop: Shop) -> Record:
    made: Record = shop.post("/products", {"name": "Teapot", "price": 25.5, "delivery": "shipment"})
    return made


@pytest.fixture
def book(shop: Shop) -> Record:
    made: Record = shop.post("/products", {"name": "Book", "price": 9.99, "delivery": "download"})
    return made


@pytest.fixture
def order(shop: Shop, ada: Record, mug: Record, teapot: Record) -> Record:
    """Three mugs and a teapot: 49.50, nothing added or taken off."""
    made: Record = shop.post(
        "/orders",
        {
            "account_id": ada["id"],
            "items": [{"product_id": mug["id"], "quantity": 3}, {"product_id": teapot["id"]}],
        },
    )
    return made
