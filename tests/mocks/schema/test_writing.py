"""Records obey their models when they are made, changed and deleted."""

from __future__ import annotations

from typing import Any

import pytest

from understudy.mocks.errors import Invalid
from understudy.mocks.sandbox import Sandbox
from understudy.mocks.schema.addresses import Nothing
from understudy.mocks.schema.faults import Faults
from understudy.mocks.schema.rules import Rules
from understudy.mocks.schema.settings import Settings
from understudy.mocks.schema.shop import Shop

NOW = "2026-01-01T00:00:00.000Z"
ID = "5408dd2b3bdd10b335e6c349"

Box = Sandbox[Settings]


def errors(shop: Shop, method: str, path: str, given: Any) -> Any:
    with pytest.raises(Invalid) as refused:
        getattr(shop, method)(path, given)
    return refused.value.errors


def codes(found: Any) -> dict[str, str]:
    return {field: fault["code"] for field, fault in found.items()}


@pytest.fixture
def product(shop: Shop) -> dict[str, Any]:
    made: dict[str, Any] = shop.post("/products", {"name": "Blue Mug", "price": 8})
    return made


@pytest.fixture
def account(shop: Shop) -> dict[str, Any]:
    made: dict[str, Any] = shop.post(
        "/accounts", {"email": "ada@example.com", "first_name": "Ada", "password": "x"}
    )
    return made


def test_a_record_gets_what_its_model_gives(product: dict[str, Any]) -> None:
    assert product["date_created"] == product["date_updated"] == NOW
    assert (product["slug"], product["stock_status"], len(product["id"])) == ("blue-mug", "available", 24)


def test_ids_begin_with_the_time_and_are_never_the_same(shop: Shop) -> None:
    ids = [shop.post("/products", {"name": f"P{number}"})["id"] for number in range(20)]
    assert len(set(ids)) == 20
    assert {int(one[:8], 16) for one in ids} == {1_767_225_600}
    assert ids == sorted(ids)


def test_values_are_converted(shop: Shop) -> None:
    made = shop.post(
        "/products", {"name": 5, "active": "true", "price": "9.999", "stock_level": None, "tags": ["a"]}
    )
    assert (made["name"], made["active"], made["price"], made["tags"]) == ("5", True, 10, ["a"])


def test_unknown_fields_are_kept_and_returned(shop: Shop) -> None:
    made = shop.post("/products", {"name": "A", "mine": {"deep": [1, {"x": None}]}})
    assert made["mine"] == {"deep": [1, {"x": None}]}
    assert shop.get(f"/products/{made['id']}", {}) == made


def test_every_broken_rule_is_told_at_once(shop: Shop) -> None:
    found = errors(shop, "post", "/orders", {"items": [{"quantity": 0}], "currency": "EURO", "date_created": "?"})
    assert codes(found) == {
        "account_id": "REQUIRED",
        "items.product_id": "REQUIRED",
        "items.quantity": "MINVAL",
        "currency": "LENGTH",
        "date_created": "TYPE",
    }
    assert shop.get("/orders/:count", {}) == 0


def test_what_clients_may_not_set(shop: Shop, account: dict[str, Any], product: dict[str, Any]) -> None:
    order = shop.post("/orders", {"account_id": account["id"], "items": [{"product_id": product["id"]}]})
    changes = {"paid": True, "account_id": ID}
    assert codes(errors(shop, "put", f"/orders/{order['id']}", changes)) == {
        "paid": "READONLY",
        "account_id": "IMMUTABLE",
    }
    assert shop.put(f"/orders/{order['id']}", {"paid": False, "account_id": account["id"]})["paid"] is False


def test_unique_fields(shop: Shop, account: dict[str, Any]) -> None:
    assert codes(errors(shop, "post", "/accounts", {"email": account["email"]})) == {"email": "UNIQUE"}


def test_numbers_count_on(shop: Shop, account: dict[str, Any], product: dict[str, Any]) -> None:
    given = {"account_id": account["id"], "items": [{"product_id": product["id"]}]}
    assert [shop.post("/orders", given)["number"] for _ in range(3)] == ["100000", "100001", "100002"]


def test_formulas_follow_every_change(shop: Shop, account: dict[str, Any], product: dict[str, Any]) -> None:
    order = shop.post(
        "/orders", {"account_id": account["id"], "items": [{"product_id": product["id"], "quantity": 2}]}
    )
    assert (order["items"][0]["price"], order["sub_total"], order["grand_total"]) == (8, 16, 16)
    item = order["items"][0]["id"]
    changed = shop.put(f"/orders/{order['id']}", {"items": [{"id": item, "quantity": 3}]})
    assert (changed["sub_total"], changed["items"][0]["id"]) == (24, item)
    changed = shop.put(f"/orders/{order['id']}/items/{item}", {"quantity": 5})
    assert changed["price_total"] == 40
    assert shop.get(f"/orders/{order['id']}", {})["grand_total"] == 40


def test_date_updated_moves_and_date_created_stays(shop: Shop, product: dict[str, Any], sandbox: Box) -> None:
    sandbox.clock.forward(60)
    changed = shop.put(f"/products/{product['id']}", {"price": 9})
    assert (changed["date_created"], changed["date_updated"]) == (NOW, "2026-01-01T00:01:00.000Z")


def test_a_password_is_hashed_and_never_shown(shop: Shop, account: dict[str, Any], sandbox: Box) -> None:
    kept = sandbox.store.get("accounts", account["id"]) or {}
    assert kept["password"].startswith("pbkdf2-sha256$")
    assert "password" not in account
    for path in (
        f"/accounts/{account['id']}",
        "/accounts",
        "/accounts/:first",
        f"/accounts/{account['id']}/password",
    ):
        assert "pbkdf2" not in str(shop.get(path, {}))
    assert shop.login({"email": "ada@example.com", "password": "x"}) == account
    shop.put(f"/accounts/{account['id']}", {"first_name": "Eve"})
    assert shop.login({"email": "ada@example.com", "password": "x"})["first_name"] == "Eve"
    assert isinstance(shop.login({"email": "ada@example.com", "password": kept["password"]}), Nothing)


# Linked records


def test_linked_records_are_made_with_their_owner(shop: Shop) -> None:
    account = shop.post(
        "/accounts", {"email": "jane@example.com", "addresses": [{"name": "J", "city": "Oslo"}, {"name": "K"}]}
    )
    assert "addresses" not in account
    found = shop.get(f"/accounts/{account['id']}/addresses", {})
    assert [(one["name"], one["parent_id"]) for one in found["results"]] == [
        ("K", account["id"]),
        ("J", account["id"]),
    ]


def test_linked_records_are_changed_with_their_owner(shop: Shop) -> None:
    account = shop.post("/accounts", {"email": "jane@example.com", "addresses": [{"name": "J"}]})
    address = shop.get(f"/accounts/{account['id']}/addresses/:first", {})
    shop.put(f"/accounts/{account['id']}", {"addresses": [{"id": address["id"], "name": "K"}, {"name": "L"}]})
    names = [one["name"] for one in shop.get("/accounts:addresses", {"sort": "id asc"})["results"]]
    assert names == ["K", "L"]


def test_if_any_part_fails_all_is_undone(shop: Shop) -> None:
    given = {"email": "jane@example.com", "addresses": [{"name": "J"}, {"name": "K", "country": "Norway"}]}
    assert codes(errors(shop, "post", "/accounts", given)) == {"addresses.country": "LENGTH"}
    assert (shop.get("/accounts/:count", {}), shop.get("/accounts:addresses/:count", {})) == (0, 0)


def test_a_record_behind_a_key_is_made_and_named(shop: Shop, product: dict[str, Any]) -> None:
    given = {"name": "Small", "parent": {"name": "Mug of several"}}
    made = shop.post("/products:variants", {**given, "parent_id": product["id"]})
    assert shop.get(f"/products/{product['id']}", {})["name"] == "Mug of several"
    assert made["parent_id"] == product["id"]


@pytest.mark.parametrize("value", ["text", [5], {"city": "Oslo"}], ids=str)
def test_what_is_no_list_of_records(shop: Shop, value: Any) -> None:
    assert codes(errors(shop, "post", "/accounts", {"email": "j@e.com", "addresses": value})) == {
        "addresses": "TYPE"
    }


def test_what_an_expanded_link_was_answered_with_may_be_sent_back(shop: Shop, account: dict[str, Any]) -> None:
    whole = shop.get(f"/accounts/{account['id']}", {"expand": "addresses"})
    assert shop.put(f"/accounts/{account['id']}", whole)["id"] == account["id"]


def test_deleting_takes_the_collections_within_along(shop: Shop) -> None:
    account = shop.post("/accounts", {"email": "jane@example.com", "addresses": [{"name": "J"}]})
    other = shop.post("/accounts", {"email": "joe@example.com", "addresses": [{"name": "K"}]})
    assert shop.delete(f"/accounts/{account['id']}")["email"] == "jane@example.com"
    assert [one["parent_id"] for one in shop.get("/accounts:addresses", {})["results"]] == [other["id"]]
    assert isinstance(shop.get(f"/accounts/{account['id']}", {}), Nothing)


# Values in records


def test_values_in_a_record(shop: Shop, product: dict[str, Any]) -> None:
    path = f"/products/{product['id']}"
    assert shop.put(f"{path}/tags", ["a", "b"]) == ["a", "b"]
    assert shop.post(f"{path}/tags", "c") == "c"
    assert shop.get(f"{path}/tags", {}) == ["a", "b", "c"]
    assert shop.get(f"{path}/tags/2", {}) == "c"
    assert shop.delete(f"{path}/tags/0") == "a"
    assert shop.put(f"{path}/tags/0", "B") == "B"
    assert shop.delete(f"{path}/tags") == ["B", "c"]
    assert "tags" not in shop.get(path, {})
    assert shop.get(f"{path}/tags", {}) is None


def test_an_object_in_a_record(shop: Shop, account: dict[str, Any]) -> None:
    path = f"/accounts/{account['id']}"
    assert shop.put(f"{path}/billing", {"city": "Oslo"}) == {"city": "Oslo"}
    assert shop.put(f"{path}/billing", {"zip": "0150"}) == {"city": "Oslo", "zip": "0150"}
    assert shop.put(f"{path}/billing/city", "Bergen") == "Bergen"
    assert shop.delete(f"{path}/billing/zip") == "0150"
    assert shop.get(f"{path}/billing", {}) == {"city": "Bergen"}


@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        f"/products/{ID}",
        "/products/blue-mug/nothing",
        "/products/blue-mug/tags/5",
        "/",
        "/products/x/y/z",
    ],
)
@pytest.mark.parametrize("method", ["get", "put", "delete", "post"])
def test_what_is_not_there(shop: Shop, product: dict[str, Any], path: str, method: str) -> None:
    found = shop.delete(path) if method == "delete" else getattr(shop, method)(path, {})
    assert isinstance(found, Nothing)


def test_a_record_by_its_secondary_key(shop: Shop, product: dict[str, Any]) -> None:
    assert shop.get("/products/blue-mug", {}) == product
    assert shop.put("/products/blue-mug", {"price": 3})["price"] == 3
    assert shop.delete("/products/blue-mug")["id"] == product["id"]


def test_put_makes_what_is_known_by_name(shop: Shop) -> None:
    made = shop.put("/contacts/ada@example.com", {"first_name": "Ada"})
    assert made["email"] == "ada@example.com"
    assert shop.put("/contacts/ada@example.com", {"first_name": "Eve"})["id"] == made["id"]
    assert isinstance(shop.put("/products/no-such-thing", {"name": "x"}), Nothing)


class _Adds(Rules):
    def prepare(self, record: dict[str, Any], before: dict[str, Any], faults: Faults) -> None:
        record.setdefault("items", [{"product_id": ID}])


def test_what_rules_put_in_gets_defaults_and_ids_too(shop: Shop, account: dict[str, Any]) -> None:
    shop.writing.rules["orders"].insert(0, _Adds())
    (item,) = shop.post("/orders", {"account_id": account["id"]})["items"]
    assert (item["quantity"], item["quantity_invoiced"], len(item["id"])) == (1, 0, 24)


# The last of several


def adjusted(shop: Shop, product: Any, quantity: int, **more: Any) -> Any:
    return shop.post(f"/products/{product['id']}/stock", {"quantity": quantity, **more})


def test_a_link_to_the_last_of_several(shop: Shop) -> None:
    """Of a product's own stock, and of the stock of each variant."""
    product = shop.post("/products", {"name": "Soap", "variants": [{"name": "Red"}]})
    red = shop.get(f"/products/{product['id']}/variants/:first", {})["id"]
    made = [
        adjusted(shop, product, 5),
        adjusted(shop, product, 7, variant_id=red),
        adjusted(shop, product, -2),
        adjusted(shop, product, 1, variant_id=red),
    ]
    assert [one["level"] for one in made] == [5, 7, 3, 8]
    assert [one.get("prev_id") for one in made] == [None, None, made[0]["id"], made[1]["id"]]
    assert shop.get(f"/products:stock/{made[0]['id']}/last/id", {}) == made[2]["id"]


def test_what_is_immutable_is_worked_out_once(shop: Shop) -> None:
    product = shop.post("/products", {"name": "Soap"})
    first, second = adjusted(shop, product, 5), adjusted(shop, product, 1)
    changed = shop.put(f"/products:stock/{first['id']}", {"description": "Delivered late"})
    assert (changed["level"], changed["prev_id"]) == (5, None)
    assert shop.put(f"/products:stock/{second['id']}", {"reason": "received"})["level"] == 6


@pytest.mark.parametrize("given", [{"id": ID}, {"id": None}, {"$unset": "id"}, {"id": "x"}])
def test_a_record_keeps_its_id(shop: Shop, product: dict[str, Any], given: dict[str, Any]) -> None:
    place = f"/products/{product['id']}"
    assert "id" in errors(shop, "put", place, given)
    assert shop.put(place, {"id": product["id"].upper(), "name": "Red Mug"})["id"] == product["id"]


def test_what_a_record_cannot_be_without_is_made_first(shop: Shop, product: dict[str, Any]) -> None:
    """An order needs its account, whose id it gets; and where that cannot be, there is neither."""
    items = [{"product_id": product["id"]}]
    order = shop.post("/orders", {"account": {"email": "eve@example.com"}, "items": items})
    assert shop.get(f"/orders/{order['id']}/account/email", {}) == "eve@example.com"

    given = {"account": {"email": "no address"}, "items": items}
    assert codes(errors(shop, "post", "/orders", given)) == {"account.email": "FORMAT"}
    given = {"account": {"email": "ada@example.com"}, "items": [{}]}
    assert codes(errors(shop, "post", "/orders", given)) == {"items.product_id": "REQUIRED"}
    assert shop.get("/accounts/:count", {}) == 1
