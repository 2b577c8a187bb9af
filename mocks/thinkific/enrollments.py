"""Enrolments of users in courses. What follows the clock is computed when an enrolment is read.

Without an activation date, or before it, an enrolment is a free trial. It is expired from its expiry date on,
and complete from its completion date on.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from understudy.mocks.behaviour import Behaviour, chosen, times
from understudy.mocks.clock import parse
from understudy.mocks.errors import Invalid
from understudy.mocks.store import Criteria, Record
from understudy.mocks.thinkific.pages import Window, page
from understudy.mocks.thinkific.settings import Settings
from understudy.mocks.thinkific.time_filters import between

DATES = ("activated_at", "expiry_date")
NO_COURSE = "Course could not be found."
NO_USER = "User could not be found."
TWICE = "User is already enrolled in the course."


class Enrollments(Behaviour[Settings]):
    def read(self, enrollment_id: int) -> Record:
        return self.present(self.records.get("enrollments", enrollment_id))

    def list(self, window: Window, wanted: Mapping[str, Any], **of: Any) -> bytes:
        """A page of the enrolments that pass the filters; `of` narrows to a bundle."""
        criteria = {**of, **self._criteria(wanted)}
        found = self.store.find("enrollments", criteria, limit=window.limit, offset=window.offset)
        items = [orjson.dumps(self.present(enrollment)) for enrollment in found]
        return page(window, items, self.store.count("enrollments", criteria))

    def create(self, given: Record) -> Record:
        """Enrols a user in a course, once."""
        course = self.records.find_reference("courses", given.get("course_id"))
        user = self.records.find_reference("users", given.get("user_id"))
        missing = [NO_COURSE] * (course is None) + [NO_USER] * (user is None)
        if course is None or user is None:
            raise Invalid(missing)
        if self.of_user(user["id"], course["id"]) is not None:
            raise Invalid([TWICE])
        return self.present(self.enroll(user["id"], course["id"], times(given, DATES)))

    def update(self, enrollment_id: int, given: Record) -> None:
        self.records.update("enrollments", enrollment_id, {**times(given, DATES), "updated_at": self.now()})

    def of_user(self, user_id: int, course_id: int) -> Record | None:
        return self.store.first("enrollments", {"user_id": user_id, "course_id": course_id})

    def enroll(self, user_id: int, course_id: int, changes: Record) -> Record:
        now = self.now()
        return self.records.insert(
            "enrollments",
            {
                "user_id": user_id,
                "course_id": course_id,
                "percentage_completed": "0.0",
                "expired": False,
                "is_free_trial": False,
                "completed": False,
                "started_at": now,
                "activated_at": None,
                "completed_at": None,
                "expiry_date": None,
                "created_at": now,
                "updated_at": now,
                "bundle_id": None,
                **changes,
            },
        )

    def present(self, enrollment: Record) -> Record:
        """What the API shows of an enrolment now."""
        now = self.now()
        shown = {name: enrollment[name] for name in self.store.collections["enrollments"].shown}
        shown["expired"] = _past(enrollment["expiry_date"], now)
        shown["is_free_trial"] = not _past(enrollment["activated_at"], now)
        shown["completed"] = _past(enrollment["completed_at"], now)
        shown["percentage_completed"] = _progress(enrollment, now)
        return shown

    def _criteria(self, wanted: Mapping[str, Any]) -> Criteria:
        now = self.now()
        both: list[Criteria] = [between(field, wanted) for field in ("created_at", "updated_at")]
        if wanted.get("free_trial"):
            both.append({"$or": [{"activated_at": None}, {"activated_at": {"$gt": now}}]})
        if wanted.get("full"):
            both.append({"activated_at": {"$lte": now}})
        if wanted.get("completed"):
            both.append({"completed_at": {"$lte": now}})
        if wanted.get("expired"):
            both.append({"expiry_date": {"$lte": now}})
        if "email" in wanted:
            both.append({"user_id": {"$in": self.store.ids("users", {"email_key": wanted["email"].lower()})}})
        both.append(chosen(wanted, ("user_id", "course_id")))
        return {"$and": held} if (held := [part for part in both if part]) else {}


def _past(moment: str | None, now: str) -> bool:
    return moment is not None and moment <= now


def _progress(enrollment: Record, now: str) -> str:
    """Share of the course, `0.0` to `1.0`. Before a completion that is still to come: the share of the time."""
    completed_at: str | None = enrollment["completed_at"]
    stored: str = enrollment["percentage_completed"]
    if completed_at is None:
        return stored
    if completed_at <= now:
        return "1.0"
    start = parse(enrollment["started_at"] or enrollment["created_at"])
    whole = (parse(completed_at) - start).total_seconds()
    passed = (parse(now) - start).total_seconds()
    return str(max(0, min(99, int(100 * passed / whole) if whole > 0 else 0)) / 100)
