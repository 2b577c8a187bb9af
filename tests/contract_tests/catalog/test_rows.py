"""Rows are held against their schema, and compared with records by what they say."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from understudy.contract_tests.catalog.rows import plain, problems, record
from understudy.specs.contract import Document

TS = "2026-01-01T00:00:00.000001Z"
AT = "2024-02-29T12:34:56.780Z"
MOMENT = datetime(2024, 2, 29, 12, 34, 56, 780_000, UTC)
EMPTY = {"id": 1, "name": None, "seats": None, "price": None, "open": None, "at": None}


def row(action: str | None = None, **value: Any) -> dict[str, Any]:
    meta = {"ts": TS} if action is None else {"ts": TS, "action": action}
    return {"meta": meta, "key": {"id": 1}, "value": value}


def deleted(action: str | None = "D") -> dict[str, Any]:
    return {name: part for name, part in row(action).items() if name != "value"}


@pytest.mark.parametrize(
    ("given", "changes", "right"),
    [
        pytest.param(row(name="a", seats=2**63 - 1, price=99_999_999.99, at=AT), False, True, id="row"),
        pytest.param(row("U", open=True), True, True, id="changed"),
        pytest.param(deleted(), True, True, id="deleted"),
        pytest.param(row("U"), False, False, id="action in a snapshot"),
        pytest.param(row(), True, False, id="no action in an increment"),
        pytest.param(row("D"), True, False, id="deleted with a value"),
        pytest.param(deleted("U"), True, False, id="changed without a value"),
        pytest.param(deleted(None), False, False, id="snapshot without a value"),
        pytest.param(row(name=None), False, False, id="null"),
        pytest.param(row(colour="red"), False, False, id="unknown column"),
        pytest.param(row(seats="3"), False, False, id="type"),
        pytest.param(row(price=1.001), False, False, id="too fine"),
        pytest.param(row(price=100_000_000), False, False, id="too much"),
        pytest.param(row(at="2024-02-30T00:00:00Z"), False, False, id="no day"),
        pytest.param(row("X"), True, False, id="unknown action"),
    ],
)
def test_problems(schema: Document, given: dict[str, Any], changes: bool, right: bool) -> None:
    assert (problems([given], schema, changes=changes) == []) is right


def test_a_problem_says_where_it_is(schema: Document) -> None:
    (problem,) = problems([row(), row(seats="many")], schema, changes=False)
    assert problem.startswith("row 2, value.seats: ")


def test_records_of_rows(schema: Document) -> None:
    assert record(row("U", name="a", at=AT), schema) == {**EMPTY, "name": "a", "at": MOMENT}
    assert record(deleted(), schema) is None


@pytest.mark.parametrize("text", [AT, "2024-02-29T12:34:56.78", "2024-02-29T13:34:56.780000+01:00"])
def test_times_are_read(schema: Document, text: str) -> None:
    assert plain({"id": 1, "at": text}, schema) == {**EMPTY, "at": MOMENT}


def test_unknown_columns_are_not_passed_over(schema: Document) -> None:
    with pytest.raises(ValueError, match="colour: no column"):
        plain({"id": 1, "colour": "red"}, schema)
