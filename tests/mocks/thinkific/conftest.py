"""A small school, made by hand, at the first instant of 2026.

users          1 Ann, 2 Bob (group_analyst, known by SSO as "b-2"), 3 Cy (group_analyst, site_admin)
custom fields  1 Phone (required), 2 Country
courses        1 to 12; course 1 is taught by instructor 1 (Ann) and administered by Cy
chapters       1 and 2 of course 1; contents 1 to 3 of chapter 1
bundles        1 of courses 1 and 2; 2 of courses 1 to 11
products       1 to 3 stand for courses 1 to 3 (3 is a draft), 4 for bundle 1; 2 and 3 are related to 1
categories     1 holds products 1 and 2
promotions     1 for product 1, coupon 1 "SAVE10"; 2 for all products, coupons 2 "ALL" and 3 "MORE"
groups         1 North (user Ann, analyst Bob), 2 South
orders         1 by Ann for product 1 with coupon 1
requests       to publish: 1 pending (product 3), 2 approved (product 1)
reviews        1 (approved) and 2 (not) of course 1 by Ann
site scripts   one, by its source

There are no enrolments and no external orders: tests make their own.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import httpx
import pytest

from understudy.fixtures.thinkific import generate
from understudy.mocks.errors import Refusal
from understudy.mocks.sandbox import Sandbox
from understudy.mocks.sandboxes import Sandboxes, Start
from understudy.mocks.thinkific.api import THINKIFIC
from understudy.mocks.thinkific.school import School
from understudy.mocks.thinkific.settings import Settings
from understudy.specs.records import collections

Record = dict[str, Any]
Rows = Iterator[tuple[str, Record]]

NOW = "2026-01-01T00:00:00.000Z"
EARLIER = "2025-06-01T12:00:00.000Z"
SCRIPT_ID = "01HZ0000000000000000000001"
KEY = {"X-Auth-API-Key": "understudy", "X-Auth-Subdomain": "test"}
EMPTY: Record = {"string": "text", "integer": 1, "number": 1, "boolean": False, "array": []}


def record(collection: str, record_id: int | str, **fields: Any) -> tuple[str, Record]:
    """A whole record: null or something plain in every field that is not given."""
    made: Record = {}
    for name, schema in collections("thinkific")[collection].schema["properties"].items():
        made[name] = None if schema.get("nullable") else EMPTY[schema["type"]]
        if schema.get("format") == "date-time" and made[name] is not None:
            made[name] = EARLIER
    return collection, {**made, "id": record_id, **fields}


def user(record_id: int, first_name: str, roles: list[str], **fields: Any) -> tuple[str, Record]:
    email = f"{first_name.lower()}@example.com"
    names = {"first_name": first_name, "last_name": "Lee", "full_name": f"{first_name} Lee"}
    return record("users", record_id, **names, email=email, email_key=email, roles=roles, **fields)


def school_by_hand() -> Rows:
    phone = {"id": 1, "value": "555", "label": "Phone", "custom_profile_field_definition_id": 1}
    yield user(1, "Ann", [], custom_profile_fields=[phone], external_source="fair")
    yield user(2, "Bob", ["group_analyst"])
    yield user(3, "Cy", ["group_analyst", "site_admin"])
    yield record("user_authentications", 1, user_id=2, provider="SSO", external_id="b-2")
    yield record("custom_profile_field_definitions", 1, label="Phone", field_type="text", required=True)
    yield record("custom_profile_field_definitions", 2, label="Country", field_type="text", required=False)
    yield record("groups", 1, name="North", token="aaaaaaaa")
    yield record("groups", 2, name="South", token="bbbbbbbb")
    yield record("group_users", 1, group_id=1, user_id=1)
    yield record("group_analysts", 1, group_id=1, user_id=2)
    yield record("instructors", 1, first_name="Ann", last_name="Lee", slug="ann", user_id=1)
    for number in range(1, 13):
        yield record("courses", number, name=f"Course {number}", slug=f"course-{number}", **teaching(number))
    yield record("chapters", 1, course_id=1, position=2)
    yield record("chapters", 2, course_id=1, position=1)
    for number in (1, 2, 3):
        yield record("contents", number, chapter_id=1, position=4 - number, contentable_type="Lesson")
    yield record("bundles", 1, name="Pair", slug="pair", course_ids=[1, 2])
    yield record("bundles", 2, name="Eleven", slug="eleven", course_ids=list(range(1, 12)))
    for number in (1, 2, 3):
        stands_for = {"productable_type": "Course", "productable_id": number}
        related = [2, 3] if number == 1 else []
        status = "draft" if number == 3 else "published"
        yield record("products", number, **stands_for, status=status, price="10.0", related_product_ids=related)
    yield record("products", 4, productable_type="Bundle", productable_id=1, status="published", price="10.0")
    yield record("collections", 1, name="First", slug="first", product_ids=[1, 2], default=True)
    yield record("promotions", 1, name="Ten off", discount_type="fixed", amount="10.0", product_ids=[1])
    yield record("promotions", 2, name="For all", discount_type="percentage", amount="50.0")
    yield record("coupons", 1, code="SAVE10", promotion_id=1, quantity_used=0)
    yield record("coupons", 2, code="ALL", promotion_id=2, quantity=5, quantity_used=3)
    yield record("coupons", 3, code="MORE", promotion_id=2, quantity_used=0)
    bought = {"user_id": 1, "product_id": 1, "coupon_id": 1, "coupon_code": "SAVE10", "amount_dollars": "20.0"}
    yield record("orders", 1, **bought)
    pending = {"status": "pending", "product_id": 3, "requesting_user_id": 2}
    yield record("product_publish_requests", 1, **pending)
    approved = {"status": "approved", "product_id": 1, "requesting_user_id": 2, "responding_user_id": 3}
    yield record("product_publish_requests", 2, **approved)
    yield record("course_reviews", 1, course_id=1, user_id=1, approved=True)
    yield record("course_reviews", 2, course_id=1, user_id=1, approved=False)
    words = {"location": "footer", "load_method": "async", "category": "analytics", "page_scopes": ["all"]}
    yield record("site_scripts", SCRIPT_ID, src="https://your-site.com/a.js", **words)


def teaching(number: int) -> Record:
    return {"instructor_id": 1, "user_id": 1, "administrator_user_ids": [3]} if number == 1 else {}


@pytest.fixture(scope="session")
def sandboxes() -> Iterator[Sandboxes]:
    made = THINKIFIC.sandboxes(school_by_hand, Start(clock=NOW))
    yield made
    made.close()


@pytest.fixture(scope="session")
def by_hand(sandboxes: Sandboxes) -> bytes:
    """A snapshot of the school made by hand, with all lists and copies in it true."""
    sandbox = sandboxes.make("by-hand")
    sandbox.records.rederive()
    return sandbox.snapshot()


@pytest.fixture(scope="session")
def seeded_sandboxes() -> Iterator[Sandboxes]:
    made = THINKIFIC.sandboxes(lambda: generate(seed=1, records=200), Start(clock=NOW))
    yield made
    made.close()


@pytest.fixture
def sandbox(sandboxes: Sandboxes, by_hand: bytes) -> Iterator[Sandbox[Settings]]:
    yield sandboxes.make("test", by_hand)
    sandboxes.delete("test")


@pytest.fixture
def seeded(seeded_sandboxes: Sandboxes) -> Iterator[Sandbox[Settings]]:
    """A school of 200 records that the recipes made."""
    yield seeded_sandboxes.make("test")
    seeded_sandboxes.delete("test")


@pytest.fixture
def school(sandbox: Sandbox[Settings]) -> School:
    """The school as a private integration sees it, which comes with an API key."""
    found: School = sandbox.behaviour.by_key
    return found


@pytest.fixture
def school_by_app(sandbox: Sandbox[Settings]) -> School:
    """The school as an app sees it, which comes with a token."""
    found: School = sandbox.behaviour.by_token
    return found


@pytest.fixture
def counts(sandbox: Sandbox[Settings]) -> Callable[[], dict[str, int]]:
    """How many records each collection has."""
    return lambda: {name: sandbox.store.count(name) for name in sandbox.store.collections}


@pytest.fixture
def refused(sandbox: Sandbox[Settings]) -> Callable[[type[Refusal]], AbstractContextManager[Any]]:
    """`with refused(Invalid) as caught:` expects the refusal, and not a byte of the state changed."""

    @contextmanager
    def refuse(kind: type[Refusal]) -> Iterator[Any]:
        before = sandbox.snapshot()
        with pytest.raises(kind) as caught:
            yield caught
        assert sandbox.snapshot() == before

    return refuse


@pytest.fixture(scope="session")
def app(sandboxes: Sandboxes) -> Any:
    return THINKIFIC.app(sandboxes)


@pytest.fixture
def ask(app: Any) -> Callable[..., httpx.Response]:
    """Asks the mock over HTTP, in process: `ask("GET", "/courses")`, in the sandbox `test`."""

    async def send(method: str, path: str, **request: Any) -> httpx.Response:
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://mock/api/public/v1") as client:
            return await client.request(method, path, **{"headers": KEY, **request})

    return lambda method, path, **request: asyncio.run(send(method, path, **request))
