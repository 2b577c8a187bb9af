"""What the rules of coupons and promotions take off: arithmetic alone.

Source: the guide's fields of `discounts`, as we read them; see docs/schema.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from understudy.mocks.schema.commerce.money import cents
from understudy.mocks.schema.formulas.coercion import number

Rule = Mapping[str, Any]

TOTAL, SHIPMENT, PRODUCT, CATEGORY = "total", "shipment", "product", "category"
NOTHING = Decimal(0)


@dataclass(frozen=True)
class Line:
    """So many of a product, at a price each. `categories` are those that the product is in."""

    quantity: int
    price: Decimal
    product_id: Any = None
    variant_id: Any = None
    categories: frozenset[Any] = frozenset()

    @property
    def total(self) -> Decimal:
        return self.price * self.quantity


@dataclass(frozen=True)
class Basket:
    """What is bought, and how it is sent."""

    lines: tuple[Line, ...]
    shipping: Decimal = NOTHING
    service: Any = None

    @property
    def total(self) -> Decimal:
        return sum((line.total for line in self.lines), NOTHING)


@dataclass
class Left:
    """What nothing has been taken off yet."""

    lines: list[Decimal]
    shipping: Decimal

    @classmethod
    def of(cls, basket: Basket) -> Left:
        return cls([max(line.total, NOTHING) for line in basket.lines], max(basket.shipping, NOTHING))

    def take(self, discount: Discount) -> None:
        self.shipping -= discount.shipping
        for at, taken in enumerate(discount.lines):
            self.lines[at] -= taken


@dataclass(frozen=True)
class Discount:
    """What one rule takes off each line, and off shipping."""

    rule: Rule
    lines: tuple[Decimal, ...] = ()
    shipping: Decimal = NOTHING

    @property
    def amount(self) -> Decimal:
        return sum(self.lines, self.shipping)


@dataclass(frozen=True)
class Offer:
    """The rules of a coupon or promotion. Of those in one `group` only that which takes off most holds."""

    id: str
    type: str
    rules: tuple[Rule, ...]
    exclusions: tuple[Rule, ...] = ()
    group: str | None = None


@dataclass(frozen=True)
class Applied:
    """An offer, with what its rules take off."""

    offer: Offer
    discounts: tuple[Discount, ...]

    @property
    def amount(self) -> Decimal:
        return sum((discount.amount for discount in self.discounts), NOTHING)


def apply(offers: Iterable[Offer], basket: Basket) -> list[Applied]:
    """What each offer takes off, one after the other, never more than there is; none that takes nothing."""
    known = list(offers)
    best: dict[str, Offer] = {}
    for offer in known:
        if offer.group is not None:
            before = best.get(offer.group)
            if before is None or _alone(offer, basket).amount > _alone(before, basket).amount:
                best[offer.group] = offer
    left, found = Left.of(basket), []
    for offer in known:
        if offer.group is None or best[offer.group] is offer:
            applied = Applied(offer, tuple(_discounts(offer, basket, left)))
            if applied.discounts:
                found.append(applied)
    return found


def _alone(offer: Offer, basket: Basket) -> Applied:
    return Applied(offer, tuple(_discounts(offer, basket, Left.of(basket))))


def _discounts(offer: Offer, basket: Basket, left: Left) -> Iterator[Discount]:
    excluded = [any(_names(rule, line) for rule in offer.exclusions) for line in basket.lines]
    for rule in offer.rules:
        made = _shipping(rule, basket, left) if _type(rule) == SHIPMENT else _lines(rule, basket, left, excluded)
        if made is not None and made.amount > 0:
            left.take(made)
            yield made


def _type(rule: Rule) -> str:
    return rule.get("type") or TOTAL


def _names(rule: Rule, line: Line) -> bool:
    """Whether a rule is about the product of a line. One about the total is about all."""
    match _type(rule):
        case "product":
            variant = rule.get("variant_id")
            return line.product_id == rule.get("product_id") and variant in (None, line.variant_id)
        case "category":
            return rule.get("category_id") in line.categories
    return True


def holds(rule: Rule, basket: Basket) -> bool:
    """Whether the order as a whole is what a rule asks for."""
    least, service = rule.get("total_min"), rule.get("shipment_service")
    return (least is None or basket.total >= number(least)) and service in (None, "", basket.service)


def _shipping(rule: Rule, basket: Basket, left: Left) -> Discount | None:
    if not holds(rule, basket):
        return None
    amount = _percent(rule, basket.shipping) if _is_percent(rule) else _fixed(rule)
    return Discount(rule, shipping=min(amount, left.shipping))


def _lines(rule: Rule, basket: Basket, left: Left, excluded: list[bool]) -> Discount | None:
    pieces = _pieces(rule, basket, excluded) if holds(rule, basket) else []
    if not any(pieces):
        return None
    totals = [line.price * count for line, count in zip(basket.lines, pieces, strict=True)]
    if _is_percent(rule):
        wanted = [_percent(rule, total) for total in totals]
    elif _type(rule) == TOTAL:
        rest = [min(total, left_of_line) for total, left_of_line in zip(totals, left.lines, strict=True)]
        wanted = shared(min(_fixed(rule), sum(rest, NOTHING)), rest)
    else:
        wanted = [_fixed(rule) * count for count in pieces]
    return Discount(rule, tuple(map(min, wanted, left.lines)))


def _pieces(rule: Rule, basket: Basket, excluded: list[bool]) -> list[int]:
    """How many of each line a rule is for."""
    least_price, least, most = rule.get("price_min"), rule.get("quantity_min"), _most(rule)
    pieces = [
        line.quantity
        if _names(rule, line) and not out and (least_price is None or line.price >= number(least_price))
        else 0
        for line, out in zip(basket.lines, excluded, strict=True)
    ]
    if least is not None and sum(pieces) < least:
        return []
    if most is not None:
        for at, count in enumerate(pieces):
            pieces[at] = min(count, most)
            most -= pieces[at]
    return pieces


def _most(rule: Rule) -> int | None:
    """What is added to an order is all that a rule is for, if it says nothing else."""
    most: int | None = rule.get("quantity_max") or rule.get("quantity_add")
    return most


def _is_percent(rule: Rule) -> bool:
    return rule.get("value_type") == "percent"


def _percent(rule: Rule, of: Decimal) -> Decimal:
    value = rule.get("value_percent")
    return _exact(cents(of * Decimal(number(rule.get("value") if value is None else value)) / 100))


def _fixed(rule: Rule) -> Decimal:
    value = rule.get("value_fixed")
    return max(Decimal(number(rule.get("value") if value is None else value)), NOTHING)


def shared(amount: Decimal, among: list[Decimal]) -> list[Decimal]:
    """An amount in proportion to others, to the cent. No part is more than its own if the whole is not."""
    whole, so_far, given, parts = sum(among, NOTHING), NOTHING, NOTHING, []
    for one in among:
        so_far += one
        until_here = _exact(cents(amount * so_far / whole)) if whole else NOTHING
        parts.append(until_here - given)
        given = until_here
    return parts


def _exact(amount: float) -> Decimal:
    return Decimal(str(amount))
