"""Triggers of models, and features that are switched off."""

from __future__ import annotations

from typing import Any

import pytest
from tests.mocks.schema.commerce.shown import faults
from tests.mocks.schema.events.conftest import Goods

from understudy.mocks.errors import Invalid
from understudy.mocks.schema.features import KNOWN
from understudy.mocks.schema.shop import Shop

Record = dict[str, Any]
ACTION = {"type": "request", "method": "post", "url": "/notes", "params": {"about": "id", "at": "size.width"}}
FIELDS = {"pending": {"type": "bool"}, "email": {"type": "string"}}


def things(shop: Shop, *triggers: Any) -> None:
    """Models of things, with triggers, and of notes."""
    shop.post("/:models", {"name": "notes", "fields": {"about": {"type": "string", "required": True}}})
    shop.post("/:models", {"name": "things", "fields": FIELDS, "triggers": list(triggers)})


def notes(shop: Shop) -> list[Any]:
    return [note["about"] for note in shop.get("/notes", {"sort": "id"})["results"]]


@pytest.mark.parametrize(
    ("events", "happens"),
    [
        (["create"], [True, False, False]),
        (["created"], [True, False, False]),
        (["update"], [False, True, False]),
        (["delete"], [False, False, True]),
        (["create", "update", "delete"], [True, True, True]),
        (["something"], [False, False, False]),
    ],
)
def test_when(shop: Shop, events: list[str], happens: list[bool]) -> None:
    things(shop, {"events": events, "actions": [ACTION]})
    found, known = [], 0
    made = shop.post("/things", {"pending": True})
    for ask in (lambda: None, lambda: shop.put(f"/things/{made['id']}", {"pending": False}),
                lambda: shop.delete(f"/things/{made['id']}")):  # fmt: skip
        ask()
        found.append(len(notes(shop)) > known)
        known = len(notes(shop))
    assert found == happens


def test_conditions_and_values_of_the_record(shop: Shop) -> None:
    action = {"url": "/notes/{note}", "method": "put", "data": {"seen": True}, "params": {"width": "size.width"}}
    things(shop, {"events": ["update"], "conditions": {"pending": True}, "actions": [action]})
    note = shop.post("/notes", {"about": "x"})
    made = shop.post("/things", {"note": note["id"], "size": {"width": 5}})
    shop.put(f"/things/{made['id']}", {"color": "red"})
    assert "seen" not in shop.get(f"/notes/{note['id']}", {})
    shop.put(f"/things/{made['id']}", {"pending": True})
    assert shop.get(f"/notes/{note['id']}/width", {}) == 5


def test_what_is_included_can_be_asked_about(shop: Shop) -> None:
    include = {"owner": {"url": "/accounts/{account_id}"}}
    action = {"url": "/notes", "params": {"about": "owner.email"}}
    things(shop, {"events": ["create"], "include": include, "actions": [action]})
    account = shop.post("/accounts", {"email": "ada@example.com"})
    shop.post("/things", {"account_id": account["id"]})
    assert notes(shop) == ["ada@example.com"]


def test_types_of_events_are_events(shop: Shop, goods: Goods) -> None:
    things(shop)
    shop.put("/:models/orders", {"triggers": [{"events": ["paid", "order.canceled"], "actions": [ACTION]}]})
    order = goods["order"]
    assert notes(shop) == []
    shop.post("/payments", {"order_id": order, "amount": 16, "method": "check"})
    assert notes(shop) == [order]
    shop.put(f"/orders/{order}", {"canceled": True})
    assert notes(shop) == [order, order]


@pytest.mark.parametrize(
    ("action", "told"),
    [
        pytest.param({"url": "/notes"}, {"triggers.actions.0.about": "REQUIRED"}, id="refused"),
        pytest.param({"url": "/nowhere"}, {"triggers.actions.0.url": "LINK"}, id="nowhere"),
        pytest.param(
            {"url": "/things", "params": {"pending": "pending"}}, {"triggers": "LIMIT"}, id="in a circle"
        ),
    ],
)
def test_what_fails_takes_the_change_along(shop: Shop, action: Record, told: dict[str, str]) -> None:
    things(shop, {"events": ["create"], "actions": [action]})
    assert faults(shop, "/things", {"pending": True}) == told
    assert shop.get("/things/:count", {}) == 0
    assert shop.get("/events/:count", {}) == 0


@pytest.mark.parametrize(
    "trigger",
    [
        pytest.param({"events": ["update"]}, id="no actions"),
        pytest.param({"actions": [ACTION]}, id="no events"),
        pytest.param({"events": "update", "actions": [ACTION]}, id="events are a list"),
        pytest.param({"events": ["update"], "actions": [{"type": "mail", "url": "/a"}]}, id="another type"),
        pytest.param({"events": ["update"], "actions": [{"type": "request"}]}, id="no url"),
        pytest.param({"events": ["update"], "actions": [{"url": "/a", "method": "brew"}]}, id="another method"),
        pytest.param(
            {"events": ["update"], "actions": [ACTION], "conditions": {"a": {"$near": 1}}}, id="operator"
        ),
        pytest.param({"events": ["update"], "actions": [ACTION], "wish": 1}, id="unknown"),
        pytest.param("update", id="no object"),
    ],
)
def test_what_is_no_trigger(shop: Shop, trigger: Any) -> None:
    with pytest.raises(Invalid) as refused:
        things(shop, trigger)
    assert isinstance(refused.value.errors, dict)
    assert {error["code"] for error in refused.value.errors.values()} <= {"MODEL", "TYPE"}


# Features


def off(shop: Shop, model: str, method: str, group: str = "methods") -> None:
    shop.put(f"/:models/{model}", {"features": {"own": {group: {method: False}}}})


def test_nobody_logs_in_where_that_is_switched_off(shop: Shop) -> None:
    shop.post("/accounts", {"email": "ada@example.com", "password": "secret"})
    given = {"email": "ada@example.com", "password": "secret"}
    assert shop.login(given)["email"] == "ada@example.com"
    off(shop, "accounts", "login")
    with pytest.raises(Invalid, match="FEATURE"):
        shop.login(given)
    shop.put("/:models/accounts", {"features": {"own": {"methods": {"login": True}}}})
    assert shop.login(given)["email"] == "ada@example.com"


def stored(goods: Goods, kind: str) -> bool:
    place = {"name": "Ada", "address1": "1 Main St", "country": "US"}
    given = {"email": "a@example.com", "shipping": place, "billing": {"card": {"token": "t"}}}
    goods.ask("post", "/accounts", given)
    return bool(goods.shop.get(f"/accounts:{kind}/:count", {}))


def status(goods: Goods) -> bool:
    goods.filled("{cart}")
    goods.shop.sandbox.clock.forward(4 * 3600)
    goods.shop.sandbox.settle()
    return bool(goods.ask("get", "/carts/{cart}/status", {}) == "abandoned")


def generated(goods: Goods) -> bool:
    goods.ask("post", "/coupons/{coupon}/generations", {"count": 10})
    goods.shop.sandbox.settle()
    return bool(goods.shop.get("/coupons:codes/:count", {}))


def sent(goods: Goods) -> bool:
    goods.shop.post("/:notifications", {"api": "com", "model": "contacts", "name": "welcome", "new": True})
    goods.filled("{contact}")
    return bool(goods.shop.get("/notifications/:count", {}))


def converted(goods: Goods) -> bool:
    order = goods.ask("post", "/orders", {"cart_id": "{cart}", "account_id": "{account}"})
    return bool(order.get("items"))


def canceled(goods: Goods) -> bool:
    order = goods.ask("put", "/orders/{order}", {"canceled": True})
    return bool(order["item_quantity_canceled"])


def delivered(goods: Goods) -> bool:
    goods.filled("{shipment}")
    return bool(goods.ask("get", "/orders/{order}", {})["item_quantity_delivered"])


WORKS = {
    ("accounts", "store_address"): lambda goods: stored(goods, "addresses"),
    ("accounts", "store_card"): lambda goods: stored(goods, "cards"),
    ("carts", "update_status"): status,
    ("coupons", "generate_codes"): generated,
    ("notifications", "send"): sent,
    ("orders", "convert_cart"): converted,
    ("orders", "cancel_items"): canceled,
    ("shipments", "update_order_delivered"): delivered,
}


@pytest.mark.parametrize("is_off", [False, True], ids=["on", "off"])
@pytest.mark.parametrize("feature", WORKS, ids=".".join)
def test_features(shop: Shop, goods: Goods, feature: tuple[str, str], is_off: bool) -> None:
    if is_off:
        off(shop, *feature, group="tasks" if feature[0] in ("carts", "coupons") else "methods")
    assert WORKS[feature](goods) is not is_off


def test_every_feature_is_tested() -> None:
    assert {*WORKS, ("accounts", "login")} == {(model, name) for model, names in KNOWN.items() for name in names}
