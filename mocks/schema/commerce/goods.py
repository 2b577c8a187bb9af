"""What carts, orders, invoices and subscriptions take over from the products that they name."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from understudy.mocks.schema.commerce.commerce import Commerce, entries, first, whole
from understudy.mocks.schema.commerce.money import added
from understudy.mocks.schema.formulas.coercion import number
from understudy.mocks.schema.rules import Record
from understudy.mocks.schema.values import rounded

DELIVERIES = ("shipment", "download")


class Goods(Commerce):
    """Rules for records whose items are for sale."""

    def product_of(self, item: Record) -> tuple[Record, Record]:
        """The product of an item, and the variant of it; {} for what is not there."""
        product = self.get("products", item.get("product_id"))
        variant = self.get("products:variants", item.get("variant_id"))
        return product, variant if variant.get("parent_id") == product.get("id") else {}

    def complete(self, record: Record, before: Record) -> None:
        """Gives new items their price, delivery, weight and bundle; says what kinds of delivery there are."""
        known = {item.get("id"): item for item in entries(before, "items")}
        group = self.get("accounts", record.get("account_id")).get("group") if record.get("items") else None
        for item in entries(record, "items"):
            self._complete(item, known.get(item.get("id"), {}), group)
        kinds = {part.get("delivery") for item in entries(record, "items") for part in (item, *_parts(item))}
        record["shipment_delivery"] = "shipment" in kinds
        record["download_delivery"] = "download" in kinds

    def _complete(self, item: Record, before: Record, group: Any) -> None:
        product, variant = self.product_of(item) if _is_new(item) else ({}, {})
        if product:
            item.setdefault("delivery", _delivery(product))
            usual, now = price_of(item, product, variant, group)
            if item.get("price") is None and now is not None:
                item["price"] = now
                if now < usual:
                    item.setdefault("orig_price", usual)
        if product.get("bundle") and not item.get("bundle_items"):
            item["bundle_items"] = [
                {name: part[name] for name in ("id", "product_id", "variant_id", "quantity") if name in part}
                for part in entries(product, "bundle_items")
            ]
        self._weigh(item, before, product, variant)
        for part in _parts(item):
            part.setdefault("id", self.writing.new_id("orders"))
            part["quantity_total"] = whole(part.get("quantity", 1)) * whole(item.get("quantity"))
            if "delivery" not in part:
                part["delivery"] = _delivery(self.get("products", part.get("product_id")))

    def _weigh(self, item: Record, before: Record, product: Record, variant: Record) -> None:
        """The weight of all pieces; what was said is left, unless there are more pieces or fewer than before."""
        weight, pieces = item.get("shipment_weight"), whole(item.get("quantity"))
        if weight is None:
            each = first((variant.get("shipment_weight"), product.get("shipment_weight")))
            if each is not None:
                item["shipment_weight"] = tenths(each, pieces)
        elif weight == before.get("shipment_weight") and pieces != (was := whole(before.get("quantity"))) and was:
            item["shipment_weight"] = tenths(weight, pieces, was)


def tenths(weight: Any, pieces: int, of: int = 1) -> float | None:
    """The weight of some pieces, where `of` weigh so much: with one digit after the point."""
    return rounded(Decimal(number(weight)) * pieces / of, 1)


def _is_new(item: Record) -> bool:
    return item.get("price") is None or "delivery" not in item


def _parts(item: Record) -> list[Record]:
    return entries(item, "bundle_items")


def _delivery(product: Record) -> str | None:
    """How a product is delivered, if that is a way in which an order delivers."""
    kind = product.get("delivery")
    return kind if kind in DELIVERIES else None


def price_of(item: Record, product: Record, variant: Record, group: Any = None) -> tuple[Any, Any]:
    """The usual price of one piece of an item, and the one that holds now, both with what its options cost."""
    usual, now = prices(product, variant, whole(item.get("quantity", 1)), group)
    extra = [option.get("price") for option in _priced(item, product)] if usual is not None else []
    return (added([usual, *extra]), added([now, *extra])) if extra else (usual, now)


def prices(product: Mapping[str, Any], variant: Mapping[str, Any], quantity: int, group: Any) -> tuple[Any, Any]:
    """The usual price of one piece, and the lowest that holds now: in a sale, or for so many, or for a group."""
    own = variant if variant.get("price") is not None else product
    usual = own.get("price")
    if usual is None:
        return None, None
    offers = [usual]
    if own.get("sale") and own.get("sale_price") is not None:
        offers.append(own["sale_price"])
    if own is product:
        offers += [tier["price"] for tier in entries(dict(product), "prices") if _holds(tier, quantity, group)]
    return usual, min(offers)


def _holds(tier: Record, quantity: int, group: Any) -> bool:
    """Whether a price of a product is for so many pieces, and for accounts of that group."""
    least, most, only = tier.get("quantity_min"), tier.get("quantity_max"), tier.get("account_group")
    return (
        tier.get("price") is not None
        and (least is None or quantity >= least)
        and (most is None or quantity <= most)
        and (not only or only == group)
    )


def _priced(item: Record, product: Record) -> list[Record]:
    """The options of an item that cost something of their own, with their prices from the product."""
    found = []
    known = {one[key]: one for one in entries(product, "options") for key in ("name", "id") if one.get(key)}
    for option in entries(item, "options"):
        described = known.get(option.get("id") or option.get("name"), {})
        if described.get("variant") or option.get("variant"):
            continue
        if option.get("price") is None:
            chosen = [value for value in entries(described, "values")
                      if option.get("value") in (value.get("id"), value.get("name"))]  # fmt: skip
            amounts = [one["price"] for one in (described, *chosen) if one.get("price") is not None]
            if amounts:
                option["price"] = added(amounts)
        if option.get("price") is not None:
            found.append(option)
    return found
