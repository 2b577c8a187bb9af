"""Notifications: what they are made of, and when they are made without being asked for."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

import pytest
from tests.mocks.schema.events.conftest import Goods

from understudy.mocks.schema.shop import Shop

Record = dict[str, Any]


def file(text: str) -> Record:
    return {"data": b64encode(text.encode()).decode()}


def template(shop: Shop, **said: Any) -> Record:
    given = {"api": "com", "model": "orders", "name": "receipt", "contact": "account.email", **said}
    made: Record = shop.post("/:notifications", given)
    return made


def latest(shop: Shop) -> Record:
    found: Record = shop.get("/notifications/:last", {})
    return found


def ask(goods: Goods, **given: Any) -> Record:
    made: Record = goods.ask(
        "post", "/notifications", {"template": "orders.receipt", "record_id": "{order}", **given}
    )
    return made


def test_what_is_made_of_a_template(shop: Shop, goods: Goods) -> None:
    content = {
        "html": file("<b>{account.first_name}</b> {a: b}"),
        "text": file("Pays {grand_total}: {if(paid, 'yes', 'no')}"),
    }
    template(shop, subject="Order {number}", content=content)
    shop.put(f"/accounts/{goods['account']}", {"first_name": "<Ada>"})
    made = ask(goods)
    number = goods.ask("get", "/orders/{order}/number", {})
    assert made["contact"] == "ada@example.com"
    assert made["subject"] == f"Order {number}"
    assert made["content"] == {"html": "<b>&lt;Ada&gt;</b> {a: b}", "text": "Pays 16: no"}
    assert (made["date_sent"], "error" in made) == (shop.sandbox.clock.now(), False)


@pytest.mark.parametrize("key", ["orders.receipt", "id"])
def test_how_a_template_is_named(shop: Shop, goods: Goods, key: str) -> None:
    made = template(shop, subject="x")
    assert ask(goods, template=made["id"] if key == "id" else key)["subject"] == "x"


def test_what_is_said_is_not_filled_in(shop: Shop, goods: Goods) -> None:
    template(shop, subject="x")
    assert ask(goods, contact="b@example.com", subject="y")["contact"] == "b@example.com"
    assert latest(shop)["subject"] == "y"


def test_later_mails_say_when(shop: Shop, goods: Goods) -> None:
    template(shop, delay=90)
    assert ask(goods)["date_sent"] == "2026-01-01T01:30:00.000Z"


@pytest.mark.parametrize(
    ("said", "given", "error"),
    [
        ({}, {"template": "orders.nothing"}, "There is no such template"),
        ({}, {"template": "receipt"}, "There is no such template"),
        ({}, {"record_id": "5" * 24}, "There is no such record of orders"),
        ({"model": "nothing"}, {"template": "nothing.receipt"}, "There is no such record of nothing"),
        ({"enabled": False}, {}, "The template is switched off"),
        ({"conditions": {"paid": True}}, {}, "The record does not meet the template's conditions"),
        (
            {"conditions": {"paid": {"$near": 1}}},
            {},
            "The template's conditions: unknown operator '$near': choose",
        ),
    ],
)
def test_why_one_is_not_sent(shop: Shop, goods: Goods, said: Record, given: Record, error: str) -> None:
    template(shop, **said)
    assert ask(goods, **given)["error"].startswith(error)


def test_nothing_private_is_written(shop: Shop, goods: Goods) -> None:
    template(shop, model="accounts", subject="{password}{email}")
    shop.put(f"/accounts/{goods['account']}", {"password": "secret"})
    assert ask(goods, template="accounts.receipt", record_id="{account}")["subject"] == "ada@example.com"


@pytest.mark.parametrize(
    ("said", "found"),
    [
        pytest.param({}, [0, 0, 0, 0], id="when it is asked for"),
        pytest.param({"new": True}, [1, 1, 1, 1], id="of what is new"),
        pytest.param({"conditions": {"note": "b"}}, [0, 1, 1, 1], id="once"),
        pytest.param({"conditions": {"note": {"$ne": None}}, "repeat": True}, [0, 1, 2, 3], id="again and again"),
        pytest.param({"new": True, "conditions": {"note": "b"}}, [0, 0, 0, 0], id="of what is new and so"),
        pytest.param({"new": True, "enabled": False}, [0, 0, 0, 0], id="never"),
        pytest.param({"conditions": {"note": {"$near": 1}}}, [0, 0, 0, 0], id="conditions that are none"),
    ],
)
def test_without_being_asked_for(shop: Shop, said: Record, found: list[int]) -> None:
    template(shop, model="contacts", contact="email", **said)
    made, counts = shop.post("/contacts", {"email": "a@example.com"}), []
    for note in (None, "b", "c", "b"):
        if note:
            shop.put(f"/contacts/{made['id']}", {"note": note})
        counts.append(shop.get("/notifications/:count", {"contact": "a@example.com"}))
    assert counts == found


def test_a_write_can_ask_for_them(shop: Shop, goods: Goods) -> None:
    template(shop, subject="Order {number}")
    order = goods["order"]
    answer = shop.put(f"/orders/{order}", {"$notify": "receipt", "comments": "x"})
    assert "$notify" not in answer
    assert (latest(shop)["record_id"], latest(shop)["template"]) == (order, "orders.receipt")
    shop.put(f"/orders/{order}", {"$notify": ["receipt", "receipt", 5]})
    assert shop.get("/notifications/:count", {}) == 3


def test_the_guides_trigger(shop: Shop) -> None:
    trigger = {
        "events": ["update"],
        "conditions": {"pending": True},
        "actions": [
            {
                "type": "request",
                "method": "post",
                "url": "/notifications?template=things.pending",
                "params": {"contact": "email", "record_id": "id"},
            }
        ],
    }
    shop.post("/:models", {"name": "things", "fields": {"pending": {"type": "bool"}}, "triggers": [trigger]})
    template(shop, model="things", name="pending", contact=None, subject="Thing {name}")
    made = shop.post("/things", {"name": "Box", "email": "a@example.com"})
    shop.put(f"/things/{made['id']}", {"pending": True})
    told = latest(shop)
    assert (told["contact"], told["subject"], told["record_id"]) == ("a@example.com", "Thing Box", made["id"])
