"""Instructors: their slugs, their users, and what becomes of their courses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from understudy.mocks.errors import Invalid, NotFound
from understudy.mocks.thinkific.school import School

PLAIN = {"first_name": "Dee", "last_name": "Fox", "slug": "dee"}
REST = {
    "title": "Dr",
    "bio": "b",
    "avatar_url": "https://example.com/d.png",
    "email": "dee@example.com",
    "user_id": 2,
}


@pytest.mark.parametrize(
    ("given", "shown"),
    [(PLAIN, dict.fromkeys(REST)), ({**PLAIN, **REST}, REST), ({**PLAIN, "user_id": None}, dict.fromkeys(REST))],
    ids=["required alone", "all", "no user"],
)
def test_create(school: School, given: dict[str, Any], shown: dict[str, Any]) -> None:
    made = school.instructors.create(given)
    assert made == {**PLAIN, **shown, "id": 2, "created_at": "2026-01-01T00:00:00.000Z"}
    assert school.records.get("instructors", 2) == made


@pytest.mark.parametrize(
    "given",
    [{name: value} for name, value in {**PLAIN, **REST}.items()] + [{"user_id": None}, {"slug": "ann"}, {}],
    ids=lambda given: ", ".join(f"{name} {value}" for name, value in given.items()) or "nothing",
)
def test_update_changes_what_was_given(school: School, given: dict[str, Any]) -> None:
    before = school.records.get("instructors", 1)
    school.instructors.update(1, given)
    assert school.records.get("instructors", 1) == {**before, **given}


@pytest.mark.parametrize(
    ("given", "errors"),
    [
        ({"slug": "ann"}, {"slug": ["has already been taken"]}),
        ({"user_id": 99}, {"user_id": ["could not be found"]}),
        ({"slug": "ann", "user_id": 99}, {"slug": ["has already been taken"], "user_id": ["could not be found"]}),
    ],
    ids=["slug", "user", "both"],
)
@pytest.mark.parametrize("verb", ["create", "update"])
def test_refusals(
    school: School, refused: Callable[..., Any], verb: str, given: dict[str, Any], errors: dict[str, list[str]]
) -> None:
    school.instructors.create(PLAIN)
    with refused(Invalid) as caught:
        getattr(school.instructors, verb)(*[2] * (verb == "update"), {**PLAIN, "slug": "eve", **given})
    assert caught.value.errors == errors


def test_delete_leaves_the_courses_without_one(school: School, counts: Callable[[], dict[str, int]]) -> None:
    before, course = counts(), school.records.get("courses", 1)
    school.records.delete("instructors", 1)
    assert counts() == {**before, "instructors": 0}
    assert school.records.get("courses", 1) == {**course, "instructor_id": None}


def test_ids_are_not_used_again(school: School) -> None:
    school.records.delete("instructors", 1)
    assert school.instructors.create({**PLAIN, "slug": "ann"})["id"] == 2


def test_unknown(school: School, refused: Callable[..., Any]) -> None:
    with refused(NotFound):
        school.instructors.update(99, PLAIN)
