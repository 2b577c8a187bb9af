"""A shop with one of everything that things happen to, and the events since."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from understudy.mocks.schema.shop import Shop

Record = dict[str, Any]
ADDRESS = {"name": "Ada Lee", "address1": "1 Main St", "country": "US"}
REVIEW = {"title": "Good", "comments": "Very"}
GOODS: tuple[tuple[str, str, Record], ...] = (
    ("account", "/accounts", {"email": "ada@example.com", "first_name": "Ada"}),
    ("card", "/accounts/{account}/cards", {"token": "tok_1", "exp_month": 1, "exp_year": 2030}),
    ("address", "/accounts/{account}/addresses", ADDRESS),
    ("balance", "/accounts/{account}/credits", {"amount": 5}),
    ("product", "/products", {"name": "Mug", "price": 8, "delivery": "shipment", "stock_tracking": True}),
    ("variant", "/products/{product}/variants", {"name": "Blue"}),
    ("review", "/products/{product}/reviews", {"account_id": "{account}", "rating": 5, **REVIEW}),
    ("category", "/categories", {"name": "Cups"}),
    ("listing", "/categories/{category}/products", {"product_id": "{product}"}),
    ("contact", "/contacts", {"email": "bob@example.com"}),
    ("coupon", "/coupons", {"name": "Spring"}),
    ("code", "/coupons/{coupon}/codes", {"code": "SPRING"}),
    ("promotion", "/promotions", {"name": "Sale"}),
    ("page", "/pages", {"name": "About"}),
    ("article", "/pages/{page}/articles", {"title": "Us", "name": "Us"}),
    ("cart", "/carts", {"items": [{"product_id": "{product}"}]}),
    ("order", "/orders", {"account_id": "{account}", "items": [{"product_id": "{product}", "quantity": 2}],
                          "shipping": ADDRESS}),
    ("draft", "/orders", {"account_id": "{account}", "items": [{"product_id": "{product}"}], "draft": True}),
    ("invoice", "/invoices", {"order_id": "{order}"}),
    ("payment", "/payments", {"order_id": "{order}", "amount": 5, "method": "check"}),
    ("charge", "/payments", {"account_id": "{account}", "amount": 5, "method": "check", "captured": False}),
    ("refund", "/payments/{payment}/refunds", {"amount": 1, "method": "check"}),
    ("credit", "/credits", {"order_id": "{order}", "items": [{"product_id": "{product}", "quantity": 1}]}),
    ("shipment", "/shipments", {"order_id": "{order}", "items": [{"product_id": "{product}", "quantity": 1}],
                                "destination": ADDRESS}),
    ("magazine", "/products", {"name": "Weekly", "price": 12, "delivery": "subscription",
                               "subscription_interval": "monthly"}),
    ("subscription", "/subscriptions", {"account_id": "{account}", "product_id": "{magazine}"}),
)  # fmt: skip


class Goods(dict[str, str]):
    """Ids by name, each made when it is first asked for."""

    def __init__(self, shop: Shop) -> None:
        super().__init__()
        self.shop = shop

    def __missing__(self, name: str) -> str:
        path, given = next((path, given) for known, path, given in GOODS if known == name)
        self[name] = str(self.ask("post", path, given)["id"])
        return self[name]

    def ask(self, method: str, path: str, given: Any = None) -> Any:
        """Asks the shop, with the ids of goods in place of their names."""
        arguments = [self.filled(path)] if method == "delete" else [self.filled(path), self.filled(given)]
        return getattr(self.shop, method)(*arguments)

    def filled(self, given: Any) -> Any:
        if isinstance(given, dict):
            return {name: self.filled(value) for name, value in given.items()}
        if isinstance(given, list):
            return [self.filled(value) for value in given]
        return given.format_map(self) if isinstance(given, str) else given


@pytest.fixture
def goods(shop: Shop) -> Goods:
    return Goods(shop)


@pytest.fixture
def since(shop: Shop) -> Callable[[], list[Record]]:
    """The events since it was called last, the oldest first."""
    seen = 0

    def find() -> list[Record]:
        nonlocal seen
        every = shop.store.find("events")
        seen, found = len(every), every[seen:]
        return found

    return find
