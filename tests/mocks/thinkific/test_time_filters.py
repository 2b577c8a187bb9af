"""The five relations of the time filters, with dates and date-times."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from understudy.mocks.store import Store
from understudy.mocks.thinkific.time_filters import between
from understudy.specs.records import collections

DAY = "2024-02-29"
TIMES = {
    "eve": "2024-02-28T23:59:59.999Z",
    "midnight": "2024-02-29T00:00:00.000Z",
    "noon": "2024-02-29T12:00:00.000Z",
    "night": "2024-02-29T23:59:59.999Z",
    "morrow": "2024-03-01T00:00:00.000Z",
}


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    """One instructor for each of the times, named after it."""
    made = Store(collections("thinkific"))
    made.create()
    made.insert_many(
        "instructors",
        [{"id": number, "slug": name, "created_at": at} for number, (name, at) in enumerate(TIMES.items(), 1)],
    )
    yield made
    made.close()


@pytest.mark.parametrize(
    ("relation", "text", "expected"),
    [
        pytest.param("before", DAY, "eve", id="before a date"),
        pytest.param("on_or_before", DAY, "eve midnight noon night", id="on or before a date"),
        pytest.param("on", DAY, "midnight noon night", id="on a date"),
        pytest.param("on_or_after", DAY, "midnight noon night morrow", id="on or after a date"),
        pytest.param("after", DAY, "morrow", id="after a date"),
        pytest.param("before", f"{DAY}T12:00:00Z", "eve midnight", id="before an instant"),
        pytest.param("on_or_before", f"{DAY}T12:00:00Z", "eve midnight noon", id="on or before an instant"),
        pytest.param("on", f"{DAY}T12:00:00Z", "midnight noon night", id="on an instant is on its day"),
        pytest.param("on_or_after", f"{DAY}T12:00:00Z", "noon night morrow", id="on or after an instant"),
        pytest.param("after", f"{DAY}T12:00:00Z", "night morrow", id="after an instant"),
        pytest.param("before", f"{DAY}T14:00:00+02:00", "eve midnight", id="an offset east"),
        pytest.param("after", f"{DAY}T07:00:00-05:00", "night morrow", id="an offset west"),
        pytest.param("on", "2024-03-01T01:00:00+02:00", "midnight noon night", id="on the UTC day, from the east"),
        pytest.param("on", "2024-02-28T23:00:00-02:00", "midnight noon night", id="on the UTC day, from the west"),
        pytest.param("on_or_before", f"{DAY}T23:59:59.999Z", "eve midnight noon night", id="milliseconds"),
        pytest.param("after", "9999-12-31", "", id="after the last day"),
        pytest.param("on_or_before", "9999-12-31", " ".join(TIMES), id="on or before the last day"),
        pytest.param("before", "0001-01-01", "", id="before the first day"),
        pytest.param("on", "0000-01-01", "", id="on a day of no calendar"),
    ],
)
def test_relations(store: Store, relation: str, text: str, expected: str) -> None:
    criteria = between("created_at", {f"created_{relation}": text})
    assert [found["slug"] for found in store.find("instructors", criteria)] == expected.split()


def test_relations_combine(store: Store) -> None:
    criteria = between("created_at", {"created_after": "2024-02-28", "created_before": f"{DAY}T12:00:00Z"})
    assert [found["slug"] for found in store.find("instructors", criteria)] == ["midnight"]


def test_other_fields_are_left_alone() -> None:
    assert between("updated_at", {"created_on": DAY, "email": "ann@example.com"}) == {}
