from __future__ import annotations

from typing import Any

import pytest
from tests.mocks.schema.commerce.shown import Record, faults

from understudy.mocks.schema.shop import Shop


@pytest.fixture
def soap(shop: Shop) -> Record:
    made: Record = shop.post("/products", {"name": "Soap Bar No. 1"})
    return made


def review(shop: Shop, product: Record, rating: int) -> Record:
    made: Record = shop.post(
        f"/products/{product['id']}/reviews", {"rating": rating, "name": "Jo", "title": "So", "comments": "Well."}
    )
    return made


@pytest.mark.parametrize(
    ("ratings", "mean"),
    [([], None), ([5], 5), ([5, 4], 4.5), ([5, 5, 4], 4.7), ([1, 2, 2], 1.7), ([3, 4, 4, 4], 3.8)],
)
def test_the_rating_is_the_mean_of_all_reviews(shop: Shop, soap: Record, ratings: list[int], mean: Any) -> None:
    for rating in ratings:
        review(shop, soap, rating)
    assert shop.get(f"/products/{soap['id']}", {}).get("review_rating") == mean


def test_reviews_that_change(shop: Shop, soap: Record) -> None:
    path, rating = f"/products/{soap['id']}/reviews", f"/products/{soap['id']}/review_rating"
    first, second = review(shop, soap, 5), review(shop, soap, 1)
    shop.put(f"{path}/{second['id']}", {"rating": 4})
    assert shop.get(rating, {}) == 4.5
    shop.delete(f"{path}/{first['id']}")
    assert shop.get(rating, {}) == 4
    shop.delete(f"{path}/{second['id']}")
    assert shop.get(rating, {}) is None


def test_a_reviewer_with_an_account_is_named(shop: Shop, soap: Record) -> None:
    jane = shop.post("/accounts", {"email": "jane@example.com", "name": "Jane Smith"})
    given = {"account_id": jane["id"], "rating": 5, "title": "So", "comments": "Well."}
    assert shop.post(f"/products/{soap['id']}/reviews", given)["name"] == "Jane Smith"


def test_slugs(shop: Shop, soap: Record) -> None:
    assert soap["slug"] == "soap-bar-no-1"
    assert shop.get("/products/soap-bar-no-1/id", {}) == soap["id"]
    assert shop.put(f"/products/{soap['id']}", {"name": "Other"})["slug"] == "soap-bar-no-1"
    assert shop.post("/products", {"name": "Soap Bar No. 1", "slug": "second"})["slug"] == "second"
    assert faults(shop, "/products", {"name": "soap bar no 1"}) == {"slug": "UNIQUE"}


@pytest.mark.parametrize(
    ("price", "refused"),
    [
        ({"quantity_min": 5, "quantity_max": 4}, {"prices.quantity_max": "MINVAL"}),
        ({}, {"prices.price": "REQUIRED"}),
    ],
)
def test_prices_that_are_refused(shop: Shop, soap: Record, price: Record, refused: dict[str, str]) -> None:
    given = {
        "prices": [{"price": 3, "quantity_min": 1, "quantity_max": 1}, {"price": 1, **price} if price else {}]
    }
    assert faults(shop, f"/products/{soap['id']}", given, "put") == refused


def test_options_that_variants_differ_in_are_required(shop: Shop) -> None:
    options = [{"name": "Size", "variant": True}, {"name": "Engraving"}, {"name": "Card", "required": True}]
    made = shop.post("/products", {"name": "Ring", "options": options})
    assert [option.get("required") for option in made["options"]] == [True, None, True]
