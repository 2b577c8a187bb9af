"""Which rules each kind of record has."""

from __future__ import annotations

from collections.abc import Callable

from understudy.mocks.schema.commerce.accounts import Accounts
from understudy.mocks.schema.commerce.address_book import StoredAddresses, StoredCards
from understudy.mocks.schema.commerce.balances import Balances, Buyers
from understudy.mocks.schema.commerce.cards import Numbers
from understudy.mocks.schema.commerce.carts import Carts
from understudy.mocks.schema.commerce.categories import Categories, Listings
from understudy.mocks.schema.commerce.contacts import Contacts
from understudy.mocks.schema.commerce.coupons import Generations
from understudy.mocks.schema.commerce.credits import Credits
from understudy.mocks.schema.commerce.discounts import CartDiscounts, OrderDiscounts, SubscriptionDiscounts
from understudy.mocks.schema.commerce.invoices import Invoices
from understudy.mocks.schema.commerce.orders import Orders
from understudy.mocks.schema.commerce.payments import Payments
from understudy.mocks.schema.commerce.products import Products, Reviews, Variants
from understudy.mocks.schema.commerce.refunds import Refunds
from understudy.mocks.schema.commerce.shipments import Shipments
from understudy.mocks.schema.commerce.stock import Stock
from understudy.mocks.schema.commerce.subscriptions import Subscriptions
from understudy.mocks.schema.commerce.texts import Texts
from understudy.mocks.schema.commerce.uses import CouponUses, PromotionUses
from understudy.mocks.schema.files import Files
from understudy.mocks.schema.rules import Rules
from understudy.mocks.schema.writing import Writing

RULES: tuple[tuple[str, Callable[[Writing], Rules]], ...] = (
    (":files", Files),
    ("carts", Carts),
    ("credits", Credits),
    ("invoices", Invoices),
    ("orders", Orders),
    ("payments", Payments),
    ("payments:refunds", Refunds),
    ("shipments", Shipments),
    ("subscriptions", Subscriptions),
    ("accounts", Accounts),
    ("accounts:addresses", StoredAddresses),
    ("accounts:cards", StoredCards),
    ("accounts:credits", Balances),
    ("blogs:posts", Texts),
    ("carts", CartDiscounts),
    ("carts", Numbers),
    ("categories", Categories),
    ("categories:products", Listings),
    ("contacts", Contacts),
    ("coupons:generations", Generations),
    ("coupons:uses", CouponUses),
    ("orders", Buyers),
    ("orders", Numbers),
    ("orders", OrderDiscounts),
    ("pages", Texts),
    ("pages:articles", Texts),
    ("payments", Numbers),
    ("products", Products),
    ("products:reviews", Reviews),
    ("products:stock", Stock),
    ("products:variants", Variants),
    ("promotions:uses", PromotionUses),
    ("subscriptions", Numbers),
    ("subscriptions", SubscriptionDiscounts),
)
"""In each endpoint's order they are asked."""


def apply(writing: Writing) -> None:
    """Has all that is written obey the rules."""
    for endpoint, rules in RULES:
        writing.rules[endpoint].append(rules(writing))
