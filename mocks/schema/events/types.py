"""Which change of which records is an event, of which type.

Source: the guide's list of event types. A type of a model of one's own is said in its `events`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from typing import Any

from understudy.mocks.schema.conditions import holds
from understudy.mocks.schema.formats import formatted
from understudy.mocks.store import Record
from understudy.specs.schema.models import Model


class When(Enum):
    CREATED = auto()
    UPDATED = auto()
    DELETED = auto()
    REACHED = auto()
    """The record meets the conditions, and did not before."""
    CLOCK = auto()
    """The clock reaches a moment, without any change: see `deadlines`."""


@dataclass(frozen=True)
class EventType:
    """
    name        such as `order.paid`
    endpoint    of the records whose changes cause it
    model, key  the records that it is of, and the field that holds the id of one, where they are others
    tells       fields that its data has beside the id, where there are any
    """

    name: str
    endpoint: str
    when: When
    conditions: Mapping[str, Any] = field(default_factory=dict)
    model: str = ""
    key: str = "id"
    tells: tuple[str, ...] = ()

    def is_caused(self, before: Record, after: Record) -> bool:
        """Whether a record that was `before` and is `after` causes it: {} for none."""
        match self.when:
            case When.CREATED:
                caused = not before
            case When.UPDATED:
                caused = bool(before and after)
            case When.DELETED:
                caused = not after
            case When.REACHED:
                caused = bool(after) and not (before and holds(self.conditions, before))
            case When.CLOCK:
                return False
        return (
            caused
            and (not self.conditions or holds(self.conditions, after or before))
            and (self.key == "id" or isinstance((after or before).get(self.key), str))
        )


WORDS: Mapping[str, When] = {"created": When.CREATED, "updated": When.UPDATED, "deleted": When.DELETED}


def _kept(root: str, endpoint: str, words: str = "created updated deleted") -> Iterator[EventType]:
    tells = ("parent_id",) if ":" in endpoint.lstrip(":") else ()
    return (EventType(f"{root}.{word}", endpoint, WORDS[word], tells=tells) for word in words.split())


def _reached(name: str, endpoint: str, tells: str = "", **conditions: Any) -> EventType:
    return EventType(name, endpoint, When.REACHED, conditions, tells=tuple(tells.split()))


PAYMENT = "amount method currency account_id order_id invoice_id subscription_id error"
REFUND = "parent_id amount method currency order_id credit_id subscription_id error"
ORDER = "number account_id grand_total payment_total"

STANDARD: tuple[EventType, ...] = (
    *_kept("account", "accounts"),
    *_kept("account.card", "accounts:cards"),
    *_kept("account.address", "accounts:addresses"),
    *_kept("account.credit", "accounts:credits"),
    *_kept("cart", "carts", "created deleted"),
    _reached("cart.converted", "carts", "order_id account_id", status="converted"),
    _reached("cart.abandoned", "carts", "account_id date_abandoned", status="abandoned"),
    *_kept("category", "categories"),
    EventType("category.product.added", "categories:products", When.CREATED,
              model="categories", key="parent_id", tells=("product_id",)),
    EventType("category.product.removed", "categories:products", When.DELETED,
              model="categories", key="parent_id", tells=("product_id",)),
    *_kept("contact", "contacts"),
    *_kept("coupon", "coupons"),
    *_kept("coupon.code", "coupons:codes", "created deleted"),
    _reached("coupon.generation.completed", "coupons:generations", "parent_id count error", complete=True),
    *_kept("credit", "credits"),
    EventType("credit.refund_succeeded", "payments:refunds", When.REACHED, {"status": "success"},
              "credits", "credit_id", ("amount", "order_id")),
    EventType("credit.refund_failed", "payments:refunds", When.REACHED, {"status": "error"},
              "credits", "credit_id", ("amount", "order_id", "error")),
    *_kept("invoice", "invoices"),
    EventType("invoice.payment_succeeded", "payments", When.REACHED, {"status": "success"},
              "invoices", "invoice_id", ("amount", "order_id", "subscription_id")),
    EventType("invoice.payment_failed", "payments", When.REACHED, {"status": "error"},
              "invoices", "invoice_id", ("amount", "order_id", "subscription_id", "error")),
    *_kept("order", "orders"),
    _reached("order.submitted", "orders", ORDER, draft={"$ne": True}),
    _reached("order.canceled", "orders", ORDER, canceled=True),
    _reached("order.paid", "orders", ORDER, paid=True),
    _reached("order.delivered", "orders", ORDER, delivered=True),
    *_kept("page", "pages"),
    *_kept("page.article", "pages:articles", "created"),
    *_kept("page", "pages:articles", "updated deleted"),  # so the guide calls them
    _reached("payment.succeeded", "payments", PAYMENT, status="success"),
    _reached("payment.failed", "payments", PAYMENT, status="error"),
    _reached("payment.voided", "payments", PAYMENT, status="void"),
    _reached("payment.refund.succeeded", "payments:refunds", REFUND, status="success"),
    _reached("payment.refund.failed", "payments:refunds", REFUND, status="error"),
    _reached("payment.refund.voided", "payments:refunds", REFUND, status="void"),
    *_kept("product", "products"),
    EventType("product.stock_adjusted", "products:stock", When.CREATED,
              model="products", key="parent_id", tells=("variant_id", "quantity", "reason", "order_id")),
    *_kept("product.variant", "products:variants"),
    *_kept("product.review", "products:reviews"),
    *_kept("promotion", "promotions"),
    *(EventType("setting.updated", endpoint, when)
      for endpoint in ("settings", ":settings") for when in (When.CREATED, When.UPDATED)),
    *_kept("shipment", "shipments"),
    _reached("shipment.canceled", "shipments", "order_id", canceled=True),
    *_kept("subscription", "subscriptions"),
    _reached("subscription.activated", "subscriptions", "account_id product_id trial", active=True),
    EventType("subscription.trial_will_end", "subscriptions", When.CLOCK, tells=("account_id", "date_trial_end")),
    _reached("subscription.canceled", "subscriptions", "account_id product_id cancel_reason", canceled=True),
    _reached("subscription.paid", "subscriptions", "account_id product_id payment_total", paid=True),
)  # fmt: skip
"""In the order in which one change causes them."""


def types_of(model: Model) -> list[EventType]:
    """Those of a model and of the collections within it."""
    within = [
        model.name,
        *(f"{model.name}:{one.name}" for one in model.fields.values() if one.type == "collection"),
    ]
    usual = [one for one in STANDARD if one.endpoint in within]
    said = model.events
    if said.get("enabled") is False or not (usual or said):
        return []
    known = next((one.name.partition(".")[0] for one in usual if one.key == "id"), None)
    root = said.get("root") or known or _called(model.label, model.name)
    named = [replace(one, name=re.sub(rf"^{known}\b", root, one.name)) for one in usual]
    if not named and not said.get("types"):
        collections = [one for one in model.fields.values() if one.type == "collection"]
        inner = ((f"{root}.{_called(one.label, one.name)}", f"{model.name}:{one.name}") for one in collections)
        return [one for name, endpoint in ((root, model.name), *inner) for one in _kept(name, endpoint)]
    own = _own(root, model.name, said.get("types") or ())
    return [one for one in named if one.name not in own] + list(own.values())


def _own(root: str, endpoint: str, types: Iterable[Mapping[str, Any]]) -> dict[str, EventType]:
    """What a model says itself. One that is neither of the three words happens as its conditions are met."""
    found = {}
    for one in types:
        word, conditions = one["id"].removeprefix(f"{root}."), one.get("conditions") or {}
        if word in WORDS or conditions:
            name = f"{root}.{word}"
            found[name] = EventType(name, endpoint, WORDS.get(word, When.REACHED), conditions)
    return found


def _called(label: str | None, plural: str) -> str:
    """What one record of a kind is called in a type."""
    return formatted("slug", label) or plural if label else plural.removesuffix("s")


def by_endpoint(models: Iterable[Model]) -> dict[str, list[EventType]]:
    found: dict[str, list[EventType]] = {}
    for model in models:
        for one in types_of(model):
            found.setdefault(one.endpoint, []).append(one)
    return found
