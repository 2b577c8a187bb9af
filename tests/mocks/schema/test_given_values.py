"""Values that the server gives: dates, ids, numbers, statuses, passwords."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from typing import Any

import pytest

from understudy.mocks.schema import automatic, passwords
from understudy.mocks.schema.conditions import chosen, meets
from understudy.mocks.schema.formulas import RecordScope
from understudy.mocks.schema.object_ids import object_id
from understudy.specs.schema.fields import parsed_fields
from understudy.specs.schema.models import models

NOW = "2026-01-15T12:00:00.000Z"
LATER = "2026-01-16T12:00:00.000Z"


def scope_of(entry: Mapping[str, Any], before: str = "") -> RecordScope:
    return RecordScope(entry, lambda: NOW, lambda: random.Random(1))


class Source:
    """Counts from the start of each field, and tells the time that it is told."""

    def __init__(self, now: str = NOW, taken: tuple[Any, ...] = ()) -> None:
        self._now = now
        self._taken = taken
        self._given: dict[str, int] = {}

    def now(self) -> str:
        return self._now

    def object_id(self) -> str:
        return f"{self.number('id', 1):024x}"

    def number(self, path: str, start: int) -> int:
        self._given[path] = self._given.get(path, start - 1) + 1
        return self._given[path]

    def is_taken(self, path: str, value: Any) -> bool:
        return value in self._taken


FIELDS = parsed_fields(
    "tests",
    {
        "date_created": {"type": "date", "auto": True},
        "date_updated": {"type": "date", "auto": "update"},
        "number": {"type": "int", "auto": True, "increment": {"start": 100000}},
        "invoice": {"type": "string", "auto": True, "increment": {"pattern": "INV-{000100}"}},
        "code": {
            "type": "string",
            "auto": True,
            "increment": {"start": 7, "pattern": {"$formula": "'C' + code + tail"}},
        },
        "status": {"type": "string", "auto": True, "enum": ["a"]},
        "items": {"type": "array", "value_type": "object", "fields": {"id": {"type": "objectid", "auto": True}}},
    },
)


def test_auto_values() -> None:
    source = Source()
    record: dict[str, Any] = {"tail": "-x", "items": [{}, {"id": "own"}]}
    automatic.fill(FIELDS, record, source, scope_of)
    assert record == {
        "tail": "-x",
        "date_created": NOW,
        "date_updated": NOW,
        "number": 100000,
        "invoice": "INV-000100",
        "code": "C7-x",
        "items": [{"id": f"{1:024x}"}, {"id": "own"}],
    }
    automatic.fill(FIELDS, record, Source(LATER), scope_of)
    assert (record["date_created"], record["date_updated"], record["number"]) == (NOW, LATER, 100000)
    other: dict[str, Any] = {}
    automatic.fill(FIELDS, other, source, scope_of)
    assert (other["number"], other["invoice"], other["code"]) == (100001, "INV-000101", "C8")


@pytest.mark.parametrize(
    ("increment", "first", "text"),
    [
        pytest.param({}, 1, "1", id="nothing"),
        pytest.param({"start": "500"}, 500, "500", id="start in a form"),
        pytest.param({"pattern": "{100000}"}, 100000, "100000", id="the models'"),
        pytest.param({"pattern": "A{001}B"}, 1, "A001B", id="leading zeros"),
        pytest.param({"start": 5, "pattern": "{001}"}, 5, "005", id="start before pattern"),
        pytest.param({"pattern": "none"}, 1, "none", id="no place"),
        pytest.param({"start": None}, 1, "1", id="no start"),
    ],
)
def test_numbers(increment: dict[str, Any], first: int, text: str) -> None:
    assert automatic.first(increment) == first
    assert automatic.written(increment, first, scope_of({})) == text


@pytest.mark.parametrize(
    ("unique", "pattern", "number"),
    [
        pytest.param(True, "{100}", "102", id="passes over what is taken"),
        pytest.param(False, "{100}", "100", id="may be shared"),
        pytest.param(True, "none", "none", id="all alike: left to be refused"),
    ],
)
def test_numbers_that_are_taken(unique: bool, pattern: str, number: str) -> None:
    field = {"type": "string", "auto": True, "unique": unique, "increment": {"pattern": pattern}}
    record: dict[str, Any] = {}
    source = Source(taken=("100", "101", "none"))
    automatic.fill(parsed_fields("tests", {"number": field}), record, source, scope_of)
    assert record == {"number": number}


def test_coupon_codes_follow_their_models_pattern() -> None:
    field = models()["coupons"].fields["codes"].fields["code"]
    record: dict[str, Any] = {}
    automatic.fill({"code": field}, record, Source(), scope_of)
    assert re.fullmatch(r"[A-Za-z0-9]{5}100001", record["code"])


def test_object_ids() -> None:
    made = [object_id(1_431_110_515.5, "seed", number) for number in (1, 2)]
    assert made == [object_id(1_431_110_515.5, "seed", number) for number in (1, 2)]
    assert all(re.fullmatch("[0-9a-f]{24}", one) for one in made)
    assert made == sorted(made)
    assert made[0].startswith("554d0373")
    assert object_id(1_431_110_516, "other", 0) > made[1]
    assert object_id(-1, "seed", -1).endswith("ffffff")


def test_passwords() -> None:
    kept = passwords.hashed("secret", "salt$with$dollars")
    assert "secret" not in kept
    assert kept == passwords.hashed("secret", "salt$with$dollars")
    assert kept != passwords.hashed("secret", "other")
    assert passwords.matches("secret", kept)
    assert not passwords.matches("Secret", kept)
    assert not passwords.matches("secret", "secret")


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        pytest.param({"paid": True}, True, id="true"),
        pytest.param({"paid": False}, False, id="not true"),
        pytest.param({"hold": False}, True, id="false is not set"),
        pytest.param({"void": None}, True, id="not set is false"),
        pytest.param({"paid": True, "void": True}, False, id="all"),
        pytest.param({"count": 0}, True, id="0"),
        pytest.param({"hold": 0}, False, id="no flag"),
        pytest.param({"items": {"$ne": None}}, True, id="there"),
        pytest.param({"hold": {"$ne": None}}, False, id="not there"),
        pytest.param({"count": {"$lte": 0, "$gte": 0}}, True, id="bounds"),
        pytest.param({"count": {"$gt": 0}}, False, id="more"),
        pytest.param({"count": {"$in": [1, 0]}}, True, id="in"),
    ],
)
def test_conditions(conditions: dict[str, Any], expected: bool) -> None:
    record = {"paid": True, "void": False, "count": 0, "items": []}
    assert meets(conditions, scope_of(record)) is expected


@pytest.mark.parametrize(
    ("record", "status"),
    [
        pytest.param({}, "pending", id="new"),
        pytest.param({"draft": True, "items": [1]}, "draft", id="draft"),
        pytest.param({"items": [1]}, "payment_pending", id="to be paid"),
        pytest.param(
            {"items": [1], "paid": True, "item_quantity_deliverable": 2}, "delivery_pending", id="to deliver"
        ),
        pytest.param({"items": [1], "paid": True, "delivered": True}, "complete", id="complete"),
        pytest.param({"items": [1], "hold": True}, "hold", id="held"),
        pytest.param({"items": [1], "canceled": True, "paid": True}, "canceled", id="canceled"),
    ],
)
def test_an_orders_status(record: dict[str, Any], status: str) -> None:
    choice = chosen(models()["orders"].fields["status"].enum, scope_of(record))
    assert choice is not None
    assert choice.value == status


def test_no_choice() -> None:
    field = parsed_fields("tests", {"a": {"type": "string", "enum": [{"value": 1, "conditions": {"b": True}}]}})[
        "a"
    ]
    assert chosen(field.enum, scope_of({})) is None
