"""External orders: what was purchased, and how much of it can be refunded."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from understudy.mocks.errors import Invalid, NotFound
from understudy.mocks.thinkific.school import School

ORDER = {"payment_provider": "Till", "user_id": 1, "product_id": 1, "order_type": "one-time"}
USD = {"currency": "USD"}
Steps = list[tuple[str, int]]


def transactions(school: School, order_id: int = 1) -> list[tuple[str, int, str]]:
    found = school.store.find("external_order_transactions", {"external_order_id": order_id})
    return [(entry["action"], entry["amount"], entry["currency"]) for entry in found]


@pytest.mark.parametrize(
    ("transaction", "kept"),
    [
        (None, []),
        ({"amount": 500, "currency": "usd"}, [("purchase", 500, "USD")]),
        ({"amount": 0, "currency": "USD", "action": "purchase"}, [("purchase", 0, "USD")]),
    ],
    ids=["alone", "with a purchase", "with a purchase that says so"],
)
def test_create(school: School, transaction: dict[str, Any] | None, kept: list[tuple[str, int, str]]) -> None:
    given = ORDER if transaction is None else {**ORDER, "transaction": transaction}
    assert school.external_orders.create(given) == {"id": 1}
    assert school.records.get("external_orders", 1) == {**ORDER, "id": 1, "created_at": "2026-01-01T00:00:00.000Z"}
    assert transactions(school) == kept


@pytest.mark.parametrize(
    ("given", "errors"),
    [
        ({"user_id": 99}, {"user_id": ["could not be found"]}),
        ({"product_id": 99}, {"product_id": ["could not be found"]}),
        ({"transaction": {"amount": 1, **USD, "action": "refund"}}, {"transaction.action": ["must be purchase"]}),
        (
            {"user_id": 99, "product_id": 99, "transaction": {"amount": 1, **USD, "action": "refund"}},
            {
                "user_id": ["could not be found"],
                "product_id": ["could not be found"],
                "transaction.action": ["must be purchase"],
            },
        ),
    ],
    ids=["user", "product", "begins with a refund", "all"],
)
def test_create_refusals(
    school: School, refused: Callable[..., Any], given: dict[str, Any], errors: dict[str, list[str]]
) -> None:
    with refused(Invalid) as caught:
        school.external_orders.create({**ORDER, **given})
    assert caught.value.errors == errors


@pytest.mark.parametrize(
    ("steps", "left"),
    [
        ([], 0),
        ([("purchase", 100)], 100),
        ([("purchase", 100), ("refund", 100)], 0),
        ([("purchase", 100), ("refund", 30), ("refund", 30)], 40),
        ([("purchase", 100), ("refund", 100), ("purchase", 50)], 50),
        ([("purchase", 100), ("purchase", 1), ("refund", 0)], 101),
        ([("purchase", 2**63 - 1), ("purchase", 2**63 - 1)], 2**64 - 2),
    ],
    ids=["nothing", "a purchase", "refunded", "in parts", "again", "twice", "more than 64 bits"],
)
def test_no_more_is_refunded_than_was_purchased(
    school: School, refused: Callable[..., Any], steps: Steps, left: int
) -> None:
    school.external_orders.create(ORDER)
    for action, amount in steps:
        school.external_orders.transact(1, action, {"amount": amount, **USD})  # type: ignore[arg-type]
    with refused(Invalid) as caught:
        school.external_orders.transact(1, "refund", {"amount": left + 1, **USD})
    assert caught.value.errors == {"amount": [f"must be less than or equal to {left}, which is left to refund"]}
    school.external_orders.transact(1, "refund", {"amount": left, **USD})


def test_orders_are_apart(school: School, refused: Callable[..., Any]) -> None:
    for _ in range(2):
        school.external_orders.create(ORDER)
    school.external_orders.transact(1, "purchase", {"amount": 100, **USD})
    with refused(Invalid):
        school.external_orders.transact(2, "refund", {"amount": 1, **USD})
    school.external_orders.transact(2, "purchase", {"amount": 1, "currency": "EUR", "reference": "r-1"})
    assert (transactions(school, 1), transactions(school, 2)) == (
        [("purchase", 100, "USD")],
        [("purchase", 1, "EUR")],
    )
    assert school.records.get("external_order_transactions", 2)["reference"] == "r-1"


@pytest.mark.parametrize(
    ("action", "given", "errors"),
    [
        ("purchase", {"amount": 1, **USD, "action": "refund"}, {"action": ["must be purchase"]}),
        ("refund", {"amount": 1, **USD, "action": "purchase"}, {"action": ["must be refund"]}),
        ("purchase", {"amount": 1, "currency": "EUR"}, {"currency": ["must be USD, as in earlier transactions"]}),
        (
            "refund",
            {"amount": 101, "currency": "eur", "action": "purchase"},
            {
                "action": ["must be refund"],
                "currency": ["must be USD, as in earlier transactions"],
                "amount": ["must be less than or equal to 100, which is left to refund"],
            },
        ),
    ],
    ids=["a purchase that says refund", "a refund that says purchase", "another currency", "all"],
)
def test_transaction_refusals(
    school: School,
    refused: Callable[..., Any],
    action: Any,
    given: dict[str, Any],
    errors: dict[str, list[str]],
) -> None:
    school.external_orders.create({**ORDER, "transaction": {"amount": 100, **USD}})
    with refused(Invalid) as caught:
        school.external_orders.transact(1, action, given)
    assert caught.value.errors == errors


@pytest.mark.parametrize(("action", "currency"), [("purchase", "usd"), ("refund", "Usd")])
def test_a_transaction_may_say_what_it_is(school: School, action: Any, currency: str) -> None:
    school.external_orders.create({**ORDER, "transaction": {"amount": 100, **USD}})
    school.external_orders.transact(1, action, {"amount": 1, "currency": currency, "action": action})
    assert transactions(school)[-1] == (action, 1, "USD")


@pytest.mark.parametrize("action", ["purchase", "refund"])
def test_unknown(school: School, refused: Callable[..., Any], action: Any) -> None:
    with refused(NotFound):
        school.external_orders.transact(99, action, {"amount": 1, **USD})
