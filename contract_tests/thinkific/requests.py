"""One good request for every operation, in terms of the seeded school."""

from __future__ import annotations

from typing import Any

from understudy.contract_tests.asking import Ask
from understudy.mocks.store import Store

NAMED = {"name": "Night owls"}
CATEGORY = {"name": "Evening courses", "description": "After work", "slug": "evening-courses"}
INSTRUCTOR = {"first_name": "Ada", "last_name": "Lark", "slug": "ada-lark-the-second"}
PROMOTION = {"name": "Winter sale", "discount_type": "percentage", "amount": 15}
REVIEW = {"rating": 4, "title": "Good", "review_text": "I learned a lot.", "user_id": 1, "approved": True}
SCRIPT = {
    "name": "Counter",
    "description": "Counts visits.",
    "src": "https://your-site.com/counter.js",
    "page_scopes": ["all"],
    "category": "analytics",
}
PAID = {"amount": 2500, "currency": "USD"}


def one(record_id: Any = 1, body: Any = None) -> Ask:
    return Ask({"id": record_id}, body=body)


def good_requests(store: Store) -> dict[str, Ask]:
    """operationId -> a request that succeeds in a school as it is seeded."""
    pending = _first(store, "product_publish_requests", status="pending")["id"]
    analyst_link = store.find("group_analysts", limit=1)[0]
    analyst = analyst_link["user_id"]
    purchase = _first(store, "external_order_transactions", action="purchase")
    known = store.find("user_authentications", limit=1)[0]
    script = store.ids("site_scripts")[0]
    group_name = store.find("groups", limit=1)[0]["name"]
    coupon = _first(store, "coupons", promotion_id=_for_all_products(store))
    bundle = next(entry for entry in store.find("bundles") if len(entry["course_ids"]) <= 10)
    enrolled = _first(store, "enrollments", bundle_id=_enrolled_bundle(store))
    link = {"group_id": analyst_link["group_id"], "user_id": analyst}
    user = {"first_name": "Eve", "last_name": "Moss", "email": "eve.moss@example.com"}
    return {
        "getBundleByID": one(),
        "getBundleCourses": one(),
        "getBundleEnrollments": one(),
        "createEnrollmentInBundle": one(bundle["id"], {"user_id": 1, "activated_at": "2026-01-01T00:00:00Z"}),
        "updateEnrollmentsInBundle": one(
            enrolled["bundle_id"], {"user_id": enrolled["user_id"], "expiry_date": None}
        ),
        "getChapterByID": one(),
        "getContentsByID": one(),
        "getCollections": Ask(),
        "crateCollection": Ask(body=CATEGORY),
        "GetCollectionbyID": one(),
        "updateCollectioByID": one(body=CATEGORY),
        "deleteCollectionByID": one(),
        "getProductsbyID": one(),
        "addProductsToCategory": one(2, {"product_ids": [1, 2]}),
        "deleteProductsByID": one(1, {"product_ids": [1, 2]}),
        "getCoupons": Ask(query={"promotion_id": 1}),
        "createCoupon": Ask(query={"promotion_id": 1}, body={"code": "OWLS"}),
        "bulkCreateCoupons": Ask(query={"promotion_id": 1}, body={"bulk_quantity": 5}),
        "getCouponByID": one(),
        "updateCoupon": one(body={"code": "OWLS2"}),
        "deleteCouponByID": one(),
        "getContentByID": one(),
        "getCourses": Ask(query={"page": 0, "limit": 3}),
        "getCourseByID": one(),
        "getChapterOfCourseByID": one(),
        "getCustomProfileFields": Ask(),
        "getEnrollments": Ask(query={"query[completed]": "true", "query[created_after]": "2023-01-31"}),
        "createEnrollment": Ask(body=_not_enrolled(store)),
        "getEnrollmentsByID": one(),
        "updateEnrollment": one(body={"expiry_date": "2026-02-01T00:00:00Z"}),
        "createExternalOrder": Ask(
            body={
                "payment_provider": "Barter",
                "user_id": 1,
                "product_id": 1,
                "order_type": "one-time",
                "transaction": PAID,
            }
        ),
        "refundExternalOrder": one(purchase["external_order_id"], {"amount": 0, "currency": purchase["currency"]}),
        "purchaseExternalOrder": one(purchase["external_order_id"], {**PAID, "currency": purchase["currency"]}),
        "getGroups": Ask(),
        "createGroup": Ask(body=NAMED),
        "getGroup": one(),
        "deleteGroupByID": one(),
        "getGroupAnalysts": Ask({"group_id": 1}),
        "postGroupAnalysts": Ask({"group_id": 1}, body={"user_ids": [analyst]}),
        "removeAnalystFromGroup": Ask(link),
        "addGroupToAnalyst": Ask({"user_id": analyst}, body={"group_ids": [1, 2]}),
        "removeGroupFromAnalyst": Ask(link),
        "getInstructors": Ask(),
        "createInstructor": Ask(body=INSTRUCTOR),
        "getInstructorByID": one(),
        "updateInstructor": one(body=INSTRUCTOR),
        "deleteInstructorByID": one(),
        "getOrders": Ask(),
        "getOrderByID": one(),
        "createGroupUsers": Ask(body={"user_id": 1, "group_names": [group_name]}),
        "getProductPublishRequests": Ask(),
        "getProductPublishRequestByID": one(),
        "approvePublishRequest": one(pending, {"user_id": 1}),
        "denyPublicationRequest": one(pending, {"user_id": 1, "response_text": "Not yet."}),
        "getProducts": Ask(),
        "getProductByID": one(),
        "getRelatedProductByProductID": one(),
        "getPromotions": Ask(),
        "createPromotion": Ask(body=PROMOTION),
        "getPromotionByID": one(),
        "updatePromotionByID": one(body=PROMOTION),
        "deletePromotionByID": one(),
        "getPromotionByCoupon": Ask(query={"product_id": 1, "coupon_code": coupon["code"]}),
        "getCourseReviews": Ask(query={"course_id": 1, "approved": "true"}),
        "createCourseReview": Ask(query={"course_id": 1}, body=REVIEW),
        "getCourseReviewByID": one(),
        "getUsers": Ask(query={"query[role]": "group_analyst"}),
        "createUser": Ask(body={**user, "skip_custom_fields_validation": True}),
        "getUserByID": Ask({"id": known["external_id"]}, {"provider": known["provider"]}),
        "updateUserByID": one(1, {"headline": "Owl"}),
        "deleteUserByID": one(1),
        "getUserAuthByIDAndProvider": Ask({"id": known["user_id"], "provider": known["provider"]}),
        "getSiteScripts": Ask(),
        "createSiteScript": Ask(body=SCRIPT),
        "getSiteScriptByID": one(script),
        "updateSiteScriptByID": one(script, SCRIPT),
        "deleteSiteScriptByID": one(script),
    }


def _first(store: Store, collection: str, **criteria: Any) -> dict[str, Any]:
    found = store.first(collection, criteria)
    if found is None:
        raise LookupError(f"the seeded school has no {collection} with {criteria}")
    return found


def _for_all_products(store: Store) -> Any:
    """A promotion that has coupons and applies to the first product."""
    return next(
        entry["id"]
        for entry in store.find("promotions")
        if entry["coupon_ids"] and (not entry["product_ids"] or 1 in entry["product_ids"])
    )


def _enrolled_bundle(store: Store) -> Any:
    return next(
        entry["id"] for entry in store.find("bundles") if store.exists("enrollments", {"bundle_id": entry["id"]})
    )


def _not_enrolled(store: Store) -> dict[str, Any]:
    taken = {entry["user_id"] for entry in store.find("enrollments", {"course_id": 1})}
    return {"course_id": 1, "user_id": next(user for user in store.ids("users") if user not in taken)}
