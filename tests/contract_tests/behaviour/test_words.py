"""What is the same, and what the words of a story mean."""

from __future__ import annotations

from typing import Any

import pytest

from understudy.contract_tests.behaviour.client import forged, spoilt
from understudy.contract_tests.behaviour.filtering import MEETS, in_order
from understudy.contract_tests.behaviour.paths import at
from understudy.contract_tests.behaviour.same import same
from understudy.contract_tests.behaviour.stories import meets


@pytest.mark.parametrize(
    ("sent", "answered", "are"),
    [
        (15, "15.0", True),
        ("15", "15.0", False),
        (1, True, False),
        ("2026-01-01T02:00:00+02:00", "2026-01-01T00:00:00.000Z", True),
        ("2025-06-10T13:42:06Z", "2025/06/10 13:42:06 +0000", True),
        ({"a": 1}, {"a": 1, "b": 2}, True),
        ({"a": 1, "b": 2}, {"a": 1}, False),
        ([1, 2], [2, 1], False),
        (None, "", False),
    ],
)
def test_same(sent: Any, answered: Any, are: bool) -> None:
    assert same(sent, answered) is are


@pytest.mark.parametrize(
    ("due", "found", "met"),
    [
        ({"has": 1}, [1, 2], True),
        ({"lacks": 1}, [1, 2], False),
        ({"length": 2, "unique": "id"}, [{"id": 1}, {"id": 1}], False),
        ({"length": [7, 8]}, [1, 2], True),
        ({"each": {"a": 1}}, [{"a": 1, "b": 2}], True),
        ({"long": 3}, "abc", True),
        ({"not": 1}, 1, False),
        ({"adds": {"total": "items.price"}}, [{"total": "3.5", "items": [{"price": "1"}, {"price": 2.5}]}], True),
        ({"has": 1, "name": "x"}, {"has": 1, "name": "x"}, True),
        (None, 0, False),
    ],
)
def test_words_of_a_story(due: Any, found: Any, met: bool) -> None:
    assert meets(due, found) is met


@pytest.mark.parametrize(
    ("by", "field", "value", "met"),
    [
        ("text", "Ada@example.com", "ada@EXAMPLE.com", True),
        ("has", ["a", "b"], "b", True),
        ("no", None, True, True),
        ("on", "2026-01-31T23:59:59.999Z", "2026-01-31", True),
        ("after", "2026-01-31T12:00:00Z", "2026-01-31", False),
        ("after", "2026-01-31T12:00:00Z", "2026-01-31T11:59:59Z", True),
        ("until", "2026-01-31T12:00:00Z", "2026-01-31", True),
        ("before", "2026-01-31T00:00:00Z", "2026-01-31", False),
        ("since", "2026-01-31T00:00:00Z", "2026-01-31", True),
    ],
)
def test_filters(by: str, field: Any, value: Any, met: bool) -> None:
    assert MEETS[by](field, value) is met


@pytest.mark.parametrize(("order", "kept"), [("id", True), ("-id", False), ("name,-id", True), ("-name", False)])
def test_order(order: str, kept: bool) -> None:
    assert in_order([{"id": 1, "name": "a"}, {"id": 2, "name": None}, {"id": 3, "name": "b"}], order) is kept


def test_places() -> None:
    value = {"a": [{"b": 1}, {"b": 2}]}
    assert (at(value, "a.-1.b"), at(value, "a.2.b"), at(value, "")) == (2, None, value)


@pytest.mark.parametrize(
    ("value", "wrong", "ends_wrong"),
    [
        ("understudy", "xunderstudy", "underAAAAA"),
        ('Token token="understudy"', 'Token token="xunderstudy"', 'Token token="undersAAAAA'),
        ("Bearer abcdefgh", "Bearer xabcdefgh", "Bearer abcAAAAA"),
        ("Basic YTpi", "Basic YTpieA==", "Basic YTpieA=="),
    ],
)
def test_spoilt_credentials_are_of_the_same_kind(value: str, wrong: str, ends_wrong: str) -> None:
    assert (spoilt(value), forged(value)) == (wrong, ends_wrong)
