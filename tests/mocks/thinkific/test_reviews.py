"""Reviews of courses: all of them, or those that are approved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson
import pytest

from understudy.mocks.errors import Invalid, NotFound
from understudy.mocks.thinkific.pages import Window
from understudy.mocks.thinkific.school import School

GIVEN = {"rating": 4.5, "title": "Good", "review_text": "Very good", "user_id": 2, "approved": False}


@pytest.mark.parametrize(
    ("course_id", "approved", "limit", "expected", "total"),
    [
        (1, False, 25, [1, 2], 2),
        (1, True, 25, [1], 1),
        (1, False, 1, [1], 2),
        (2, False, 25, [], 0),
    ],
    ids=["all", "approved", "a page", "none"],
)
def test_list(school: School, course_id: int, approved: bool, limit: int, expected: list[int], total: int) -> None:
    content = orjson.loads(school.reviews.list(course_id, Window(1, limit), approved=approved))
    assert [item["id"] for item in content["items"]] == expected
    assert content["meta"]["pagination"]["total_items"] == total


@pytest.mark.parametrize("approved", [True, False])
def test_create(school: School, approved: bool) -> None:
    given = {**GIVEN, "approved": approved}
    made = school.reviews.create(2, given)
    assert made == {**given, "id": 3, "course_id": 2, "created_at": "2026-01-01T00:00:00.000Z"}
    assert school.records.get("course_reviews", 3) == made
    listed = orjson.loads(school.reviews.list(2, Window(1, 25), approved=True))["items"]
    assert [item["id"] for item in listed] == [3] * approved


def test_create_by_nobody(school: School, refused: Callable[..., Any]) -> None:
    with refused(Invalid) as caught:
        school.reviews.create(1, {**GIVEN, "user_id": 99})
    assert caught.value.errors == {"user_id": ["could not be found"]}


def test_unknown_course(school: School, refused: Callable[..., Any]) -> None:
    with refused(NotFound):
        school.reviews.create(99, GIVEN)
    with refused(NotFound):
        school.reviews.list(99, Window(1, 25), approved=False)
