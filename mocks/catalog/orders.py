"""Orders as the REST API tells of them: computed from the tables, where each fact stands once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from understudy.mocks.behaviour import Behaviour
from understudy.mocks.catalog.settings import Settings
from understudy.mocks.clock import DATE_LENGTH, normalise, parse, timestamp
from understudy.mocks.errors import NotFound
from understudy.mocks.store import Criteria, Record

LIVE: Criteria = {"deleted_at": None}
LARGEST_ID = 2**63 - 1

ById = Mapping[Any, Record]


class Orders(Behaviour[Settings]):
    """The orders of a catalog. What is soft-deleted is not there."""

    def get(self, order_id: int) -> Record:
        """One order. Raises NotFound."""
        found = self.store.find("orders", {"id": order_id, **LIVE})
        if not found:
            raise NotFound("orders", order_id)
        return self._told(found)[0]

    def page(self, number: int, size: int, wanted: Mapping[str, Any]) -> tuple[list[Record], int]:
        """The orders of a page, counted from 1, in the order of their ids; and how many there are in all."""
        criteria = _criteria(wanted)
        found = self.store.find("orders", criteria, order=["id"], limit=size, offset=(number - 1) * size)
        return self._told(found), self.store.count("orders", criteria)

    def _told(self, orders: list[Record]) -> list[Record]:
        """What is told of each; every table is asked once for all of them."""
        accounts = self._by_id("accounts", orders, "account_id")
        items = self._of("order_items", "order_id", orders)
        every_item = [item for of_order in items.values() for item in of_order]
        products = self._by_id("products", every_item, "item_id")
        used = self._of("order_item_promotions", "order_item_id", every_item)
        promotions = self._by_id("promotions", [use for uses in used.values() for use in uses], "promotion_id")
        payments = self._of("payments", "order_id", orders)
        return [
            {
                "id": order["id"],
                "full_id": order["full_id"],
                "catalog_id": order["account_id"],
                "catalog": _catalog(accounts.get(order["account_id"])),
                "user": {"id": order["user_id"], "name": order["name"], "email": order["email"]},
                "listings": [_listing(item, products) for item in items[order["id"]]],
                "promotions": [
                    _promotion(item, use, promotions) for item in items[order["id"]] for use in used[item["id"]]
                ],
                "payments": [_payment(payment) for payment in payments[order["id"]]],
                "total": money(order["total"]),
                "currency": order["currency"],
                "purchased_at": moment(order["purchased_at"]),
                "created_at": moment(order["created_at"]),
            }
            for order in orders
        ]

    def _by_id(self, collection: str, records: Iterable[Record], field: str) -> ById:
        """The records that a field names, soft-deleted or not: an order keeps telling what was bought."""
        ids = sorted({record[field] for record in records if record[field] is not None})
        return (
            {record["id"]: record for record in self.store.find(collection, {"id": {"$in": ids}})} if ids else {}
        )

    def _of(self, collection: str, field: str, owners: Iterable[Record]) -> dict[Any, list[Record]]:
        """The records that name each owner."""
        owned: dict[Any, list[Record]] = defaultdict(list)
        ids = [owner["id"] for owner in owners]
        for record in self.store.find(collection, {field: {"$in": ids}, **LIVE}, order=["id"]) if ids else ():
            owned[record[field]].append(record)
        return owned


def _criteria(wanted: Mapping[str, Any]) -> Criteria:
    """`from` and `to` are held against the time of the order, and include it; a date is its whole day."""
    bounds: list[Criteria] = [LIVE]
    if "from" in wanted:
        bounds.append({"created_at": {"$gte": normalise(wanted["from"])}})
    if "to" in wanted:
        bounds.append({"created_at": {"$lte": timestamp(_end(wanted["to"]))}})
    if "canvas_user_id" in wanted:
        bounds.append({"canvas_user_id": int(wanted["canvas_user_id"])})
    if "completed" in wanted:
        bounds.append({"purchased_at": {"$ne": None}})
    return {"$and": bounds}


def _end(text: str) -> datetime:
    end = parse(text)
    return end.replace(hour=23, minute=59, second=59, microsecond=999_000) if len(text) == DATE_LENGTH else end


def _catalog(account: Record | None) -> Record | None:
    return None if account is None else {"id": account["id"], "name": account["name"]}


def _listing(item: Record, products: ById) -> Record:
    product = products.get(item["item_id"], {})
    return {
        "id": item["item_id"],
        "canvas_course_id": product.get("canvas_course_id"),
        "title": product.get("title"),
        "amount": money(item["amount"]),
        "discounted_amount": money(item["discounted_amount"]),
        "catalog_id": product.get("account_id"),
    }


def _promotion(item: Record, use: Record, promotions: ById) -> Record:
    return {
        "id": use["promotion_id"],
        "listing_id": item["item_id"],
        "code": promotions.get(use["promotion_id"], {}).get("code"),
        "amount": money(-use["discount"] if use["discount"] else use["discount"]),
    }


def _payment(payment: Record) -> Record:
    return {
        "reference_id": payment["reference_id"],
        "status": payment["status"],
        "amount": money(payment["amount"]),
    }


def money(amount: float | None) -> str | None:
    """`90.0`, `10.99`: at least one decimal, and at most two."""
    if amount is None:
        return None
    text = f"{amount:.2f}"
    return text[:-1] if text.endswith("0") else text


def moment(time: str | None) -> str | None:
    """`2025/06/10 13:42:06 +0000` of `2025-06-10T13:42:06.000Z`."""
    return None if time is None else f"{time[:10].replace('-', '/')} {time[11:19]} +0000"
