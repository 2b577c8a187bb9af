"""Bundles: an enrolment in one is an enrolment in each of its courses."""

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


def enrolled(school: School, bundle_id: int = 1, **filters: Any) -> list[tuple[int, int]]:
    """User and course of each enrolment in the bundle."""
    items = orjson.loads(school.bundles.list_enrollments(bundle_id, ALL, filters))["items"]
    return [(item["user_id"], item["course_id"]) for item in items]


@pytest.mark.parametrize(
    ("page", "limit", "expected"),
    [(1, 25, [1, 2]), (2, 1, [2]), (3, 1, [])],
    ids=["all", "second", "past the end"],
)
def test_courses(school: School, page: int, limit: int, expected: list[int]) -> None:
    content = orjson.loads(school.bundles.courses(1, Window(page, limit)))
    assert [course["id"] for course in content["items"]] == expected
    assert content["meta"]["pagination"]["total_items"] == 2


def test_enrol_in_each_course(school: School) -> None:
    dates = {"activated_at": "2025-12-01T00:00:00Z", "expiry_date": "2026-12-01T00:00:00Z"}
    assert school.bundles.enroll(1, {"user_id": 1, **dates}) is True
    assert enrolled(school) == [(1, 1), (1, 2)]
    for number in (1, 2):
        made = school.enrollments.read(number)
        assert (made["activated_at"], made["expiry_date"]) == (
            "2025-12-01T00:00:00.000Z",
            "2026-12-01T00:00:00.000Z",
        )
        assert (made["is_free_trial"], made["expired"]) == (False, False)


def test_without_activation_it_is_a_free_trial(school: School) -> None:
    school.bundles.enroll(1, {"user_id": 1})
    assert [school.enrollments.read(number)["is_free_trial"] for number in (1, 2)] == [True, True]


def test_an_earlier_enrolment_becomes_part_of_it(school: School) -> None:
    earlier = school.enrollments.create({"user_id": 1, "course_id": 2, "expiry_date": "2030-01-01T00:00:00Z"})
    school.bundles.enroll(1, {"user_id": 1, "activated_at": NOW})
    assert sorted(enrolled(school)) == [(1, 1), (1, 2)]
    after = school.enrollments.read(earlier["id"])
    assert (after["activated_at"], after["expiry_date"]) == (NOW, "2030-01-01T00:00:00.000Z")


def test_twice_is_once(school: School, counts: Callable[[], dict[str, int]]) -> None:
    school.bundles.enroll(1, {"user_id": 1})
    before = counts()
    school.bundles.enroll(1, {"user_id": 1, "activated_at": NOW})
    assert counts() == before
    assert school.enrollments.read(1)["activated_at"] == NOW


# ── Large bundles ──


def test_a_large_bundle_takes_a_moment(school: School, sandbox: Sandbox[Settings]) -> None:
    assert school.bundles.enroll(2, {"user_id": 1, "activated_at": NOW}) is False
    seen = []
    for seconds in (0, 0.999, 0.001):
        sandbox.clock.forward(seconds)
        sandbox.settle()
        seen.append(len(enrolled(school, 2)))
    assert seen == [0, 0, 11]
    assert school.enrollments.read(11)["activated_at"] == NOW
    assert school.enrollments.read(11)["started_at"] == "2026-01-01T00:00:01.000Z"


def test_it_has_happened_when_it_was_due_however_late_somebody_looks(
    school: School, sandbox: Sandbox[Settings]
) -> None:
    school.bundles.enroll(2, {"user_id": 1})
    sandbox.clock.forward(24 * 60 * 60)
    sandbox.settle()
    assert school.enrollments.read(11)["started_at"] == "2026-01-01T00:00:01.000Z"
    assert sandbox.clock.now() == "2026-01-02T00:00:00.000Z"


@pytest.mark.parametrize(
    ("at_once", "bundle_id", "done"),
    [(11, 2, True), (10, 2, False), (1, 1, False), (2, 1, True)],
    ids=["eleven of eleven", "eleven of ten", "two of one", "two of two"],
)
def test_what_is_large_can_be_set(
    school: School, sandbox: Sandbox[Settings], at_once: int, bundle_id: int, done: bool
) -> None:
    sandbox.change_settings(bundle_courses_at_once=at_once)
    assert school.bundles.enroll(bundle_id, {"user_id": 1}) is done


@pytest.mark.parametrize("collection", ["users", "bundles"])
def test_who_is_gone_by_then_is_not_enrolled(school: School, sandbox: Sandbox[Settings], collection: str) -> None:
    school.bundles.enroll(2, {"user_id": 2})
    school.records.delete(collection, 2)
    sandbox.clock.forward(1)
    sandbox.settle()
    assert sandbox.store.count("enrollments") == 0


def test_a_snapshot_keeps_what_is_to_be_done(school: School, sandbox: Sandbox[Settings]) -> None:
    school.bundles.enroll(2, {"user_id": 1})
    waiting = sandbox.snapshot()
    sandbox.clock.forward(1)
    sandbox.settle()
    assert len(enrolled(school, 2)) == 11
    sandbox.restore(waiting)
    assert enrolled(school, 2) == []
    sandbox.clock.forward(1)
    sandbox.settle()
    assert len(enrolled(school, 2)) == 11


# ── Changing ──


def test_update_changes_the_user_s_enrolments_in_the_bundle_alone(school: School) -> None:
    for user_id in (1, 2):
        school.bundles.enroll(1, {"user_id": user_id, "activated_at": NOW})
    school.enrollments.create({"user_id": 1, "course_id": 3})
    school.bundles.update_enrollments(1, {"user_id": 1, "expiry_date": "2027-01-01T00:00:00Z"})
    dates = [school.enrollments.read(number)["expiry_date"] for number in range(1, 6)]
    assert dates == ["2027-01-01T00:00:00.000Z"] * 2 + [None] * 3
    assert school.enrollments.read(1)["activated_at"] == NOW


# ── Finding ──


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, [(1, 1), (1, 2), (2, 1), (2, 2)]),
        ({"user_id": 2}, [(2, 1), (2, 2)]),
        ({"email": "Bob@Example.com"}, [(2, 1), (2, 2)]),
        ({"completed": True}, [(1, 1)]),
        ({"expired": True}, [(2, 1), (2, 2)]),
        ({"created_on": "2026-01-02"}, [(2, 1), (2, 2)]),
        ({"created_before": "2026-01-02"}, [(1, 1), (1, 2)]),
        ({"updated_on_or_after": "2026-01-02"}, [(2, 1), (2, 2)]),
    ],
    ids=lambda value: ", ".join(value) or "none" if isinstance(value, dict) else "",
)
def test_filters(
    school: School, sandbox: Sandbox[Settings], filters: dict[str, Any], expected: list[tuple[int, int]]
) -> None:
    school.bundles.enroll(1, {"user_id": 1})
    school.records.update("enrollments", 1, {"completed_at": NOW})
    sandbox.clock.set("2026-01-02")
    school.bundles.enroll(1, {"user_id": 2, "expiry_date": NOW})
    school.enrollments.create({"user_id": 2, "course_id": 3})
    assert enrolled(school, **filters) == expected


# ── Refusals ──


@pytest.mark.parametrize(
    ("verb", "given", "errors"),
    [
        ("enroll", {"user_id": 99}, {"user_id": ["could not be found"]}),
        ("update_enrollments", {"user_id": 99}, {"user_id": ["could not be found"]}),
        ("update_enrollments", {"user_id": 1}, {"user_id": ["is not enrolled in the bundle"]}),
    ],
    ids=["enrol nobody", "update nobody", "update one who is not enrolled"],
)
def test_refusals(
    school: School, refused: Callable[..., Any], verb: str, given: dict[str, Any], errors: dict[str, list[str]]
) -> None:
    school.enrollments.create({"user_id": 1, "course_id": 1})
    with refused(Invalid) as caught:
        getattr(school.bundles, verb)(1, given)
    assert caught.value.errors == errors


@pytest.mark.parametrize(
    ("verb", "arguments"),
    [
        ("courses", [ALL]),
        ("list_enrollments", [ALL, {}]),
        ("enroll", [{"user_id": 1}]),
        ("update_enrollments", [{"user_id": 1}]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_unknown(school: School, refused: Callable[..., Any], verb: str, arguments: list[Any]) -> None:
    with refused(NotFound):
        getattr(school.bundles, verb)(99, *arguments)
