"""Orders, computed from the tables."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest

from understudy.fixtures.catalog import generate
from understudy.mocks.catalog.api import CATALOG
from understudy.mocks.catalog.catalog import Catalog
from understudy.mocks.catalog.orders import moment, money
from understudy.mocks.catalog.settings import Settings
from understudy.mocks.data_files import DEFAULT
from understudy.mocks.errors import NotFound
from understudy.mocks.sandbox import Sandbox
from understudy.mocks.sandboxes import Start


def test_an_order(catalog: Catalog) -> None:
    assert catalog.orders.get(1) == {
        "id": 1,
        "full_id": "1",
        "catalog_id": 1,
        "catalog": {"id": 1, "name": "Town"},
        "user": {"id": 1, "name": "Ada", "email": "u1@example.com"},
        "listings": [
            {"id": 1, "canvas_course_id": 71, "title": "Bookbinding", "amount": "100.0",
             "discounted_amount": "90.0", "catalog_id": 1},
            {"id": 2, "canvas_course_id": 72, "title": "Etching", "amount": "39.8",
             "discounted_amount": "39.8", "catalog_id": 1},
        ],
        "promotions": [{"id": 1, "listing_id": 1, "code": "SPRING", "amount": "-10.0"}],
        "payments": [
            {"reference_id": "ch_0", "status": "failed", "amount": "129.8"},
            {"reference_id": "ch_1", "status": "success", "amount": "43.25"},
            {"reference_id": "ch_2", "status": "success", "amount": "86.55"},
        ],
        "total": "129.8",
        "currency": "USD",
        "purchased_at": "2025/01/10 09:30:15 +0000",
        "created_at": "2025/01/10 09:00:00 +0000",
    }  # fmt: skip


def test_what_is_soft_deleted_is_not_told(catalog: Catalog) -> None:
    assert catalog.orders.get(4)["listings"] == []
    with pytest.raises(NotFound):
        catalog.orders.get(3)


def test_an_order_keeps_telling_of_what_is_no_longer_offered(catalog: Catalog, sandbox: Sandbox[Settings]) -> None:
    before = catalog.orders.get(1)
    for table in ("products", "promotions", "accounts", "users"):
        sandbox.records.update(table, 1, {"deleted_at": sandbox.clock.now()})
    assert catalog.orders.get(1) == before


def test_what_an_order_names_may_be_gone(catalog: Catalog, sandbox: Sandbox[Settings]) -> None:
    for table in ("products", "promotions", "accounts"):
        sandbox.records.delete(table, 1)
    told = catalog.orders.get(1)
    assert (told["catalog_id"], told["catalog"]) == (1, None)
    assert [listing["title"] for listing in told["listings"]] == [None, "Etching"]
    assert told["promotions"][0]["code"] is None


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        ({}, [1, 2, 4]),
        ({"from": "2025-02-10"}, [2, 4]),
        ({"from": "2025-02-10T09:00:00Z"}, [2, 4]),
        ({"from": "2025-02-10T09:00:00.001Z"}, [4]),
        ({"from": "2025-02-10T10:00:00+01:00"}, [2, 4]),
        ({"to": "2025-02-10"}, [1, 2]),
        ({"to": "2025-02-10T09:00:00Z"}, [1, 2]),
        ({"to": "2025-02-10T08:59:59Z"}, [1]),
        ({"from": "2025-02-01", "to": "2025-03-31"}, [2]),
        ({"from": "9999-12-31T23:59:59-01:00"}, []),
        ({"canvas_user_id": "501"}, [1, 4]),
        ({"canvas_user_id": "0501"}, [1, 4]),
        ({"canvas_user_id": "9999999999999999999"}, []),
        ({"completed": ""}, [1, 4]),
        ({"completed": "false"}, [1, 4]),
        ({"completed": "true", "canvas_user_id": "502"}, []),
    ],
    ids=str,
)
def test_filters(catalog: Catalog, wanted: dict[str, str], ids: list[int]) -> None:
    found, total = catalog.orders.page(1, 20, wanted)
    assert ([order["id"] for order in found], total) == (ids, len(ids))


@pytest.mark.parametrize(
    ("number", "size", "ids"),
    [(1, 2, [1, 2]), (2, 2, [4]), (3, 2, []), (2_147_483_647, 100, [])],
    ids=["first", "last", "past the end", "far away"],
)
def test_pages(catalog: Catalog, number: int, size: int, ids: list[int]) -> None:
    found, total = catalog.orders.page(number, size, {})
    assert ([order["id"] for order in found], total) == (ids, 3)


@pytest.mark.parametrize(
    ("amount", "text"),
    [(90.0, "90.0"), (10.99, "10.99"), (0.1, "0.1"), (0.0, "0.0"), (100, "100.0"), (-10.5, "-10.5"),
     (99_999_999.99, "99999999.99"), (None, None)],
)  # fmt: skip
def test_money(amount: float | None, text: str | None) -> None:
    assert money(amount) == text


def test_times_are_told_to_the_second_in_utc() -> None:
    assert moment("2025-06-10T13:42:06.999Z") == "2025/06/10 13:42:06 +0000"
    assert moment(None) is None


@pytest.mark.parametrize("recipe", ["default", "edge"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_totals_are_the_sums_over_the_tables(seed: int, recipe: str) -> None:
    """All that is told of money is what the rows of the tables add up to, whatever the data."""
    sandboxes = CATALOG.sandboxes(lambda: generate(seed=seed, records=2_000, recipe=recipe), Start(seed=seed))
    sandbox = sandboxes.make(DEFAULT)
    catalog: Catalog = sandbox.behaviour
    rows = {name: _live(sandbox, name) for name in ("orders", "order_items", "order_item_promotions", "payments")}
    told, total = catalog.orders.page(1, 10_000, {})
    sandboxes.close()
    assert [order["id"] for order in told] == sorted(order["id"] for order in rows["orders"])
    assert total == len(rows["orders"]) > 20
    items = _sums(rows["order_items"], "order_id", "discounted_amount")
    owners = {item["id"]: item["order_id"] for item in rows["order_items"]}
    used = [{**use, "order_id": owners.get(use["order_item_id"])} for use in rows["order_item_promotions"]]
    taken_off = _sums(used, "order_id", "discount")
    paid = _sums(rows["payments"], "order_id", "amount")
    for order in told:
        listed = sum(_cents(listing["discounted_amount"]) for listing in order["listings"])
        assert listed == items[order["id"]] == _cents(order["total"])
        full = sum(_cents(listing["amount"]) for listing in order["listings"])
        discounts = sum(_cents(promotion["amount"]) for promotion in order["promotions"])
        assert full + discounts == listed
        assert -discounts == taken_off[order["id"]]
        assert sum(_cents(payment["amount"]) for payment in order["payments"]) == paid[order["id"]]
        if order["purchased_at"] is not None:
            successful = [p["amount"] for p in order["payments"] if p["status"] == "success"]
            assert sum(map(_cents, successful)) == _cents(order["total"])


def _live(sandbox: Sandbox[Any], collection: str) -> list[dict[str, Any]]:
    return sandbox.store.find(collection, {"deleted_at": None})


def _sums(rows: list[dict[str, Any]], owner: str, amount: str) -> dict[Any, int]:
    sums: dict[Any, int] = defaultdict(int)
    for row in rows:
        sums[row[owner]] += round((row[amount] or 0) * 100)
    return sums


def _cents(text: str | None) -> int:
    return round(float(text or 0) * 100)
