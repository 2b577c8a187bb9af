"""Every operation of the contract is there, and answers what the contract says when all is well."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from understudy.mocks.rules.schemas import Validator
from understudy.mocks.sandbox import Sandbox
from understudy.mocks.thinkific.operations import OPERATIONS
from understudy.mocks.thinkific.school import School
from understudy.mocks.thinkific.settings import Settings
from understudy.specs.contract import load, resolved

CONTRACT = load("thinkific")
DOCUMENTED = CONTRACT.operations()
KEY = {"X-Auth-API-Key": "understudy", "X-Auth-Subdomain": "test"}
SCRIPT = "01HZ0000000000000000000001"
CONTENT = "console.log(1)"
SIGNATURE = hmac.new(b"understudy-secret", CONTENT.encode(), hashlib.sha256).hexdigest()


@dataclass
class Call:
    """One good request. `shows`: a part of what the answer must hold."""

    path: dict[str, Any] = field(default_factory=dict)
    body: Any = None
    query: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    status: int = 200
    shows: dict[str, Any] = field(default_factory=dict)


def one(record_id: Any = 1) -> Call:
    return Call({"id": record_id}, shows={"id": record_id})


def gone(record_id: Any = 1) -> Call:
    return Call({"id": record_id}, status=204)


def page(**path: Any) -> Call:
    return Call(path, query={"limit": 2})


def sent(status: int, body: Any, /, shows: dict[str, Any] | None = None, **path: Any) -> Call:
    return Call(path, body, status=status, shows=shows or {})


CATEGORY = {"name": "New", "description": "d", "slug": "new"}
INSTRUCTOR = {"first_name": "Dee", "last_name": "Fox", "slug": "dee"}
MONEY = {"amount": 100, "currency": "USD"}
ORDER = {"payment_provider": "Till", "user_id": 1, "product_id": 1, "order_type": "one-time", "transaction": MONEY}
PERSON = {
    "first_name": "Dee",
    "last_name": "Fox",
    "email": "dee@example.com",
    "custom_profile_fields": [{"custom_profile_field_definition_id": 1, "value": "5"}],
}
PROMOTION = {"name": "Spring", "discount_type": "fixed", "amount": 5}
REVIEW = {"rating": 5, "title": "t", "review_text": "r", "user_id": 1, "approved": True}
ABOUT = {"name": "n", "description": "d", "page_scopes": ["all"], "category": "analytics"}
SIGNED = Call({}, {**ABOUT, "content": CONTENT}, headers={"HMAC-SHA256-SIGNATURE": SIGNATURE}, status=201)

CALLS: dict[str, Call] = {
    "getBundleByID": one(),
    "getBundleCourses": page(id=1),
    "getBundleEnrollments": page(id=1),
    "createEnrollmentInBundle": sent(201, {"user_id": 2}, id=1),
    "createEnrollmentInBundle, large": sent(202, {"user_id": 2}, id=2),
    "updateEnrollmentsInBundle": sent(204, {"user_id": 1, "expiry_date": "2027-01-01T00:00:00Z"}, id=1),
    "getChapterByID": one(),
    "getContentsByID": page(id=1),
    "getCollections": page(),
    "crateCollection": sent(201, CATEGORY, CATEGORY),
    "GetCollectionbyID": one(),
    "updateCollectioByID": sent(204, CATEGORY, id=1),
    "deleteCollectionByID": gone(),
    "getProductsbyID": page(id=1),
    "addProductsToCategory": sent(201, {"product_ids": [3]}, id=1),
    "deleteProductsByID": sent(204, {"product_ids": [1]}, id=1),
    "getCoupons": Call(query={"promotion_id": 1}),
    "createCoupon": Call({}, {"code": "NEW"}, {"promotion_id": 1}, status=201, shows={"code": "NEW"}),
    "bulkCreateCoupons": Call({}, {"bulk_quantity": 3}, {"promotion_id": 1}, status=201),
    "getCouponByID": one(),
    "updateCoupon": sent(204, {"code": "NEW"}, id=1),
    "deleteCouponByID": gone(),
    "getContentByID": one(),
    "getCourses": page(),
    "getCourseByID": one(),
    "getChapterOfCourseByID": page(id=1),
    "getCustomProfileFields": page(),
    "getEnrollments": page(),
    "createEnrollment": sent(201, {"user_id": 2, "course_id": 1}, {"user_id": 2, "course_id": 1}),
    "getEnrollmentsByID": one(),
    "updateEnrollment": sent(204, {"activated_at": "2026-01-01T00:00:00Z"}, id=1),
    "createExternalOrder": sent(201, ORDER, {"id": 2}),
    "refundExternalOrder": sent(200, MONEY, id=1),
    "purchaseExternalOrder": sent(200, MONEY, id=1),
    "getGroups": page(),
    "createGroup": sent(200, {"name": "West"}, {"name": "West"}),
    "getGroup": one(),
    "deleteGroupByID": gone(),
    "getGroupAnalysts": Call({"group_id": 1}, shows={"group_analysts": [2]}),
    "postGroupAnalysts": sent(201, {"user_ids": [3]}, group_id=1),
    "removeAnalystFromGroup": Call({"group_id": 1, "user_id": 2}, status=204),
    "addGroupToAnalyst": sent(201, {"group_ids": [2]}, user_id=2),
    "removeGroupFromAnalyst": Call({"group_id": 1, "user_id": 2}, status=204),
    "getInstructors": page(),
    "createInstructor": sent(201, INSTRUCTOR, INSTRUCTOR),
    "getInstructorByID": one(),
    "updateInstructor": sent(204, INSTRUCTOR, id=1),
    "deleteInstructorByID": gone(),
    "getOrders": page(),
    "getOrderByID": one(),
    "createGroupUsers": sent(201, {"user_id": 2, "group_names": ["South"]}),
    "getProductPublishRequests": page(),
    "getProductPublishRequestByID": one(),
    "approvePublishRequest": sent(200, {"user_id": 3}, id=1),
    "denyPublicationRequest": sent(200, {"user_id": 3}, id=1),
    "getProducts": page(),
    "getProductByID": one(),
    "getRelatedProductByProductID": page(id=1),
    "getPromotions": page(),
    "createPromotion": sent(201, PROMOTION, {"name": "Spring", "amount": "5.0"}),
    "getPromotionByID": one(),
    "updatePromotionByID": sent(204, PROMOTION, id=1),
    "deletePromotionByID": gone(),
    "getPromotionByCoupon": Call(query={"product_id": 1, "coupon_code": "SAVE10"}, shows={"id": 1}),
    "getCourseReviews": Call(query={"course_id": 1, "approved": "true"}),
    "createCourseReview": Call({}, REVIEW, {"course_id": 1}, status=201, shows=REVIEW),
    "getCourseReviewByID": one(),
    "getUsers": Call(query={"query[role]": "group_analyst"}),
    "createUser": sent(201, PERSON, {"id": 4, "full_name": "Dee Fox"}),
    "getUserByID": one(),
    "getUserByID, external": Call({"id": "b-2"}, query={"provider": "SSO"}, shows={"id": 2}),
    "updateUserByID": sent(204, {"bio": "b"}, id=1),
    "deleteUserByID": gone(),
    "getUserAuthByIDAndProvider": Call({"id": 2, "provider": "SSO"}, shows={"external_id": "b-2"}),
    "getSiteScripts": page(),
    "createSiteScript": sent(201, {**ABOUT, "src": "https://your-site.com/b.js"}, ABOUT),
    "createSiteScript, signed": SIGNED,
    "getSiteScriptByID": one(SCRIPT),
    "updateSiteScriptByID": sent(204, {**ABOUT, "src": "https://your-site.com/b.js"}, id=SCRIPT),
    "deleteSiteScriptByID": gone(SCRIPT),
}


@pytest.fixture
def busy(sandbox: Sandbox[Settings]) -> Sandbox[Settings]:
    """Ann is enrolled in bundle 1, and has an external order."""
    school: School = sandbox.behaviour.by_key
    school.bundles.enroll(1, {"user_id": 1})
    school.external_orders.create(ORDER)
    return sandbox


def test_every_operation_is_there_in_the_order_of_the_contract() -> None:
    assert list(OPERATIONS) == list(DOCUMENTED)
    assert len(OPERATIONS) == 77


def test_every_operation_is_called_below() -> None:
    assert list(dict.fromkeys(name.split(",")[0] for name in CALLS)) == list(DOCUMENTED)


@pytest.mark.parametrize("name", CALLS)
def test_when_all_is_well(ask: Callable[..., httpx.Response], busy: Sandbox[Settings], name: str) -> None:
    call = CALLS[name]
    method, path, operation = DOCUMENTED[name.split(",")[0]]
    request = {"params": call.query, "headers": KEY | call.headers}
    if call.body is not None:
        request["json"] = call.body
    before = busy.snapshot()
    answer = ask(method, path.format(**call.path), **request)
    assert answer.status_code == call.status, answer.text
    check_content(operation["responses"][str(call.status)], answer)
    shown = answer.json() if answer.content else {}
    assert {name: shown[name] for name in call.shows} == call.shows
    assert (busy.snapshot() == before) is (method == "GET")


def check_content(response: dict[str, Any], answer: httpx.Response) -> None:
    """The body meets its schema; there is none where the contract has none."""
    content = response.get("content", {})
    if not content:
        assert answer.content == b""
        return
    assert answer.headers["content-type"] == "application/json"
    schema = resolved(CONTRACT, content["application/json"]["schema"])
    assert [violation.message for violation in Validator(schema).violations(answer.json())] == []


NAMED = [name for name, (_, path, _) in DOCUMENTED.items() if "{" in path]


@pytest.mark.parametrize("name", NAMED)
@pytest.mark.usefixtures("busy")
def test_where_nothing_is(ask: Callable[..., httpx.Response], busy: Sandbox[Settings], name: str) -> None:
    """Every path that names a record names one that is not there."""
    call, (method, path, operation) = CALLS[name], DOCUMENTED[name]
    missing = {part: value if part == "provider" else 999999 for part, value in call.path.items()}
    request = {"params": call.query, **({} if call.body is None else {"json": call.body})}
    before = busy.snapshot()
    answer = ask(method, path.format(**missing), **request)
    assert answer.status_code == (422 if name == "postGroupAnalysts" else 404), answer.text
    assert busy.snapshot() == before
    reference = operation["responses"][str(answer.status_code)]
    if "$ref" in reference:
        reference = CONTRACT.document["components"]["responses"][reference["$ref"].rsplit("/", 1)[1]]
    check_content(reference, answer)


@pytest.mark.parametrize(
    "name", [name for name, call in CALLS.items() if call.body is not None and "," not in name]
)
@pytest.mark.parametrize(
    ("content", "media_type", "status"),
    [
        (b"{", "application/json", 400),
        (b"", "application/json", 400),
        (b"{}", "text/plain", 415),
        (b"[]", None, 422),
    ],
    ids=["no JSON", "nothing", "another media type", "no object"],
)
def test_bodies_that_are_none(
    ask: Callable[..., httpx.Response],
    busy: Sandbox[Settings],
    name: str,
    content: bytes,
    media_type: str | None,
    status: int,
) -> None:
    call, (method, path, _) = CALLS[name], DOCUMENTED[name]
    headers = {**KEY, "Content-Type": media_type or "application/json"}
    before = busy.snapshot()
    answer = ask(method, path.format(**call.path), params=call.query, content=content, headers=headers)
    assert answer.status_code == status, answer.text
    assert busy.snapshot() == before
