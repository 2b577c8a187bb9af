"""What a test arranges in a shop obeys the shop's models."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from understudy.mocks import composition
from understudy.mocks.control.control import Control
from understudy.mocks.data_files import DEFAULT
from understudy.mocks.errors import Invalid, NotFound
from understudy.mocks.sandboxes import Start

SHOP = ("schema", DEFAULT)


@pytest.fixture
def control() -> Iterator[Control]:
    mocks = composition.sandboxes(composition.Options(("schema",), Start(clock="2026-01-01T00:00:00Z"), records=0))
    yield Control(mocks)
    mocks["schema"].close()


def test_what_follows_from_a_record(control: Control) -> None:
    mug = control.create_record(*SHOP, "products", {"name": "Blue Mug", "price": "12.5", "stock_level": 7})
    assert {"slug": "blue-mug", "price": 12.5, "stock_level": 7}.items() <= mug.items()
    items = [{"product_id": mug["id"], "quantity": 2}]
    ada = control.create_record(*SHOP, "accounts", {"email": "ada@example.com"})
    order = control.create_record(*SHOP, "orders", {"account_id": ada["id"], "items": items})
    assert (order["grand_total"], order["status"]) == (25, "payment_pending")
    control.delete_record(*SHOP, "products", mug["id"])
    with pytest.raises(NotFound):
        control.get_record(*SHOP, "products", mug["id"])


def test_the_server_s_own_fields_can_be_set(control: Control) -> None:
    ada = control.create_record(*SHOP, "accounts", {"email": "ada@example.com"})
    changed = control.change_record(*SHOP, "accounts", ada["id"], {"date_created": "2020-01-01"})
    assert changed["date_created"] == "2020-01-01T00:00:00.000Z"


@pytest.mark.parametrize("collection", ["products", ":models"])
def test_what_is_broken_is_told_of_in_messages(control: Control, collection: str) -> None:
    with pytest.raises(Invalid) as refused:
        control.create_record(*SHOP, collection, {})
    assert refused.value.errors == {"name": ["Required"]}


def test_all_or_none_are_loaded(control: Control) -> None:
    with pytest.raises(Invalid) as refused:
        control.load(*SHOP, {"products": [{"name": "Mug"}, {"price": "much"}]})
    assert refused.value.errors == {
        "products.1.price": ["Must be a number"],
        "products.1.name": ["Required"],
    }
    assert control.list_records(*SHOP, "products", 10, 0)["total"] == 0
    assert control.load(*SHOP, {"products": [{"name": "Mug"}], "contacts": [{"email": "a@example.com"}]}) == 2


def test_records_of_an_own_model(control: Control) -> None:
    control.create_record(*SHOP, ":models", {"name": "ships", "fields": {"crew": {"type": "int"}}})
    ship = control.create_record(*SHOP, "ships", {"crew": "50"})
    assert control.change_record(*SHOP, "ships", ship["id"], {"crew": "51"})["crew"] == 51
