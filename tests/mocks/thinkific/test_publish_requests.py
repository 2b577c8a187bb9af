"""Publish requests: listed while pending, answered once."""

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

NOW = "2026-01-01T00:00:00.000Z"


def pending(school: School) -> list[int]:
    return [item["id"] for item in orjson.loads(school.publish_requests.unhandled(Window(1, 25)))["items"]]


@pytest.mark.parametrize(
    ("verb", "status", "product"), [("approve", "approved", "published"), ("deny", "denied", "draft")]
)
@pytest.mark.parametrize("text", ["Well done", None], ids=["with a text", "without"])
def test_answer(
    school: School, sandbox: Sandbox[Settings], verb: str, status: str, product: str, text: str | None
) -> None:
    before = school.records.get("product_publish_requests", 1)
    assert pending(school) == [1]
    given = {"user_id": 3, "response_text": text} if text else {"user_id": 3}
    getattr(school.publish_requests, verb)(1, given)
    assert school.records.get("product_publish_requests", 1) == {
        **before,
        "status": status,
        "response_text": text,
        "responding_user_id": 3,
        "completed_at": NOW,
        "updated_at": NOW,
    }
    assert school.records.get("products", 3)["status"] == product
    assert pending(school) == []


@pytest.mark.parametrize("second", ["approve", "deny"])
@pytest.mark.parametrize(("first", "status"), [("approve", "approved"), ("deny", "denied")])
def test_once(school: School, refused: Callable[..., Any], first: str, status: str, second: str) -> None:
    getattr(school.publish_requests, first)(1, {"user_id": 3})
    with refused(Invalid) as caught:
        getattr(school.publish_requests, second)(1, {"user_id": 3})
    assert caught.value.errors == [{"status": f"has already been {status}"}]


@pytest.mark.parametrize("verb", ["approve", "deny"])
@pytest.mark.parametrize(
    ("request_id", "errors"),
    [(1, [{"user_id": "not found"}]), (2, [{"user_id": "not found"}, {"status": "has already been approved"}])],
    ids=["by nobody", "by nobody, and again"],
)
def test_refusals(
    school: School, refused: Callable[..., Any], verb: str, request_id: int, errors: list[dict[str, str]]
) -> None:
    with refused(Invalid) as caught:
        getattr(school.publish_requests, verb)(request_id, {"user_id": 99})
    assert caught.value.errors == errors


@pytest.mark.parametrize("verb", ["approve", "deny"])
def test_unknown(school: School, refused: Callable[..., Any], verb: str) -> None:
    with refused(NotFound):
        getattr(school.publish_requests, verb)(99, {"user_id": 3})
