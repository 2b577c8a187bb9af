"""Coupons and promotions at work: on carts, orders and subscriptions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from understudy.mocks.schema.commerce import discounting
from understudy.mocks.schema.commerce.commerce import entries, whole
from understudy.mocks.schema.commerce.discounting import CATEGORY, PRODUCT, SHIPMENT, Applied, Basket, Line, Offer
from understudy.mocks.schema.commerce.goods import Goods
from understudy.mocks.schema.commerce.money import cents
from understudy.mocks.schema.commerce.offers import COUPONS, PROMOTIONS, Kind, Offers
from understudy.mocks.schema.faults import Fault, Faults
from understudy.mocks.schema.formulas.coercion import number
from understudy.mocks.schema.rules import Record
from understudy.mocks.schema.writing import Writing

OURS = re.compile(r"[0-9a-f]{24}-\d+")
"""Ids of the discounts that are worked out here, made of those of their offers. Others are left as they are."""

NO_SUCH = Fault("There is no such coupon", "COUPON")

Place = tuple[Record, str]
"""What has a price, and the name of the field in which its discounts are."""


class Discounts(Goods):
    """What all of them have in common."""

    def __init__(self, writing: Writing) -> None:
        super().__init__(writing)
        self._offers = Offers(writing)

    def places(self, record: Record) -> list[Place]:
        return [(item, "discounts") for item in entries(record, "items")]

    def is_open(self, record: Record, before: Record) -> bool:
        """Whether it is still to be seen what it costs: promotions come and go."""
        return not before

    def prepare(self, record: Record, before: Record, faults: Faults) -> None:
        is_open = self.is_open(record, before)
        buyer = self.get("accounts", record.get("account_id"))
        coupon = self._coupon(record, before, buyer, faults)
        if not is_open and _basis(record) == _basis(before):
            return
        if coupon and coupon["id"] != before.get("coupon_id"):
            self.add_goods(record, before, coupon)
        promotions = self._offers.running(buyer, record) if is_open else self._offers.promised(before)
        offers = [_offer(PROMOTIONS, one) for one in promotions]
        if coupon:
            offers.append(_offer(COUPONS, coupon))
        places = self.places(record)
        _say(record, before, places, discounting.apply(offers, self._basket(record, places, offers)))

    # The coupon

    def _coupon(self, record: Record, before: Record, buyer: Record, faults: Faults) -> Record:
        """The coupon that is used; {} for none. One that is named anew, and cannot be used, is refused."""
        self._find(record, before, faults)
        coupon = self.get("coupons", record.get("coupon_id"))
        is_new = record.get("coupon_id") != before.get("coupon_id")
        if not coupon or not (is_new or self.is_open(record, before)):
            return coupon
        problem = self._offers.why_not(COUPONS, coupon, buyer, record)
        if problem and is_new:
            faults.add("coupon_code", Fault(f"The coupon {problem}", "COUPON"))
        return {} if problem else coupon

    def _find(self, record: Record, before: Record, faults: Faults) -> None:
        """Makes code and id of the coupon agree: the one that was said anew tells the other."""
        code, key = record.get("coupon_code"), record.get("coupon_id")
        if code != before.get("coupon_code"):
            found = self.store.first("coupons:codes", {"code": code.strip().upper()}) if code else {}
            if found is None:
                faults.add("coupon_code", NO_SUCH)
            record["coupon_code"], record["coupon_id"] = (found or {}).get("code"), (found or {}).get("parent_id")
        elif key != before.get("coupon_id"):
            if key and not self.get("coupons", key):
                faults.add("coupon_id", NO_SUCH)
            first = self.store.first("coupons:codes", {"parent_id": key}) if key else None
            record["coupon_code"] = (first or {}).get("code")

    def add_goods(self, record: Record, before: Record, coupon: Record) -> None:
        """Puts in what a coupon adds, where it is not there yet."""
        basket = self._basket(record, self.places(record), [])
        there = {(line.product_id, line.variant_id) for line in basket.lines}
        for rule in entries(coupon, "discounts"):
            product, variant, quantity = (
                rule.get("product_id"),
                rule.get("variant_id"),
                whole(rule.get("quantity_add")),
            )
            is_there = (product, variant) in there or (variant is None and product in {one for one, _ in there})
            if quantity > 0 and rule.get("type") == PRODUCT and not is_there and discounting.holds(rule, basket):
                item = {"product_id": product, "variant_id": variant, "quantity": quantity}
                record["items"] = [*(record.get("items") or []), {k: v for k, v in item.items() if v is not None}]
        self.complete(record, before)

    # What is bought

    def _basket(self, record: Record, places: Iterable[Place], offers: Iterable[Offer]) -> Basket:
        by_category = any(
            rule.get("type") == CATEGORY for offer in offers for rule in (*offer.rules, *offer.exclusions)
        )
        shipping = record.get("shipping") if isinstance(record.get("shipping"), dict) else {}
        return Basket(
            tuple(self._line(place, by_category) for place, _ in places),
            Decimal(number((shipping or {}).get("price"))),
            (shipping or {}).get("service"),
        )

    def _line(self, item: Record, by_category: bool) -> Line:
        return Line(
            whole(item.get("quantity")),
            Decimal(number(item.get("price"))),
            item.get("product_id"),
            item.get("variant_id"),
            self._categories(item.get("product_id")) if by_category else frozenset(),
        )

    def _categories(self, product_id: Any) -> frozenset[str]:
        """The categories of a product, and those above them."""
        product = self.get("products", product_id)
        index = product.get("category_index")
        level = [*((index or {}).get("id") or ()), product.get("category_id")]
        found: set[str] = set()
        while level := [one for one in level if one and one not in found]:
            found.update(level)
            level = [self.get("categories", one).get("parent_id") for one in level]
        return frozenset(found)


class CartDiscounts(Discounts):
    def is_open(self, record: Record, before: Record) -> bool:
        return not record.get("order_id")


class UsedDiscounts(Discounts):
    """What is submitted uses up what it takes."""

    owner = ""

    def is_submitted(self, record: Record) -> bool:
        return bool(record)

    def kept(self, record: Record, before: Record) -> None:
        was, now = self._used(before), self._used(record)
        for use in sorted(was - now):
            self._give_back(record, *use)
        for use in sorted(now - was):
            self._use(record, *use)

    def gone(self, record: Record) -> None:
        for use in sorted(self._used(record)):
            self._give_back(record, *use)

    def _used(self, record: Record) -> set[tuple[str, str, str]]:
        """The offers that it uses up: endpoint, id and code, which promotions have none of."""
        if not self.is_submitted(record):
            return set()
        coupon, code = record.get("coupon_id"), record.get("coupon_code")
        promotions = {("promotions", one, "") for one in record.get("promotion_ids") or ()}
        return promotions | ({("coupons", coupon, code)} if coupon and code else set())

    def _use(self, record: Record, endpoint: str, offer: str, code: str) -> None:
        use = {"parent_id": offer, "account_id": record.get("account_id"), self.owner: record["id"]}
        if code:
            found = self.store.first("coupons:codes", {"code": code})
            if found is None:
                return
            use |= {"code": code, "code_id": found["id"]}
        if self.get(endpoint, offer):
            self.writing.create(f"{endpoint}:uses", use)

    def _give_back(self, record: Record, endpoint: str, offer: str, code: str) -> None:
        for use in self.store.ids(f"{endpoint}:uses", {"parent_id": offer, self.owner: record["id"]}):
            self.writing.delete(f"{endpoint}:uses", use)


class OrderDiscounts(UsedDiscounts):
    owner = "order_id"

    def is_open(self, record: Record, before: Record) -> bool:
        return not before or bool(record.get("draft"))

    def is_submitted(self, record: Record) -> bool:
        return bool(record) and not record.get("draft")


class SubscriptionDiscounts(UsedDiscounts):
    owner = "subscription_id"

    def places(self, record: Record) -> list[Place]:
        own: list[Place] = [(record, "product_discounts")] if record.get("product_id") else []
        return own + super().places(record)

    def add_goods(self, record: Record, before: Record, coupon: Record) -> None:
        """A subscription is for one product, and nothing is added to it."""


def _basis(record: Mapping[str, Any]) -> Any:
    """What discounts follow from."""
    shipping = record.get("shipping") if isinstance(record.get("shipping"), dict) else {}
    said = ("account_id", "coupon_id", "currency", "product_id", "variant_id", "quantity", "price")
    lines = [[entry.get(name) for name in said] for entry in (record, *entries(dict(record), "items"))]
    return lines, (shipping or {}).get("price"), (shipping or {}).get("service")


def _offer(kind: Kind, record: Record) -> Offer:
    return Offer(
        record["id"],
        kind.discount,
        tuple(entries(record, "discounts")),
        tuple(entries(record, "exclusions")),
        record.get("discount_group"),
    )


def _say(record: Record, before: Record, places: list[Place], applied: list[Applied]) -> None:
    """Writes down what is taken off, in the place of what was taken off before."""
    old = [one for each in (before, record) for one in entries(each, "discounts") if _is_ours(one)]
    said = [
        {
            "id": f"{one.offer.id}-{number}",
            "type": one.offer.type,
            "amount": cents(discount.amount),
            "rule": {**discount.rule},
        }
        for one in applied
        for number, discount in enumerate(one.discounts, 1)
    ]
    taken = [discount for one in applied for discount in one.discounts]
    _put(record, "discounts", said)
    for at, (place, name) in enumerate(places):
        shares = [
            {"id": entry["id"], "amount": cents(discount.lines[at])}
            for entry, discount in zip(said, taken, strict=True)
            if discount.lines and discount.lines[at]
        ]
        _put(place, name, shares)
    if any((one.get("rule") or {}).get("type") == SHIPMENT for one in (*old, *said)):
        record["shipment_discount"] = cents(sum((discount.shipping for discount in taken), Decimal()))
    promotions = [one.offer.id for one in applied if one.offer.type == PROMOTIONS.discount]
    if promotions or record.get("promotion_ids"):
        record["promotion_ids"] = promotions


def _put(place: Record, name: str, said: list[Record]) -> None:
    """Puts discounts in the place of those that were worked out before."""
    others = [entry for entry in entries(place, name) if not _is_ours(entry)]
    if said or place.get(name):
        place[name] = [*others, *said]


def _is_ours(discount: Record) -> bool:
    return bool(OURS.fullmatch(discount.get("id") or ""))
