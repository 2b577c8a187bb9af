"""Coupons and promotions on carts, orders and subscriptions."""

from __future__ import annotations

from typing import Any

import pytest
from tests.mocks.schema.commerce.shown import Record, faults, shows

from understudy.mocks.errors import Invalid
from understudy.mocks.schema.shop import Shop

BEFORE, AFTER = "2025-12-31T23:59:59.999Z", "2026-01-01T00:00:00.001Z"
NOW = "2026-01-01T00:00:00.000Z"
TENTH = {"value_type": "percent", "value_percent": 10}
FREE_SHIPPING = {"type": "shipment", "value_type": "percent", "value_percent": 100}


def coupon(shop: Shop, *rules: Record, code: str = "SPRING", **more: Any) -> Record:
    given = {"name": code, "active": True, "codes": [{"code": code}], "discounts": list(rules) or [TENTH], **more}
    made: Record = shop.post("/coupons", given)
    return made


def promotion(shop: Shop, *rules: Record, **more: Any) -> Record:
    given = {"name": "Happy hour", "active": True, "discounts": list(rules) or [TENTH], **more}
    made: Record = shop.post("/promotions", given)
    return made


@pytest.fixture
def basket(ada: Record, mug: Record, teapot: Record) -> Record:
    """Three mugs and a teapot: 49.50, sent by ground for 6.00."""
    return {
        "account_id": ada["id"],
        "items": [{"product_id": mug["id"], "quantity": 3}, {"product_id": teapot["id"]}],
        "shipping": {"service": "ground", "price": 6},
    }


def totals(record: Record) -> list[Any]:
    """What each item, and then all, is less; what shipping is less; what there is to pay."""
    items = [item.get("discount_total") for item in record["items"]]
    return [*items, *shows(record, "discount_total shipment_discount grand_total")]


# What is taken off


@pytest.mark.parametrize("endpoint", ["carts", "orders"])
def test_a_coupon(shop: Shop, basket: Record, endpoint: str) -> None:
    spring = coupon(shop)
    made = shop.post(f"/{endpoint}", {**basket, "coupon_code": "spring"})
    assert totals(made) == [2.4, 2.55, 4.95, None, 50.55]
    assert shows(made, "coupon_id coupon_code promotion_ids") == [spring["id"], "SPRING", None]
    (discount,) = made["discounts"]
    assert shows(discount, "type amount rule") == ["coupon", 4.95, {**TENTH, "type": "total"}]
    assert [item["discounts"] for item in made["items"]] == [
        [{"id": discount["id"], "amount": 2.4}],
        [{"id": discount["id"], "amount": 2.55}],
    ]


@pytest.mark.parametrize("endpoint", ["carts", "orders"])
def test_promotions(shop: Shop, basket: Record, endpoint: str) -> None:
    hour = promotion(shop)
    sending = promotion(shop, FREE_SHIPPING)
    promotion(shop, {**TENTH, "total_min": 100})
    made = shop.post(f"/{endpoint}", basket)
    assert totals(made) == [2.4, 2.55, 4.95, 6, 44.55]
    assert made["promotion_ids"] == [hour["id"], sending["id"]]
    assert [one["type"] for one in made["discounts"]] == ["sale", "sale"]
    assert shop.get(f"/{endpoint}/{made['id']}/promotions", {})["count"] == 2


def test_promotions_and_a_coupon(shop: Shop, basket: Record) -> None:
    promotion(shop)
    coupon(shop, {"type": "total", "value_fixed": 5})
    made = shop.post("/orders", {**basket, "coupon_code": "SPRING"})
    assert [one["amount"] for one in made["discounts"]] == [4.95, 5]
    assert totals(made)[2:] == [9.95, None, 45.55]


def test_one_of_a_group(shop: Shop, basket: Record) -> None:
    promotion(shop, discount_group="a")
    coupon(shop, {"type": "total", "value_fixed": 5}, discount_group="a")
    made = shop.post("/orders", {**basket, "coupon_code": "SPRING"})
    assert totals(made)[2:] == [5, None, 50.5]
    assert not made.get("promotion_ids")


def test_a_category_with_those_below_it(shop: Shop, basket: Record, mug: Record, teapot: Record) -> None:
    kitchen = shop.post("/categories", {"name": "Kitchen"})
    pots = shop.post("/categories", {"name": "Pots", "parent_id": kitchen["id"]})
    shop.post(f"/categories/{pots['id']}/products", {"product_id": mug["id"]})
    shop.put(f"/products/{teapot['id']}", {"category_id": kitchen["id"]})
    excluded = [{"type": "product", "product_id": teapot["id"]}]
    promotion(shop, {**TENTH, "type": "category", "category_id": kitchen["id"]})
    promotion(shop, {**TENTH, "type": "category", "category_id": kitchen["id"]}, exclusions=excluded)
    promotion(shop, {**TENTH, "type": "category", "category_id": pots["id"]})
    assert totals(shop.post("/orders", basket))[:3] == [7.2, 2.55, 9.75]


def test_what_a_coupon_adds(shop: Shop, basket: Record, book: Record) -> None:
    coupon(
        shop,
        {
            "type": "product",
            "product_id": book["id"],
            "quantity_add": 1,
            "value_type": "percent",
            "value_percent": 100,
        },
    )
    made = shop.post("/carts", {**basket, "coupon_code": "SPRING"})
    assert shows(made["items"][2], "product_id quantity price discount_total") == [book["id"], 1, 9.99, 9.99]
    assert made["grand_total"] == 55.5
    again = shop.put(f"/carts/{made['id']}", {"notes": "Please hurry"})
    assert len(again["items"]) == 3


def test_discounts_of_others_are_left(shop: Shop, basket: Record) -> None:
    basket["items"][0]["discounts"] = [{"id": "friend", "amount": 1}]
    basket["discounts"] = [{"id": "friend", "type": "coupon", "amount": 1}]
    coupon(shop)
    made = shop.post("/carts", {**basket, "coupon_code": "SPRING"})
    assert totals(made)[:3] == [3.4, 2.55, 5.95]
    made = shop.put(f"/carts/{made['id']}", {"coupon_code": None})
    assert totals(made)[:3] == [1, 0, 1]
    assert [one["id"] for one in made["discounts"]] == ["friend"]


# When it is worked out anew


def test_a_cart_follows(shop: Shop, basket: Record) -> None:
    promotion(shop, {**TENTH, "total_min": 50})
    cart = shop.post("/carts", basket)
    assert totals(cart)[2:] == [0, None, 55.5]
    path, items = f"/carts/{cart['id']}", cart["items"]
    cart = shop.put(path, {"items": [{"id": items[0]["id"], "quantity": 4}, {"id": items[1]["id"]}]})
    assert totals(cart)[2:] == [5.75, None, 57.75]
    cart = shop.put(path, {"items": [{"id": items[0]["id"], "quantity": 3}, {"id": items[1]["id"]}]})
    assert totals(cart)[2:] == [0, None, 55.5]
    assert cart["promotion_ids"] == []


def test_shipping_that_is_free_no_more(shop: Shop, basket: Record) -> None:
    coupon(shop, {**FREE_SHIPPING, "shipment_service": "ground"})
    cart = shop.post("/carts", {**basket, "coupon_code": "SPRING"})
    assert totals(cart)[2:] == [0, 6, 49.5]
    cart = shop.put(f"/carts/{cart['id']}", {"shipping": {"service": "air", "price": 20}})
    assert totals(cart)[2:] == [0, 0, 69.5]


def test_an_order_keeps_what_it_was_promised(shop: Shop, basket: Record) -> None:
    hour, spring = promotion(shop), coupon(shop)
    order = shop.post("/orders", {**basket, "coupon_code": "SPRING"})
    shop.put(f"/promotions/{hour['id']}", {"active": False})
    shop.put(f"/coupons/{spring['id']}", {"active": False})
    promotion(shop, name="Too late")
    path = f"/orders/{order['id']}"
    assert totals(shop.put(path, {"notes": "Thanks"})) == totals(order)
    items = [{"id": order["items"][0]["id"], "quantity": 4}, {"id": order["items"][1]["id"]}]
    assert totals(shop.put(path, {"items": items}))[2:] == [11.5, None, 52]


def test_a_draft_follows_like_a_cart(shop: Shop, basket: Record) -> None:
    order = shop.post("/orders", {**basket, "draft": True})
    hour = promotion(shop)
    order = shop.put(f"/orders/{order['id']}", {"notes": "Later"})
    assert order["promotion_ids"] == [hour["id"]]
    assert shop.get(f"/promotions/{hour['id']}", {}).get("use_count") is None
    shop.put(f"/orders/{order['id']}", {"draft": False})
    assert shop.get(f"/promotions/{hour['id']}", {})["use_count"] == 1


def test_an_order_of_a_cart(shop: Shop, basket: Record) -> None:
    promotion(shop)
    coupon(shop, {"type": "total", "value_fixed": 5})
    cart = shop.post("/carts", {**basket, "coupon_code": "SPRING"})
    order = shop.post("/orders", {"cart_id": cart["id"], "account_id": basket["account_id"]})
    assert totals(order) == totals(cart) == [4.82, 5.13, 9.95, None, 45.55]
    assert len(order["discounts"]) == 2


# Who may use it, and when


@pytest.mark.parametrize(
    ("more", "told"),
    [
        pytest.param({"active": False}, "The coupon is not active", id="not active"),
        pytest.param({"date_valid": AFTER}, f"The coupon is not valid before {AFTER}", id="not yet"),
        pytest.param({"date_valid": NOW}, None, id="from now"),
        pytest.param({"date_expired": NOW}, f"The coupon was valid until {NOW}", id="until now"),
        pytest.param({"date_valid": BEFORE, "date_expired": AFTER}, None, id="between"),
        pytest.param({"currency": "EUR"}, "The coupon is for EUR only", id="another currency"),
        pytest.param({"currency": "USD"}, None, id="its currency"),
        pytest.param({"limit_account_groups": ["a", "b"]}, "The coupon is for accounts in a or b", id="group"),
        pytest.param({"limit_account_groups": ["trade"]}, None, id="its group"),
        pytest.param({"limit_account_segments": ["x"]}, "The coupon is for accounts in x", id="segment"),
        pytest.param({"limit_account_segments": ["x", "new"]}, None, id="its segment"),
        pytest.param({"limit_uses": 0, "limit_account_uses": 0, "limit_code_uses": 0}, None, id="no limits"),
    ],
)
def test_who_may_use_a_coupon(shop: Shop, basket: Record, more: Record, told: str | None) -> None:
    shop.put(f"/accounts/{basket['account_id']}", {"group": "trade", "segments": ["old", "new"]})
    coupon(shop, **more)
    given = {**basket, "coupon_code": "SPRING", "currency": "USD"}
    if told is None:
        assert shop.post("/carts", given)["discount_total"] == 4.95
        return
    with pytest.raises(Invalid) as refused:
        shop.post("/carts", given)
    assert refused.value.errors == {"coupon_code": {"message": told, "code": "COUPON"}}


@pytest.mark.parametrize(
    ("more", "holds"),
    [
        ({"active": False}, False),
        ({"date_start": AFTER}, False),
        ({"date_start": NOW}, True),
        ({"date_end": NOW}, False),
        ({"date_end": AFTER}, True),
        ({"currency": "EUR"}, False),
        ({"limit_account_groups": ["other"]}, False),
        ({"limit_account_segments": ["new"]}, True),
    ],
    ids=str,
)
def test_for_whom_a_promotion_holds(shop: Shop, basket: Record, more: Record, holds: bool) -> None:
    shop.put(f"/accounts/{basket['account_id']}", {"segments": ["new"]})
    promotion(shop, **more)
    assert shop.post("/carts", {**basket, "currency": "USD"})["discount_total"] == (4.95 if holds else 0)


def test_offers_for_some_are_not_for_nobody(shop: Shop, basket: Record) -> None:
    promotion(shop, limit_account_groups=["trade"])
    promotion(shop, limit_account_uses=1)
    del basket["account_id"]
    assert shop.post("/carts", basket)["discount_total"] == 4.95


def test_there_is_no_such_coupon(shop: Shop, basket: Record) -> None:
    assert faults(shop, "/carts", {**basket, "coupon_code": "WINTER"}) == {"coupon_code": "COUPON"}
    assert faults(shop, "/carts", {**basket, "coupon_id": "5" * 24}) == {"coupon_id": "COUPON"}


def test_a_coupon_by_its_id(shop: Shop, basket: Record) -> None:
    spring = coupon(shop)
    cart = shop.post("/carts", {**basket, "coupon_id": spring["id"]})
    assert shows(cart, "coupon_code discount_total") == ["SPRING", 4.95]
    cart = shop.put(f"/carts/{cart['id']}", {"coupon_id": None})
    assert shows(cart, "coupon_code coupon_id discount_total") == [None, None, 0]


def test_a_coupon_that_expires_in_a_cart(shop: Shop, basket: Record) -> None:
    spring = coupon(shop)
    cart = shop.post("/carts", {**basket, "coupon_code": "SPRING"})
    shop.put(f"/coupons/{spring['id']}", {"active": False})
    assert shop.put(f"/carts/{cart['id']}", {"notes": "Hm"})["discount_total"] == 0
    given = {"cart_id": cart["id"], "account_id": basket["account_id"]}
    assert faults(shop, "/orders", given) == {"coupon_code": "COUPON"}


# How often


def test_uses_are_counted(shop: Shop, basket: Record) -> None:
    spring, hour = coupon(shop), promotion(shop)
    path = f"/coupons/{spring['id']}"
    shop.post("/carts", {**basket, "coupon_code": "SPRING"})
    orders = [shop.post("/orders", {**basket, "coupon_code": "SPRING"}) for _ in range(2)]
    assert shop.get(path, {})["use_count"] == 2
    assert shop.get(f"{path}/codes/:first", {})["use_count"] == 2
    assert shop.get(f"/promotions/{hour['id']}", {})["use_count"] == 2
    use = shop.get(f"{path}/uses/:first", {})
    assert shows(use, "code account_id order_id") == ["SPRING", basket["account_id"], orders[0]["id"]]
    shop.put(f"/orders/{orders[0]['id']}", {"coupon_code": None})
    assert shop.get(path, {})["use_count"] == 1
    shop.delete(f"/orders/{orders[1]['id']}")
    assert shop.get(path, {})["use_count"] == 0
    assert shop.get(f"/promotions/{hour['id']}", {})["use_count"] == 1


@pytest.mark.parametrize(
    ("limit", "told"),
    [
        ("limit_uses", "The coupon can be used once"),
        ("limit_account_uses", "The coupon can be used once by each account"),
        ("limit_code_uses", "The coupon can be used once with each code"),
    ],
)
def test_limits(shop: Shop, basket: Record, limit: str, told: str) -> None:
    spring = coupon(shop, **{limit: 1})
    order = shop.post("/orders", {**basket, "coupon_code": "SPRING"})
    with pytest.raises(Invalid) as refused:
        shop.post("/orders", {**basket, "coupon_code": "SPRING"})
    assert refused.value.errors == {"coupon_code": {"message": told, "code": "COUPON"}}
    items = [{"id": order["items"][0]["id"], "quantity": 4}, {"id": order["items"][1]["id"]}]
    assert shop.put(f"/orders/{order['id']}", {"items": items})["discount_total"] == 5.75
    shop.delete(f"/orders/{order['id']}")
    assert shop.post("/orders", {**basket, "coupon_id": spring["id"]})["discount_total"] == 4.95


@pytest.mark.parametrize("limit", ["limit_uses", "limit_account_uses"])
def test_limits_of_promotions(shop: Shop, basket: Record, limit: str) -> None:
    promotion(shop, **{limit: 2})
    assert [shop.post("/orders", basket)["discount_total"] for _ in range(3)] == [4.95, 4.95, 0]


def test_each_account_has_its_own_uses(shop: Shop, basket: Record) -> None:
    coupon(shop, limit_account_uses=1)
    jo = shop.post("/accounts", {"email": "jo@example.com"})
    for account in (basket["account_id"], jo["id"]):
        made = shop.post("/orders", {**basket, "account_id": account, "coupon_code": "SPRING"})
        assert made["discount_total"] == 4.95


# Subscriptions


def test_a_subscription(shop: Shop, ada: Record, mug: Record) -> None:
    spring = coupon(shop, {"type": "product", "product_id": mug["id"], "value_fixed": 1})
    shop.put(f"/products/{mug['id']}", {"delivery": "subscription"})
    given = {"account_id": ada["id"], "product_id": mug["id"], "quantity": 2, "interval": "monthly"}
    made = shop.post("/subscriptions", {**given, "coupon_code": "SPRING"})
    assert shows(made, "price_total product_discount_total discount_total grand_total") == [16, 2, 2, 14]
    assert shop.get(f"/coupons/{spring['id']}/uses/:first/subscription_id", {}) == made["id"]
    shop.delete(f"/subscriptions/{made['id']}")
    assert shop.get(f"/coupons/{spring['id']}", {})["use_count"] == 0
