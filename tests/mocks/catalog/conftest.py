"""A small catalog, made by hand, at the first instant of 2026.

accounts     1 Town, and 2 Branch below it
products     1 Bookbinding (100.00, course 71 in Canvas), 2 Etching (19.90, course 72), both of account 1
promotions   1 SPRING, 10 % off product 1
users        1 Ada (501 in Canvas), 2 Bo (502)
orders       1 by Ada: product 1 with SPRING, and two of product 2; paid in two, after a payment that failed
             2 by Bo: product 2; not paid
             3 by Bo, soft-deleted
             4 by Ada: free, with a line taken off
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from understudy.contract_tests.inprocess import Caller
from understudy.mocks.catalog.api import CATALOG
from understudy.mocks.catalog.catalog import Catalog
from understudy.mocks.catalog.settings import Settings
from understudy.mocks.data_files import DEFAULT
from understudy.mocks.sandbox import Sandbox
from understudy.mocks.sandboxes import Sandboxes, Start
from understudy.specs.catalog.tables import Column, tables

NOW = "2026-01-01T00:00:00.000Z"
EMPTY = {"boolean": False, "datetime": NOW, "decimal": 0.0, "string": "", "json": {}}

Record = dict[str, Any]


def row(table: str, number: int, **columns: Any) -> tuple[str, Record]:
    """A record with every column: null where it may be, and else what is least."""
    made = {column.name: _least(column) for column in tables()[table].columns}
    assert columns.keys() <= made.keys()
    return table, made | {"id": number} | columns


def _least(column: Column) -> Any:
    if column.nullable:
        return None
    return column.enum[0] if column.enum else EMPTY.get(column.type, 1)


def order(number: int, user: int, total: float, purchased: str | None, **columns: Any) -> tuple[str, Record]:
    made = f"2025-0{number}-10T09:00:00.000Z"
    known = {
        "account_id": 1, "user_id": user, "canvas_user_id": 500 + user, "name": ("Ada", "Bo")[user - 1],
        "email": f"u{user}@example.com", "total": total, "currency": "USD", "purchased_at": purchased,
        "created_at": made, "updated_at": made, "full_id": f"{number}",
    }  # fmt: skip
    return row("orders", number, **known | columns)


def rows() -> Iterator[tuple[str, Record]]:
    yield row("accounts", 1, name="Town", type="DomainAccount")
    yield row("accounts", 2, name="Branch", parent_id=1, type="PortalAccount")
    yield row("users", 1, canvas_user_id=501, user_name="Ada", root_account_id=1)
    yield row("users", 2, canvas_user_id=502, user_name="Bo", root_account_id=1)
    yield row("products", 1, title="Bookbinding", enrollment_fee=100.0, canvas_course_id=71, account_id=1)
    yield row("products", 2, title="Etching", enrollment_fee=19.9, canvas_course_id=72, account_id=1)
    yield row("promotions", 1, product_id=1, code="SPRING", amount=10.0, discount_type="percent")
    yield order(1, 1, 129.8, "2025-01-10T09:30:15.250Z")
    yield order(2, 2, 19.9, None)
    yield order(3, 2, 19.9, None, deleted_at=NOW)
    yield order(4, 1, 0.0, "2025-04-10T09:00:00.000Z", account_id=2, full_id="C2-4")
    yield row("order_items", 1, order_id=1, item_id=1, amount=100.0, discounted_amount=90.0, unit_price=100.0)
    yield row("order_items", 2, order_id=1, item_id=2, amount=39.8, discounted_amount=39.8, quantity=2)
    yield row("order_items", 3, order_id=2, item_id=2, amount=19.9, discounted_amount=19.9)
    yield row("order_items", 4, order_id=4, item_id=1, amount=100.0, discounted_amount=100.0, deleted_at=NOW)
    yield row("order_item_promotions", 1, order_item_id=1, promotion_id=1, discount=10.0)
    yield row("payments", 1, order_id=1, reference_id="ch_0", amount=129.8, status="failed")
    yield row("payments", 2, order_id=1, reference_id="ch_1", amount=43.25, status="success")
    yield row("payments", 3, order_id=1, reference_id="ch_2", amount=86.55, status="success")


@pytest.fixture
def sandboxes() -> Iterator[Sandboxes]:
    made = CATALOG.sandboxes(rows, Start(seed=1, clock=NOW))
    made.make(DEFAULT)
    yield made
    made.close()


@pytest.fixture
def sandbox(sandboxes: Sandboxes) -> Sandbox[Settings]:
    return sandboxes.get(DEFAULT)


@pytest.fixture
def catalog(sandbox: Sandbox[Settings]) -> Catalog:
    found: Catalog = sandbox.behaviour
    return found


@pytest.fixture
def caller(sandboxes: Sandboxes) -> Iterator[Caller]:
    """A client with the key to the orders."""
    with Caller(
        CATALOG.app(sandboxes), {"Authorization": 'Token token="understudy"', "Host": "catalog.test"}
    ) as asking:
        yield asking
