"""Bundles: courses that are sold together. An enrolment in a bundle is one in each of its courses."""

from __future__ import annotations

from typing import Any

from understudy.mocks.behaviour import Behaviour, times
from understudy.mocks.errors import Invalid
from understudy.mocks.sandbox import Sandbox
from understudy.mocks.store import Record
from understudy.mocks.thinkific import pages
from understudy.mocks.thinkific.enrollments import DATES, Enrollments
from understudy.mocks.thinkific.pages import Window
from understudy.mocks.thinkific.settings import Settings


class Bundles(Behaviour[Settings]):
    def __init__(self, sandbox: Sandbox[Settings], enrollments: Enrollments) -> None:
        super().__init__(sandbox)
        self.enrollments = enrollments

    def courses(self, bundle_id: int, window: Window) -> bytes:
        bundle = self.records.get("bundles", bundle_id)
        return pages.of_ids(self.store, window, "courses", bundle["course_ids"])

    def list_enrollments(self, bundle_id: int, window: Window, wanted: Any) -> bytes:
        self.records.get("bundles", bundle_id)
        return self.enrollments.list(window, wanted, bundle_id=bundle_id)

    def enroll(self, bundle_id: int, given: Record) -> bool:
        """Enrols a user in each course of the bundle.

        Returns whether it is done already: enrolments in many courses are made a moment later.
        """
        bundle = self.records.get("bundles", bundle_id)
        self._known_user(given["user_id"])
        changes = times(given, DATES)
        settings = self.sandbox.settings
        if len(bundle["course_ids"]) <= settings.bundle_courses_at_once:
            self.enroll_in_courses(bundle_id, given["user_id"], changes)
            return True
        self.sandbox.jobs.later(
            settings.bundle_delay_seconds,
            "enroll_in_bundle",
            bundle_id=bundle_id,
            user_id=given["user_id"],
            changes=changes,
        )
        return False

    def enroll_in_courses(self, bundle_id: int, user_id: int, changes: Record) -> None:
        """Makes the enrolments. One that the user has already becomes part of the bundle's.

        Does nothing when bundle or user have gone in the meantime.
        """
        bundle = self.store.get("bundles", bundle_id)
        if bundle is None or self.store.get("users", user_id) is None:
            return
        with self.store.transaction():
            for course_id in bundle["course_ids"]:
                enrollment = self.enrollments.of_user(user_id, course_id)
                part = {**changes, "bundle_id": bundle_id}
                if enrollment is None:
                    self.enrollments.enroll(user_id, course_id, part)
                else:
                    self.records.update("enrollments", enrollment["id"], {**part, "updated_at": self.now()})

    def update_enrollments(self, bundle_id: int, given: Record) -> None:
        """Changes the dates of a user's enrolments in the bundle."""
        self.records.get("bundles", bundle_id)
        user_id = given["user_id"]
        self._known_user(user_id)
        found = self.store.ids("enrollments", {"bundle_id": bundle_id, "user_id": user_id})
        if not found:
            raise Invalid(user_id="is not enrolled in the bundle")
        with self.store.transaction():
            for enrollment_id in found:
                self.enrollments.update(enrollment_id, given)

    def _known_user(self, user_id: int) -> None:
        broken = self.broken_rules()
        broken.known("users", user_id=user_id)
        broken.refuse()
