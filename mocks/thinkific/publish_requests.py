"""Requests to publish a product: pending until somebody approves or denies them, once."""

from __future__ import annotations

from typing import Literal

from understudy.mocks.behaviour import Behaviour
from understudy.mocks.errors import Invalid
from understudy.mocks.store import Record
from understudy.mocks.thinkific import pages
from understudy.mocks.thinkific.pages import Window
from understudy.mocks.thinkific.settings import Settings

PENDING = "pending"


class PublishRequests(Behaviour[Settings]):
    def unhandled(self, window: Window) -> bytes:
        return pages.select(self.store, window, "product_publish_requests", {"status": PENDING})

    def approve(self, request_id: int, given: Record) -> None:
        """Approves, and publishes the product."""
        with self.store.transaction():
            request = self._answer(request_id, "approved", given)
            self.records.update("products", request["product_id"], {"status": "published"})

    def deny(self, request_id: int, given: Record) -> None:
        self._answer(request_id, "denied", given)

    def _answer(self, request_id: int, status: Literal["approved", "denied"], given: Record) -> Record:
        request = self.records.get("product_publish_requests", request_id)
        errors = []
        if self.store.get("users", given["user_id"]) is None:
            errors.append({"user_id": "not found"})
        if request["status"] != PENDING:
            errors.append({"status": f"has already been {request['status']}"})
        if errors:
            raise Invalid(errors)
        now = self.now()
        return self.records.update(
            "product_publish_requests",
            request_id,
            {
                "status": status,
                "response_text": given.get("response_text"),
                "responding_user_id": given["user_id"],
                "completed_at": now,
                "updated_at": now,
            },
        )
