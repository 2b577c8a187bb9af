"""What an event tells, how many there are of one change, and whose models have which."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.mocks.schema.events.conftest import Goods

from understudy.mocks.errors import Invalid
from understudy.mocks.schema.shop import Shop

Record = dict[str, Any]
Since = Callable[[], list[Record]]


def told(events: list[Record]) -> dict[str, Record]:
    """Type -> data."""
    assert len({event["type"] for event in events}) == len(events)
    return {event["type"]: event["data"] for event in events}


def test_what_an_event_is(shop: Shop, since: Since) -> None:
    made = shop.post("/products", {"name": "Mug"})
    [event] = since()
    assert event == {
        "id": event["id"],
        "date_created": shop.sandbox.clock.now(),
        "date_updated": shop.sandbox.clock.now(),
        "model": "products",
        "type": "product.created",
        "data": {"id": made["id"]},
    }
    assert shop.get(f"/events/{event['id']}", {}) == event
    assert shop.get("/events", {"type": "product.created"})["count"] == 1


def test_an_update_tells_what_is_not_as_it_was(shop: Shop, goods: Goods, since: Since) -> None:
    account = goods["account"]
    since()
    shop.put(f"/accounts/{account}", {"last_name": "Lee", "password": "secret", "note": None})
    assert told(since()) == {"account.updated": {"id": account, "last_name": "Lee", "name": "Ada Lee"}}
    shop.put(f"/accounts/{account}", {"last_name": "Lee"})
    assert not since()


def test_one_request_is_one_change(shop: Shop, goods: Goods, since: Since) -> None:
    """However often the order is written while its payment is kept."""
    order = goods["order"]
    goods.filled("{invoice}")
    since()
    shop.post("/payments", {"order_id": order, "amount": 16, "method": "check"})
    found = told(since())
    assert found["order.updated"].keys() >= {"id", "paid", "payment_total", "payment_balance", "status"}
    assert found["order.updated"]["paid"] is True
    assert found["order.paid"]["payment_total"] == found["order.updated"]["payment_total"] == 16


def test_what_is_made_and_changed_at_once_is_new(goods: Goods, since: Since) -> None:
    goods.filled("{account} {product}")
    since()
    goods.filled("{order}")
    assert [event["type"] for event in since()] == ["order.created", "order.submitted", "account.updated"]


def test_what_is_refused_has_not_happened(shop: Shop, goods: Goods, since: Since) -> None:
    goods.filled("{account} {product}")
    since()
    with pytest.raises(Invalid):
        shop.post("/orders", {"account": {"email": "new@example.com"}, "items": [{"quantity": "many"}]})
    assert not since()
    shop.post("/contacts", {"email": "c@example.com"})
    assert [event["type"] for event in since()] == ["contact.created"]


def test_what_is_arranged_has_happened(shop: Shop, since: Since) -> None:
    arranging = shop.sandbox.arranging
    assert arranging is not None
    made = arranging.create("products", {"name": "Mug"})
    arranging.delete("products", made["id"])
    assert [event["type"] for event in since()] == ["product.created", "product.deleted"]


def test_each_code_that_is_generated_is_new(shop: Shop, goods: Goods, since: Since) -> None:
    goods.ask("post", "/coupons/{coupon}/generations", {"count": 10})
    since()
    shop.sandbox.settle()
    types = [event["type"] for event in since()]
    assert (types.count("coupon.code.created"), types.count("coupon.generation.completed")) == (10, 1)


OWN = {
    "name": "rentals",
    "fields": {"days": {"type": "int"}, "parts": {"type": "collection", "fields": {"name": {"type": "string"}}}},
}


@pytest.mark.parametrize(
    ("events", "types"),
    [
        pytest.param(None, [], id="none"),
        pytest.param({"enabled": False}, [], id="switched off"),
        pytest.param(
            {"enabled": True},
            ["rental.created", "rental.part.created", "rental.updated", "rental.part.deleted", "rental.deleted"],
            id="all",
        ),
        pytest.param({"root": "loan", "types": [{"id": "created"}]}, ["loan.created"], id="some, with a root"),
        pytest.param(
            {"types": [{"id": "rental.updated", "conditions": {"days": {"$gt": 2}}}]},
            ["rental.updated"],
            id="under conditions",
        ),
        pytest.param(
            {"types": [{"id": "long", "conditions": {"days": {"$gt": 2}}}]}, ["rental.long"], id="of one's own"
        ),
        pytest.param({"types": [{"id": "never", "conditions": {"days": 7}}]}, [], id="never met"),
    ],
)  # fmt: skip
def test_models_of_ones_own(shop: Shop, since: Since, events: Any, types: list[str]) -> None:
    shop.post("/:models", {**OWN, "events": events})
    made = shop.post("/rentals", {"days": 1})
    shop.post(f"/rentals/{made['id']}/parts", {"name": "Key"})
    shop.put(f"/rentals/{made['id']}", {"days": 3})
    shop.delete(f"/rentals/{made['id']}")
    assert [event["type"] for event in since()] == types


@pytest.mark.parametrize(
    ("events", "types"),
    [
        pytest.param({"enabled": False}, [], id="switched off"),
        pytest.param({"root": "ware"}, ["ware.created", "ware.updated"], id="called otherwise"),
        pytest.param(
            {"types": [{"id": "cheap", "conditions": {"price": 7}}]},
            ["product.created", "product.updated", "product.cheap"],
            id="one more",
        ),
    ],
)
def test_standard_models_can_be_told_otherwise(shop: Shop, since: Since, events: Any, types: list[str]) -> None:
    shop.put("/:models/products", {"events": events})
    made = shop.post("/products", {"name": "Mug"})
    shop.put(f"/products/{made['id']}", {"price": 7})
    assert [event["type"] for event in since()] == types


@pytest.mark.parametrize(
    "events",
    [
        pytest.param({"types": [{"conditions": {}}]}, id="no id"),
        pytest.param({"types": [{"id": "a", "conditions": {"days": {"$near": 1}}}]}, id="unknown operator"),
        pytest.param({"types": [{"id": "a", "conditions": {"days": {"$in": 1}}}]}, id="no list"),
        pytest.param({"kinds": []}, id="unknown property"),
        pytest.param({"root": 5}, id="no text"),
        pytest.param([1], id="no object"),
    ],
)
def test_events_that_are_none(shop: Shop, events: Any) -> None:
    with pytest.raises(Invalid) as refused:
        shop.post("/:models", {**OWN, "events": events})
    assert isinstance(refused.value.errors, dict)
    assert {error["code"] for error in refused.value.errors.values()} <= {"MODEL", "TYPE"}
