"""What the clock brings about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.mocks.schema.events.conftest import Goods

from understudy.mocks.sandbox import Sandbox
from understudy.mocks.schema.settings import Settings
from understudy.mocks.schema.shop import Shop

Record = dict[str, Any]
Since = Callable[[], list[Record]]
HOUR, DAY = 3600, 86400


@pytest.fixture
def later(sandbox: Sandbox[Settings], since: Since) -> Callable[[float], list[tuple[str, str]]]:
    """Moves the clock on; returns what happens then: the types of events, and when they were."""

    def move(seconds: float) -> list[tuple[str, str]]:
        sandbox.settle()
        since()
        sandbox.clock.forward(seconds)
        sandbox.settle()
        return [(event["type"], event["date_created"]) for event in since()]

    return move


Later = Callable[[float], list[tuple[str, str]]]


def test_a_cart_without_activity_is_abandoned_after_three_hours(shop: Shop, goods: Goods, later: Later) -> None:
    cart = f"/carts/{goods['cart']}"
    assert later(2 * HOUR) == []
    shop.put(cart, {"comments": "still here"})
    assert later(3 * HOUR - 1) == []
    assert later(1) == [("cart.abandoned", "2026-01-01T05:00:00.000Z")]
    assert (shop.get(cart, {})["status"], later(DAY)) == ("abandoned", [])


def test_each_cart_has_its_own_moment(shop: Shop, goods: Goods, later: Later) -> None:
    goods.filled("{cart}")
    later(HOUR)
    shop.post("/carts", {"comments": "another"})
    assert later(DAY) == [
        ("cart.abandoned", "2026-01-01T03:00:00.000Z"),
        ("cart.abandoned", "2026-01-01T04:00:00.000Z"),
    ]


@pytest.mark.parametrize("end", ["ordered", "deleted", "active again"])
def test_a_cart_that_is_gone_is_not_abandoned(shop: Shop, goods: Goods, later: Later, end: str) -> None:
    goods.filled("{cart} {account}")
    if end == "ordered":
        goods.ask("post", "/orders", {"cart_id": "{cart}", "account_id": "{account}"})
    elif end == "deleted":
        goods.ask("delete", "/carts/{cart}")
    else:
        later(4 * HOUR)
        goods.ask("put", "/carts/{cart}", {"active": True})
        assert later(3 * HOUR) == [("cart.abandoned", "2026-01-01T07:00:00.000Z")]
    assert later(DAY) == []


def test_a_cart_that_its_model_no_longer_takes_stands_in_nobodys_way(
    shop: Shop, goods: Goods, later: Later
) -> None:
    goods.filled("{cart}")
    shop.put("/:models/carts", {"fields": {"wish": {"type": "string", "required": True}}})
    shop.post("/carts", {"wish": "a mug"})
    assert later(4 * HOUR) == [("cart.abandoned", "2026-01-01T03:00:00.000Z")]


def subscribe(goods: Goods, days: int) -> str:
    given = {"account_id": "{account}", "product_id": "{magazine}", "trial_days": days}
    return str(goods.ask("post", "/subscriptions", given)["id"])


def test_a_trial_is_told_to_end_three_days_before(shop: Shop, goods: Goods, later: Later) -> None:
    made = subscribe(goods, 10)
    assert later(7 * DAY - 1) == []
    assert later(1) == [("subscription.trial_will_end", "2026-01-08T00:00:00.000Z")]
    assert shop.get("/events/:last", {})["data"]["date_trial_end"] == "2026-01-11T00:00:00.000Z"
    assert later(3 * DAY) == [("subscription.updated", "2026-01-11T00:00:00.000Z")]
    assert shop.get(f"/subscriptions/{made}", {})["status"] == "pastdue"


def test_a_short_trial_is_told_to_end_at_once(goods: Goods, since: Since, later: Later) -> None:
    subscribe(goods, 2)
    assert "subscription.trial_will_end" in [event["type"] for event in since()]
    assert [name for name, _ in later(DAY)] == []


def test_what_is_canceled_is_not_told_of(shop: Shop, goods: Goods, later: Later) -> None:
    made = subscribe(goods, 10)
    shop.put(f"/subscriptions/{made}", {"canceled": True})
    assert "subscription.trial_will_end" not in [name for name, _ in later(20 * DAY)]


def test_a_snapshot_has_what_is_planned(sandbox: Sandbox[Settings], goods: Goods, later: Later) -> None:
    goods.filled("{cart}")
    before = sandbox.snapshot()
    assert len(later(3 * HOUR)) == 1
    sandbox.restore(before)
    assert len(later(3 * HOUR)) == 1
    assert sandbox.store.count("events", {"type": "cart.abandoned"}) == 1
