"""What is kept by adding to it comes to the same as all that it stands for, whatever happens."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from tests.mocks.schema.commerce.shown import Record

from understudy.mocks.schema.shop import Shop

Step = Callable[[], object]


class Walk:
    """One step after the other, by chance."""

    def __init__(self, shop: Shop, account: Record, product: Record, seed: int) -> None:
        self.shop, self.account, self.product = shop, account, product
        self.chance = random.Random(seed)
        self.variant = shop.post(f"/products/{product['id']}/variants", {"name": "Red"})
        shop.post("/coupons", {"name": "A", "active": True, "codes": [{"code": "A1"}, {"code": "A2"}]})
        shop.post("/promotions", {"name": "P", "active": True, "discounts": [{"value_fixed": 1}]})

    def some(self, endpoint: str) -> str | None:
        ids = self.shop.store.ids(endpoint)
        return f"/{endpoint}/{self.chance.choice(ids)}" if ids else None

    def adjust(self) -> None:
        given: dict[str, Any] = {"quantity": self.chance.randint(-5, 9)}
        if self.chance.random() < 0.5:
            given["variant_id"] = self.variant["id"]
        self.shop.post(f"/products/{self.product['id']}/stock", given)

    def order(self) -> None:
        code = self.chance.choice(["A1", "A2", None])
        given = {
            "account_id": self.account["id"],
            "items": [{"product_id": self.product["id"], "quantity": self.chance.randint(1, 4)}],
            "draft": self.chance.random() < 0.3,
        }
        self.shop.post("/orders", given | ({"coupon_code": code} if code else {}))

    def change(self) -> None:
        if order := self.some("orders"):
            changes: list[Record] = [
                {"draft": False}, {"coupon_code": None}, {"coupon_code": "A2"}, {"canceled": True},
            ]  # fmt: skip
            self.shop.put(order, self.chance.choice(changes))

    def delete(self) -> None:
        if path := self.some(self.chance.choice(["orders", "products:stock"])):
            self.shop.delete(path)

    def step(self) -> None:
        self.chance.choice([self.adjust, self.order, self.order, self.change, self.delete])()


def total(records: list[Record], name: str) -> float:
    return round(sum(record[name] for record in records), 2)


@pytest.mark.parametrize("seed", range(3))
def test_nothing_drifts(shop: Shop, ada: Record, mug: Record, seed: int) -> None:
    walk = Walk(shop, ada, mug, seed)
    for _ in range(60):
        walk.step()
    store = shop.store
    stock = store.find("products:stock")
    of_variant = [one for one in stock if one.get("variant_id")]
    assert shop.get(f"/products/{mug['id']}/stock_level", {}) == total(stock, "quantity")
    assert shop.get(f"/products:variants/{walk.variant['id']}/stock_level", {}) == total(of_variant, "quantity")
    orders = store.find("orders", {"draft": {"$ne": True}})
    sold = [order for order in orders if not order.get("canceled")]
    account = shop.get(f"/accounts/{ada['id']}", {})
    assert (account["order_count"], account["order_value"]) == (len(sold), total(sold, "grand_total"))
    for code in store.find("coupons:codes"):
        assert code["use_count"] == sum(order.get("coupon_code") == code["code"] for order in orders)
        assert code["use_count"] == store.count("coupons:uses", {"code_id": code["id"]})
    (coupon,), (promotion,) = store.find("coupons"), store.find("promotions")
    assert coupon["use_count"] == store.count("coupons:uses")
    assert promotion["use_count"] == store.count("promotions:uses") == len(orders)
