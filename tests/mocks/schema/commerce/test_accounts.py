"""Names, addresses, cards and balances of accounts."""

from __future__ import annotations

from typing import Any

import pytest
from tests.mocks.schema.commerce.shown import Record, faults, shows

from understudy.mocks.schema.shop import Shop

HOME = {"name": "Jane Smith", "address1": "1 Main St", "city": "Springfield", "country": "US"}
WORK = {"name": "Jane Smith", "address1": "9 Mill Rd", "city": "Shelbyville", "country": "US"}
CARD = {"token": "card_1", "last4": "4242", "brand": "Visa", "exp_month": 1, "exp_year": 2030}


@pytest.fixture
def jane(shop: Shop) -> Record:
    made: Record = shop.post("/accounts", {"email": "jane@example.com"})
    return made


def account(shop: Shop, jane: Record) -> Any:
    return shop.get(f"/accounts/{jane['id']}", {})


def kept(shop: Shop, jane: Record, name: str) -> list[Any]:
    found: list[Any] = shop.get(f"/accounts/{jane['id']}/{name}", {"sort": "id"})["results"]
    return found


# Names


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param({"name": "Jane Smith"}, ["Jane Smith", "Jane", "Smith"], id="whole"),
        pytest.param({"first_name": "Jane", "last_name": "Smith"}, ["Jane Smith", "Jane", "Smith"], id="parts"),
        pytest.param({"name": "Jane"}, ["Jane", "Jane", None], id="one word"),
        pytest.param({"name": "Bolt & Co", "type": "business"}, ["Bolt & Co", None, None], id="business"),
        pytest.param({}, ["", None, None], id="none"),
    ],
)
def test_names(shop: Shop, given: Record, expected: list[str | None]) -> None:
    made = shop.post("/accounts", {"email": "jane@example.com", **given})
    assert shows(made, "name first_name last_name") == expected


def test_a_new_name(shop: Shop, jane: Record) -> None:
    path = f"/accounts/{jane['id']}"
    assert shop.put(path, {"name": "Jane Smith"})["last_name"] == "Smith"
    assert shop.put(path, {"last_name": "Lee"})["name"] == "Jane Lee"
    assert shop.put(f"{path}/name", "Jo Dam") == "Jo Dam"
    assert shop.get(f"{path}/first_name", {}) == "Jo"


def test_a_business_needs_a_name(shop: Shop) -> None:
    assert faults(shop, "/accounts", {"email": "a@example.com", "type": "business"}) == {"name": "RULE"}


# Addresses


def test_the_first_address_is_used(shop: Shop, jane: Record) -> None:
    home = shop.post(f"/accounts/{jane['id']}/addresses", HOME)
    shop.post(f"/accounts/{jane['id']}/addresses", WORK)
    assert shows(home, "first_name last_name active") == ["Jane", "Smith", True]
    assert shows(account(shop, jane)["shipping"], "account_address_id address1") == [home["id"], "1 Main St"]


def test_an_address_that_is_chosen(shop: Shop, jane: Record) -> None:
    shop.post(f"/accounts/{jane['id']}/addresses", HOME)
    work = shop.post(f"/accounts/{jane['id']}/addresses", WORK)
    changed = shop.put(f"/accounts/{jane['id']}/shipping", {"account_address_id": work["id"], "phone": "555"})
    assert shows(changed, "address1 city phone") == ["9 Mill Rd", "Shelbyville", "555"]
    assert len(kept(shop, jane, "addresses")) == 2


def test_an_address_that_is_used_is_stored(shop: Shop, jane: Record) -> None:
    shop.put(f"/accounts/{jane['id']}", {"shipping": HOME})
    (home,) = kept(shop, jane, "addresses")
    assert shows(home, "address1 first_name") == ["1 Main St", "Jane"]
    assert account(shop, jane)["shipping"]["account_address_id"] == home["id"]
    shop.put(f"/accounts/{jane['id']}", {"shipping": {"address1": "1 MAIN  ST"}})
    assert len(kept(shop, jane, "addresses")) == 1
    shop.put(f"/accounts/{jane['id']}", {"shipping": WORK})
    assert [one["city"] for one in kept(shop, jane, "addresses")] == ["Springfield", "Shelbyville"]


def test_an_address_that_changes_and_goes(shop: Shop, jane: Record) -> None:
    home = shop.post(f"/accounts/{jane['id']}/addresses", HOME)
    shop.put(f"/accounts:addresses/{home['id']}", {"zip": "12345"})
    assert shows(account(shop, jane)["shipping"], "zip address1") == ["12345", "1 Main St"]
    assert len(kept(shop, jane, "addresses")) == 1
    shop.delete(f"/accounts:addresses/{home['id']}")
    assert shows(account(shop, jane)["shipping"], "account_address_id zip") == [None, "12345"]


def test_an_address_of_another(shop: Shop, jane: Record) -> None:
    jo = shop.post("/accounts", {"email": "jo@example.com", "shipping": HOME})
    other = jo["shipping"]["account_address_id"]
    refused = faults(shop, f"/accounts/{jane['id']}", {"shipping": {"account_address_id": other}}, "put")
    assert refused == {"shipping.account_address_id": "LINK"}


def test_an_account_with_addresses(shop: Shop) -> None:
    """The guide's example."""
    made = shop.post(
        "/accounts",
        {"name": "Jane Smith", "email": "jane@example.com", "addresses": [{"address1": "123 Nice Place"}]},
    )
    assert made["name"] == "Jane Smith"
    assert [one["address1"] for one in kept(shop, made, "addresses")] == ["123 Nice Place"]
    assert account(shop, made)["shipping"]["address1"] == "123 Nice Place"


# Cards


def test_the_first_card_is_used(shop: Shop, jane: Record) -> None:
    card = shop.post(f"/accounts/{jane['id']}/cards", {**CARD, "billing": HOME})
    billing = account(shop, jane)["billing"]
    assert shows(billing, "account_card_id address1") == [card["id"], "1 Main St"]
    assert billing["card"] == CARD


def test_a_card_that_is_used_is_stored(shop: Shop, jane: Record) -> None:
    given = {"billing": {**HOME, "method": "card", "card": CARD}}
    for _ in range(2):
        shop.put(f"/accounts/{jane['id']}", given)
        (card,) = kept(shop, jane, "cards")
        assert shows(card, "token last4") == ["card_1", "4242"]
        assert card["billing"]["address1"] == "1 Main St"
        assert account(shop, jane)["billing"]["account_card_id"] == card["id"]


def test_a_card_that_is_chosen(shop: Shop, jane: Record) -> None:
    cards = [
        shop.post(f"/accounts/{jane['id']}/cards", {**CARD, "token": token}) for token in ("card_1", "card_2")
    ]
    changed = shop.put(f"/accounts/{jane['id']}", {"billing": {"account_card_id": cards[1]["id"]}})
    assert changed["billing"]["card"]["token"] == "card_2"
    assert len(kept(shop, jane, "cards")) == 2


@pytest.mark.parametrize(
    ("number", "told"),
    [
        ("4242 4242 4242 4242", ["4242", "Visa"]),
        ("378282246310005", ["0005", "American Express"]),
        (5555555555554444, ["4444", "MasterCard"]),
        ("6011111111111117", ["1117", "Discover"]),
        ("9999", ["9999", None]),
    ],
)
def test_numbers_are_never_kept(shop: Shop, jane: Record, number: Any, told: list[Any]) -> None:
    card = shop.post(f"/accounts/{jane['id']}/cards", {"number": number, "cvc": "123", "exp_month": "1"})
    assert shows(card, "last4 brand") == told
    assert card["token"].startswith("card_")
    shop.put(f"/accounts/{jane['id']}", {"billing": {"card": {"number": number, "cvc": "123"}}})
    for endpoint in ("accounts", "accounts:cards"):
        for record in shop.store.find(endpoint):
            assert "number" not in str(record)
            assert "cvc'" not in str(record)


@pytest.mark.parametrize("endpoint", ["carts", "orders"])
def test_numbers_of_buyers_are_never_kept(shop: Shop, jane: Record, endpoint: str) -> None:
    given = {"account_id": jane["id"], "billing": {"card": {"number": "4242424242424242", "cvc": "123"}}}
    card = shop.post(f"/{endpoint}", given)["billing"]["card"]
    assert shows(card, "last4 number cvc") == ["4242", None, None]


def test_a_card_needs_a_token_or_a_number(shop: Shop, jane: Record) -> None:
    assert faults(shop, f"/accounts/{jane['id']}/cards", {"last4": "4242"}) == {"token": "REQUIRED"}


# Balances


def test_the_balance(shop: Shop, jane: Record) -> None:
    path = f"/accounts/{jane['id']}/credits"
    for amount, balance in ((10, 10), ("0.10", 10.1), (0.2, 10.3), (-5.3, 5)):
        last = shop.post(path, {"amount": amount, "reason": "gift"})
        assert account(shop, jane)["balance"] == balance
    shop.delete(f"{path}/{last['id']}")
    assert account(shop, jane)["balance"] == 10.3
    assert [one["number"] for one in kept(shop, jane, "credits")] == ["100000", "100001", "100002"]


def test_the_balance_cannot_be_set(shop: Shop, jane: Record) -> None:
    assert faults(shop, f"/accounts/{jane['id']}", {"balance": 5}, "put") == {"balance": "READONLY"}


def test_what_was_ordered(shop: Shop, jane: Record, mug: Record) -> None:
    given = {"account_id": jane["id"], "items": [{"product_id": mug["id"], "quantity": 2}]}
    one, other = shop.post("/orders", given), shop.post("/orders", {**given, "draft": True})
    assert shows(account(shop, jane), "order_count order_value") == [1, 16]
    shop.put(f"/orders/{other['id']}", {"draft": False})
    assert shows(account(shop, jane), "order_count order_value") == [2, 32]
    shop.put(f"/orders/{one['id']}", {"canceled": True})
    assert shows(account(shop, jane), "order_count order_value") == [1, 16]
    shop.delete(f"/orders/{other['id']}")
    assert shows(account(shop, jane), "order_count order_value") == [0, 0]
