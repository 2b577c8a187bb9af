"""Which rules each kind of record has."""

from __future__ import annotations

from understudy.mocks.schema.commerce.carts import Carts
from understudy.mocks.schema.commerce.commerce import Commerce
from understudy.mocks.schema.commerce.credits import Credits
from understudy.mocks.schema.commerce.invoices import Invoices
from understudy.mocks.schema.commerce.orders import Orders
from understudy.mocks.schema.commerce.payments import Payments
from understudy.mocks.schema.commerce.refunds import Refunds
from understudy.mocks.schema.commerce.shipments import Shipments
from understudy.mocks.schema.commerce.subscriptions import Subscriptions
from understudy.mocks.schema.writing import Writing

RULES: tuple[tuple[str, type[Commerce]], ...] = (
    ("carts", Carts),
    ("credits", Credits),
    ("invoices", Invoices),
    ("orders", Orders),
    ("payments", Payments),
    ("payments:refunds", Refunds),
    ("shipments", Shipments),
    ("subscriptions", Subscriptions),
)
"""In each endpoint's order they are asked."""


def apply(writing: Writing) -> None:
    """Has all that is written obey the rules."""
    for endpoint, rules in RULES:
        writing.rules[endpoint].append(rules(writing))
