"""Enrolments: who may be enrolled, what the clock does to them, and how they are found."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson
import pytest

from understudy.mocks.errors import Invalid, NotFound
from understudy.mocks.sandbox import Sandbox
from understudy.mocks.thinkific.pages import Window
from understudy.mocks.thinkific.school import School
from understudy.mocks.thinkific.settings import Settings

ALL = Window(1, 100)
NOW = "2026-01-01T00:00:00.000Z"
PAST, FUTURE = "2025-12-31T23:59:59.999Z", "2026-01-01T00:00:00.001Z"


def found(school: School, **filters: Any) -> list[int]:
    return [item["id"] for item in orjson.loads(school.enrollments.list(ALL, filters))["items"]]


# ── Making ──


def test_create(school: School) -> None:
    made = school.enrollments.create(
        {
            "user_id": 1,
            "course_id": 2,
            "activated_at": "2026-01-01T02:00:00+02:00",
            "expiry_date": "2027-01-01T00:00:00Z",
        }
    )
    assert made == {
        "id": 1,
        "user_email": "ann@example.com",
        "user_name": "Ann Lee",
        "user_id": 1,
        "course_name": "Course 2",
        "course_id": 2,
        "percentage_completed": "0.0",
        "expired": False,
        "is_free_trial": False,
        "completed": False,
        "started_at": NOW,
        "activated_at": NOW,
        "completed_at": None,
        "updated_at": NOW,
        "expiry_date": "2027-01-01T00:00:00.000Z",
    }
    assert school.enrollments.read(1) == made


@pytest.mark.parametrize(
    ("given", "messages"),
    [
        ({"user_id": 1, "course_id": 99}, ["Course could not be found."]),
        ({"user_id": 99, "course_id": 1}, ["User could not be found."]),
        ({"user_id": 99, "course_id": 99}, ["Course could not be found.", "User could not be found."]),
    ],
    ids=["no course", "no user", "neither"],
)
def test_create_for_nobody_or_in_nothing(
    school: School, refused: Callable[..., Any], given: dict[str, int], messages: list[str]
) -> None:
    with refused(Invalid) as caught:
        school.enrollments.create(given)
    assert caught.value.errors == messages


def test_nobody_is_enrolled_twice(school: School, refused: Callable[..., Any]) -> None:
    school.enrollments.create({"user_id": 1, "course_id": 1})
    with refused(Invalid) as caught:
        school.enrollments.create({"user_id": 1, "course_id": 1})
    assert caught.value.errors == ["User is already enrolled in the course."]
    assert school.enrollments.create({"user_id": 2, "course_id": 1})["id"] == 2
    assert school.enrollments.create({"user_id": 1, "course_id": 2})["id"] == 3


# ── Changing ──


@pytest.mark.parametrize(
    ("given", "activated_at", "expiry_date"),
    [
        ({}, "2025-01-01T00:00:00.000Z", "2027-01-01T00:00:00.000Z"),
        ({"activated_at": None}, None, "2027-01-01T00:00:00.000Z"),
        ({"expiry_date": None}, "2025-01-01T00:00:00.000Z", None),
        ({"expiry_date": "2028-02-29T00:00:00+01:00"}, "2025-01-01T00:00:00.000Z", "2028-02-28T23:00:00.000Z"),
    ],
    ids=["nothing", "no activation", "no expiry", "another expiry"],
)
def test_update_changes_what_was_given(
    school: School,
    sandbox: Sandbox[Settings],
    given: dict[str, Any],
    activated_at: str | None,
    expiry_date: str | None,
) -> None:
    dates = {"activated_at": "2025-01-01T00:00:00Z", "expiry_date": "2027-01-01T00:00:00Z"}
    made = school.enrollments.create({"user_id": 1, "course_id": 1, **dates})
    sandbox.clock.forward(60)
    school.enrollments.update(made["id"], given)
    assert school.enrollments.read(made["id"]) == {
        **made,
        "activated_at": activated_at,
        "expiry_date": expiry_date,
        "is_free_trial": activated_at is None,
        "updated_at": "2026-01-01T00:01:00.000Z",
    }


@pytest.mark.parametrize("verb", ["read", "update"])
def test_unknown(school: School, refused: Callable[..., Any], verb: str) -> None:
    with refused(NotFound):
        getattr(school.enrollments, verb)(99, *[{}] * (verb == "update"))


# ── The clock ──


@pytest.mark.parametrize(
    ("field", "moment", "flag", "value"),
    [
        ("activated_at", None, "is_free_trial", True),
        ("activated_at", FUTURE, "is_free_trial", True),
        ("activated_at", NOW, "is_free_trial", False),
        ("activated_at", PAST, "is_free_trial", False),
        ("expiry_date", None, "expired", False),
        ("expiry_date", FUTURE, "expired", False),
        ("expiry_date", NOW, "expired", True),
        ("expiry_date", PAST, "expired", True),
        ("completed_at", None, "completed", False),
        ("completed_at", FUTURE, "completed", False),
        ("completed_at", NOW, "completed", True),
        ("completed_at", PAST, "completed", True),
    ],
    ids=lambda value: {None: "none", FUTURE: "future", NOW: "now", PAST: "past"}.get(value, str(value)),
)
def test_flags_follow_the_dates(school: School, field: str, moment: str | None, flag: str, value: bool) -> None:
    made = school.enrollments.enroll(1, 1, {field: moment})
    assert school.enrollments.read(made["id"])[flag] is value


def test_flags_follow_a_moved_clock(school: School, sandbox: Sandbox[Settings]) -> None:
    dates = {"activated_at": "2026-01-02T00:00:00Z", "expiry_date": "2026-01-04T00:00:00Z"}
    made = school.enrollments.create({"user_id": 1, "course_id": 1, **dates})
    school.records.update("enrollments", made["id"], {"completed_at": "2026-01-03T00:00:00.000Z"})
    seen = []
    for day in (1, 2, 3, 4):
        sandbox.clock.set(f"2026-01-0{day}")
        now = school.enrollments.read(made["id"])
        flags = [name for name in ("is_free_trial", "completed", "expired") if now[name]]
        filtered = [
            name for name in ("free_trial", "full", "completed", "expired") if found(school, **{name: True})
        ]
        seen.append((flags, filtered, now["percentage_completed"]))
    assert seen == [
        (["is_free_trial"], ["free_trial"], "0.0"),
        ([], ["full"], "0.5"),
        (["completed"], ["full", "completed"], "1.0"),
        (["completed", "expired"], ["full", "completed", "expired"], "1.0"),
    ]


@pytest.mark.parametrize(
    ("completed_at", "now", "share"),
    [
        (None, "2026-06-01", "0.25"),
        ("2026-01-11T00:00:00.000Z", "2025-12-31", "0.0"),
        ("2026-01-11T00:00:00.000Z", "2026-01-01", "0.0"),
        ("2026-01-11T00:00:00.000Z", "2026-01-01T00:00:01Z", "0.0"),
        ("2026-01-11T00:00:00.000Z", "2026-01-04", "0.3"),
        ("2026-01-11T00:00:00.000Z", "2026-01-10T23:59:59Z", "0.99"),
        ("2026-01-11T00:00:00.000Z", "2026-01-11", "1.0"),
        ("2026-01-01T00:00:00.000Z", "2025-06-01", "0.0"),
    ],
    ids=[
        "as stored",
        "before the start",
        "start",
        "a second",
        "three of ten days",
        "a second to go",
        "end",
        "no time",
    ],
)
def test_progress(
    school: School, sandbox: Sandbox[Settings], completed_at: str | None, now: str, share: str
) -> None:
    made = school.enrollments.enroll(1, 1, {"completed_at": completed_at, "percentage_completed": "0.25"})
    sandbox.clock.set(now)
    assert school.enrollments.read(made["id"])["percentage_completed"] == share


@pytest.mark.parametrize(
    ("started_at", "share"), [(None, "0.3"), ("2026-01-02T00:00:00.000Z", "0.22")], ids=["as it was made", "later"]
)
def test_progress_counts_from_the_start(
    school: School, sandbox: Sandbox[Settings], started_at: str | None, share: str
) -> None:
    dates = {"started_at": started_at, "completed_at": "2026-01-11T00:00:00.000Z"}
    made = school.enrollments.enroll(1, 1, dates)
    sandbox.clock.set("2026-01-04")
    assert school.enrollments.read(made["id"])["percentage_completed"] == share


# ── Finding ──


@pytest.fixture
def several(school: School, sandbox: Sandbox[Settings]) -> School:
    """1 Ann in 1: full. 2 Ann in 2: free trial, a day later. 3 Bob in 1: completed, expired, two days later."""
    school.enrollments.create({"user_id": 1, "course_id": 1, "activated_at": NOW})
    sandbox.clock.set("2026-01-02T12:00:00Z")
    school.enrollments.create({"user_id": 1, "course_id": 2, "activated_at": "2027-01-01T00:00:00Z"})
    sandbox.clock.set("2026-01-03T12:00:00Z")
    over = {"activated_at": NOW, "expiry_date": NOW, "completed_at": NOW}
    school.enrollments.enroll(2, 1, over)
    sandbox.clock.set("2026-01-05T00:00:00Z")
    school.enrollments.update(1, {})
    return school


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, [1, 2, 3]),
        ({"user_id": 1}, [1, 2]),
        ({"user_id": 99}, []),
        ({"course_id": 1}, [1, 3]),
        ({"course_id": 1, "user_id": 1}, [1]),
        ({"email": "ANN@Example.com"}, [1, 2]),
        ({"email": "ann"}, []),
        ({"email": "ann@example.com", "user_id": 2}, []),
        ({"free_trial": True}, [2]),
        ({"free_trial": False}, [1, 2, 3]),
        ({"full": True}, [1, 3]),
        ({"full": False}, [1, 2, 3]),
        ({"completed": True}, [3]),
        ({"completed": False}, [1, 2, 3]),
        ({"expired": True}, [3]),
        ({"expired": False}, [1, 2, 3]),
        ({"free_trial": True, "full": True}, []),
        ({"created_on": "2026-01-02"}, [2]),
        ({"created_before": "2026-01-02"}, [1]),
        ({"created_before": "2026-01-02T12:00:00Z"}, [1]),
        ({"created_on_or_before": "2026-01-02"}, [1, 2]),
        ({"created_on_or_before": "2026-01-02T12:00:00Z"}, [1, 2]),
        ({"created_after": "2026-01-02"}, [3]),
        ({"created_after": "2026-01-02T14:00:00+02:00"}, [3]),
        ({"created_on_or_after": "2026-01-02"}, [2, 3]),
        ({"created_on_or_after": "2026-01-02T12:00:00Z"}, [2, 3]),
        ({"updated_on": "2026-01-05"}, [1]),
        ({"updated_before": "2026-01-03"}, [2]),
        ({"updated_on_or_before": "2026-01-03"}, [2, 3]),
        ({"updated_after": "2026-01-03"}, [1]),
        ({"updated_on_or_after": "2026-01-03"}, [1, 3]),
        ({"created_after": "2026-01-01", "updated_before": "2026-01-03"}, [2]),
        ({"full": True, "created_on": "2026-01-01", "user_id": 1, "email": "ann@example.com"}, [1]),
    ],
    ids=lambda value: ", ".join(f"{k} {v}" for k, v in value.items()) or "none" if isinstance(value, dict) else "",
)
def test_filters(several: School, filters: dict[str, Any], expected: list[int]) -> None:
    assert found(several, **filters) == expected


def test_a_list_shows_what_a_read_shows(several: School) -> None:
    items = orjson.loads(several.enrollments.list(ALL, {}))["items"]
    assert items == [several.enrollments.read(number) for number in (1, 2, 3)]


def test_filtered_lists_have_pages(several: School) -> None:
    content = orjson.loads(several.enrollments.list(Window(2, 1), {"user_id": 1}))
    assert [item["id"] for item in content["items"]] == [2]
    assert content["meta"]["pagination"]["entries_info"] == "2-2 of 2"


def test_names_follow_user_and_course(several: School) -> None:
    several.users.update("1", None, {"first_name": "Anna", "email": "anna@example.com"})
    several.records.update("courses", 1, {"name": "Renamed"})
    shown = several.enrollments.read(1)
    assert (shown["user_name"], shown["user_email"], shown["course_name"]) == (
        "Anna Lee",
        "anna@example.com",
        "Renamed",
    )
    assert shown["updated_at"] == "2026-01-05T00:00:00.000Z"
