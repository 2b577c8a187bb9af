"""Pagination: which records a page holds, and what it says about itself."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from understudy.mocks.thinkific import pages
from understudy.mocks.thinkific.pages import Window
from understudy.mocks.thinkific.school import School

FIRST = (1, None, None, 1)  # current, next, previous, total pages


def read(body: bytes) -> tuple[list[int], dict[str, Any]]:
    content = orjson.loads(body)
    return [item["id"] for item in content["items"]], content["meta"]["pagination"]


@pytest.mark.parametrize(
    ("page", "limit", "ids", "places", "entries"),
    [
        pytest.param(0, 25, range(1, 13), FIRST, "1-12 of 12", id="page 0 is page 1"),
        pytest.param(1, 25, range(1, 13), FIRST, "1-12 of 12", id="limit larger than total"),
        pytest.param(1, 12, range(1, 13), FIRST, "1-12 of 12", id="limit is the total"),
        pytest.param(1, 5, range(1, 6), (1, 2, None, 3), "1-5 of 12", id="first of three"),
        pytest.param(2, 5, range(6, 11), (2, 3, 1, 3), "6-10 of 12", id="second of three"),
        pytest.param(3, 5, range(11, 13), (3, None, 2, 3), "11-12 of 12", id="last, not full"),
        pytest.param(4, 5, (), (4, None, 3, 3), "0-0 of 12", id="one past the end"),
        pytest.param(99, 5, (), (99, None, 98, 3), "0-0 of 12", id="far past the end"),
        pytest.param(2, 6, range(7, 13), (2, None, 1, 2), "7-12 of 12", id="last, full"),
        pytest.param(12, 1, (12,), (12, None, 11, 12), "12-12 of 12", id="one on a page"),
        pytest.param(2**31 - 1, 2**31 - 1, (), (2**31 - 1, None, 2**31 - 2, 1), "0-0 of 12", id="largest of both"),
    ],
)
def test_pages_of_twelve_courses(
    school: School, page: int, limit: int, ids: range, places: tuple[int | None, ...], entries: str
) -> None:
    found, about = read(pages.select(school.store, Window.of({"page": page, "limit": limit}), "courses"))
    assert found == list(ids)
    assert about == {
        "current_page": places[0],
        "next_page": places[1],
        "prev_page": places[2],
        "total_pages": places[3],
        "total_items": 12,
        "entries_info": entries,
    }


@pytest.mark.parametrize("page", [1, 2])
def test_pages_of_nothing(school: School, page: int) -> None:
    found, about = read(pages.select(school.store, Window(page, 25), "courses", {"name": "none"}))
    assert found == []
    assert (about["total_pages"], about["total_items"], about["entries_info"]) == (0, 0, "0-0 of 0")
    assert about["next_page"] is None


@pytest.mark.parametrize(
    ("page", "limit", "expected"),
    [(1, 2, [3, 1]), (2, 2, [2]), (3, 2, []), (1, 9, [3, 1, 2])],
    ids=["first", "last", "past the end", "all"],
)
def test_pages_of_named_records_keep_their_order(
    school: School, page: int, limit: int, expected: list[int]
) -> None:
    found, about = read(pages.of_ids(school.store, Window(page, limit), "courses", [3, 1, 2]))
    assert found == expected
    assert about["total_items"] == 3


def test_a_total_follows_what_is_made_and_deleted(school: School) -> None:
    def total() -> int:
        _, about = read(pages.select(school.store, Window(1, 1), "groups"))
        return int(about["total_items"])

    made = school.groups.create({"name": "West"})
    assert total() == 3
    school.records.delete("groups", made["id"])
    assert total() == 2
