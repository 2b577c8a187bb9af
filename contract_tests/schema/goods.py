"""One good record of every endpoint, as a client would send it.

`#` stands for a number that is another one each time, and `<orders>` for the id of a new record of that endpoint.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import count
from typing import Any

from understudy.mocks.schema.shop import Shop

ITEMS = [{"product_id": "<products>", "quantity": 2, "price": 3}]
EXTRAS = [{"id": "first", "parts": [{"of": {"size": 1}}]}, "second"]
"""What a path can lead into, for fields and their entries. No model describes it."""

GOODS: Mapping[str, Mapping[str, Any]] = {
    "accounts": {"email": "ada#@example.com", "password": "secret"},
    "accounts:addresses": {"name": "Ada", "address1": "1 Main Street"},
    "accounts:cards": {"token": "tok_#"},
    "accounts:credits": {"amount": 5},
    "attributes": {"name": "Colour #"},
    "blogs": {"name": "News #"},
    "blogs:posts": {"name": "First post #"},
    "carts": {"items": ITEMS},
    "categories": {"name": "Breads #"},
    "categories:products": {"product_id": "<products>"},
    "contacts": {"email": "bo#@example.com"},
    "coupons": {"name": "Spring #"},
    "coupons:codes": {"code": "SPRING#"},
    "coupons:generations": {"count": 10},
    "coupons:uses": {"code": "SUMMER#", "code_id": "<coupons:codes>"},
    "credits": {"account_id": "<accounts>", "items": ITEMS},
    "events": {"model": "products", "type": "product.updated"},
    "events:webhooks": {"webhook_id": "<webhooks>"},
    "invoices": {"account_id": "<accounts>", "items": ITEMS},
    "notifications": {"record_id": "<orders>", "template": "orders.receipt"},
    "orders": {"account_id": "<accounts>", "items": ITEMS},
    "pages": {"name": "About #"},
    "pages:articles": {"name": "Chapter #"},
    "payments": {"account_id": "<accounts>", "amount": 50, "method": "card", "card": {"token": "tok_#"}},
    "payments:refunds": {"amount": 1, "method": "card"},
    "products": {"name": "Bun #", "price": 2, "delivery": "subscription", "subscription_interval": "monthly"},
    "products:reviews": {"comments": "Soft", "rating": 5, "title": "Good", "name": "Bo"},
    "products:stock": {"quantity": 10, "reason": "received"},
    "products:variants": {"name": "Large #"},
    "promotions": {"name": "Happy hour #"},
    "promotions:uses": {},
    "settings": {"id": "kiosk#"},
    "shipments": {"order_id": "<orders>", "items": [{"product_id": "<products>", "quantity": 1}]},
    "subscriptions": {"account_id": "<accounts>", "product_id": "<products>"},
    "webhooks": {"record_id": "<orders>", "webhook": "example#"},
    ":clients": {"api": "com", "name": "Kiosk #"},
    ":currencies": {"code": "EUR", "name": "Coins #"},
    ":files": {"filename": "cake#.png"},
    ":layouts": {"api": "com", "model": "products", "name": "wide#", "type": "record"},
    ":models": {"name": "animals#", "fields": {"name": {"type": "string", "required": True}}},
    ":notifications": {"api": "com", "model": "orders", "name": "thanks#"},
    ":sessions": {},
    ":settings": {"api": "com", "name": "kiosk#"},
    ":users": {"client_id": "default", "email": "eve#@example.com", "name": "Eve"},
    ":webhooks": {"api": "com", "events": ["order.created"], "url": "https://shop.example/hook"},
}
PLACE = re.compile(r"<(.+)>")


class Goods:
    """Makes good bodies, and records of them, in one shop."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop
        self._numbers = count(1)

    def body(self, endpoint: str, *, with_parent: bool = True) -> dict[str, Any]:
        """What to send for a new record, with the records that it needs made."""
        good: Mapping[str, Any] = GOODS.get(endpoint, {"name": "Rex #"})
        parent = endpoint.rpartition(":")[0]
        given = {"parent_id": f"<{parent}>"} if parent and with_parent else {}
        return {name: self._filled(value) for name, value in {**given, **good}.items()}

    def record(self, endpoint: str) -> dict[str, Any]:
        """A new record. Raises Invalid if the body is not that good after all."""
        extras = {} if endpoint == ":models" else {"extras": EXTRAS}
        return dict(self._shop.post(f"/{endpoint}", {**self.body(endpoint), **extras}))

    def _filled(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {name: self._filled(content) for name, content in value.items()}
        if isinstance(value, list):
            return [self._filled(entry) for entry in value]
        if not isinstance(value, str):
            return value
        place = PLACE.fullmatch(value)
        return self.record(place[1])["id"] if place else value.replace("#", str(next(self._numbers)))
