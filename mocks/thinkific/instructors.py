"""Instructors: who teaches; some are users too."""

from __future__ import annotations

from understudy.mocks.behaviour import Behaviour, chosen
from understudy.mocks.store import Record
from understudy.mocks.thinkific.settings import Settings

OPTIONAL: Record = {"user_id": None, "title": None, "bio": None, "avatar_url": None, "email": None}
FIELDS = ("first_name", "last_name", "slug", *OPTIONAL)


class Instructors(Behaviour[Settings]):
    def create(self, given: Record) -> Record:
        self._check(given)
        fields = {**OPTIONAL, **chosen(given, FIELDS)}
        return self.records.insert("instructors", {**fields, "created_at": self.now()})

    def update(self, instructor_id: int, given: Record) -> None:
        self.records.get("instructors", instructor_id)
        self._check(given, instructor_id)
        self.records.update("instructors", instructor_id, chosen(given, FIELDS))

    def _check(self, given: Record, instructor_id: int | None = None) -> None:
        broken = self.broken_rules()
        broken.free("instructors", by=instructor_id, slug=given.get("slug"))
        broken.known("users", user_id=given.get("user_id"))
        broken.refuse()
