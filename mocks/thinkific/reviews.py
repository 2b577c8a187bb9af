"""Reviews of courses."""

from __future__ import annotations

from understudy.mocks.behaviour import Behaviour, chosen
from understudy.mocks.store import Record
from understudy.mocks.thinkific import pages
from understudy.mocks.thinkific.pages import Window
from understudy.mocks.thinkific.settings import Settings

FIELDS = ("rating", "title", "review_text", "user_id", "approved")


class Reviews(Behaviour[Settings]):
    def list(self, course_id: int, window: Window, *, approved: bool) -> bytes:
        """A page of a course's reviews; with `approved`, only of those that are."""
        self.records.get("courses", course_id)
        criteria = {"course_id": course_id, **({"approved": True} if approved else {})}
        return pages.select(self.store, window, "course_reviews", criteria)

    def create(self, course_id: int, given: Record) -> Record:
        self.records.get("courses", course_id)
        broken = self.broken_rules()
        broken.known("users", user_id=given["user_id"])
        broken.refuse()
        fields = chosen(given, FIELDS)
        return self.records.insert("course_reviews", {**fields, "course_id": course_id, "created_at": self.now()})
