"""Every type of event, and what causes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.mocks.schema.events.conftest import Goods

from understudy.mocks.schema.events.types import STANDARD

Record = dict[str, Any]
Asked = tuple[str, str, Any]

KEPT = {
    "account": "/accounts/{account}", "account.card": "/accounts:cards/{card}",
    "account.address": "/accounts:addresses/{address}", "account.credit": "/accounts:credits/{balance}",
    "category": "/categories/{category}", "contact": "/contacts/{contact}", "coupon": "/coupons/{coupon}",
    "credit": "/credits/{credit}", "invoice": "/invoices/{invoice}", "order": "/orders/{draft}",
    "page": "/pages/{page}", "product": "/products/{product}", "product.variant": "/products:variants/{variant}",
    "product.review": "/products:reviews/{review}", "promotion": "/promotions/{promotion}",
    "shipment": "/shipments/{shipment}", "subscription": "/subscriptions/{subscription}",
}  # fmt: skip
CREATED = {**KEPT, "cart": "/carts/{cart}", "coupon.code": "/coupons:codes/{code}",
           "page.article": "/pages:articles/{article}"}  # fmt: skip
DELETED = {**KEPT, "cart": "/carts/{cart}", "coupon.code": "/coupons:codes/{code}"}
CHANGE = {"note": "changed"}
REFUNDS = "/payments/{payment}/refunds"
PAYS = {"amount": 1, "method": "check"}
FAILS = {**PAYS, "success": False}
SUBSCRIBES = {**PAYS, "amount": 12, "subscription_id": "{subscription}"}
LISTED = {"product_id": "{product}"}
BOTH = {"product_id": "{product}", "quantity": 2}

CASES: list[tuple[str, str, Asked]] = [
    *((f"{root}.updated", path, ("put", path, CHANGE)) for root, path in KEPT.items()),
    *((f"{root}.deleted", path, ("delete", path, None)) for root, path in DELETED.items()),
    ("page.updated", "{page} {article}", ("put", "/pages:articles/{article}", CHANGE)),
    ("page.deleted", "{page} {article}", ("delete", "/pages:articles/{article}", None)),
    ("cart.converted", "{cart}", ("post", "/orders", {"cart_id": "{cart}", "account_id": "{account}"})),
    ("category.product.added", "{category} {product}", ("post", "/categories/{category}/products", LISTED)),
    ("category.product.removed", "{listing}", ("delete", "/categories:products/{listing}", None)),
    ("coupon.generation.completed", "{coupon}", ("post", "/coupons/{coupon}/generations", {"count": 10})),
    ("credit.refund_succeeded", "{credit} {payment}", ("post", REFUNDS, {**PAYS, "credit_id": "{credit}"})),
    ("credit.refund_failed", "{credit} {payment}", ("post", REFUNDS, {**FAILS, "credit_id": "{credit}"})),
    ("invoice.payment_succeeded", "{invoice}", ("post", "/payments", {**PAYS, "invoice_id": "{invoice}"})),
    ("invoice.payment_failed", "{invoice}", ("post", "/payments", {**FAILS, "invoice_id": "{invoice}"})),
    ("order.submitted", "{draft}", ("put", "/orders/{draft}", {"draft": False})),
    ("order.canceled", "{order}", ("put", "/orders/{order}", {"canceled": True})),
    ("order.paid", "{order}", ("post", "/payments", {**PAYS, "amount": 16, "order_id": "{order}"})),
    ("order.delivered", "{order}", ("post", "/shipments", {"order_id": "{order}", "items": [BOTH]})),
    ("payment.succeeded", "{order}", ("post", "/payments", {**PAYS, "order_id": "{order}"})),
    ("payment.failed", "{order}", ("post", "/payments", {**FAILS, "order_id": "{order}"})),
    ("payment.voided", "{charge}", ("put", "/payments/{charge}", {"void": True})),
    ("payment.refund.succeeded", "{payment}", ("post", REFUNDS, PAYS)),
    ("payment.refund.failed", "{payment}", ("post", REFUNDS, FAILS)),
    ("payment.refund.voided", "{refund}", ("put", "/payments:refunds/{refund}", {"void": True})),
    ("product.stock_adjusted", "{product}", ("post", "/products/{product}/stock", {"quantity": 3})),
    ("setting.updated", "", ("put", "/settings/products", {"weight_unit": "kg"})),
    ("setting.updated", "", ("put", "/:settings/understudy.com.branding", {"api": "com", "name": "branding"})),
    ("shipment.canceled", "{shipment}", ("put", "/shipments/{shipment}", {"canceled": True})),
    ("subscription.activated", "{subscription}", ("post", "/payments", SUBSCRIBES)),
    ("subscription.canceled", "{subscription}", ("put", "/subscriptions/{subscription}", {"canceled": True})),
    ("subscription.paid", "{subscription}", ("post", "/payments", SUBSCRIBES)),
]  # fmt: skip
BY_CLOCK = {"cart.abandoned", "subscription.trial_will_end"}


@pytest.mark.parametrize(
    ("name", "needs", "asked"), [pytest.param(*case, id=f"{case[0]} {case[2][1]}") for case in CASES]
)
def test_what_causes_it(
    goods: Goods, since: Callable[[], list[Record]], name: str, needs: str, asked: Asked
) -> None:
    goods.filled(needs)
    goods.filled(asked[2])
    before = {event["id"] for event in since()}
    goods.ask(*asked)
    goods.shop.sandbox.settle()
    events = [event for event in since() if event["id"] not in before]
    assert [event["type"] for event in events].count(name) == 1


@pytest.mark.parametrize(("root", "path"), CREATED.items())
def test_what_is_created(goods: Goods, since: Callable[[], list[Record]], root: str, path: str) -> None:
    goods.filled(path)
    [event] = [
        one for one in since() if one["type"] == f"{root}.created" and one["data"]["id"] in path.format_map(goods)
    ]
    assert event["data"].keys() <= {"id", "parent_id"}
    assert goods.shop.get(f"/{event['model']}/{event['data']['id']}", {})["id"] == event["data"]["id"]


def test_every_type_is_caused() -> None:
    caused = {name for name, *_ in CASES} | {f"{root}.created" for root in CREATED} | BY_CLOCK
    assert caused == {one.name for one in STANDARD}
