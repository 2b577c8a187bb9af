"""The 77 operations: operationId -> what is done, in the order of the contract.

`read`, `listed`, `part_of`, `made`, `changed` and `deleted` say all there is to say of a plain operation. What is
particular is a function here that unpacks the request, calls one verb of the school and chooses the status; the
rules are in the module of the noun.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from understudy.mocks.errors import NotFound
from understudy.mocks.pipeline.messages import (
    ACCEPTED,
    CREATED,
    NO_CONTENT,
    OK,
    Request,
    Response,
    encoded,
    json,
)
from understudy.mocks.store import Record
from understudy.mocks.thinkific import pages
from understudy.mocks.thinkific.pages import Window
from understudy.mocks.thinkific.school import School

Operation = Callable[[Request, School], Response]
Method = TypeVar("Method")
Verb = Callable[[School], Method]
"""Which verb of which noun: `lambda school: school.coupons.update`."""

SIGNATURE = "hmac-sha256-signature"


def read(collection: str) -> Operation:
    """One record by its id."""

    def operation(request: Request, school: School) -> Response:
        body = school.store.shown(collection, request.path["id"])
        if body is None:
            raise NotFound(collection, request.path["id"])
        return encoded(200, body)

    return operation


def listed(collection: str) -> Operation:
    """A page of all records of a collection."""

    def operation(request: Request, school: School) -> Response:
        return encoded(200, pages.select(school.store, Window.of(request.query), collection))

    return operation


def part_of(owner: str, collection: str, field: str) -> Operation:
    """A page of the records that belong to the one in the path, by position."""

    def operation(request: Request, school: School) -> Response:
        owner_id = school.records.get(owner, request.path["id"])["id"]
        window = Window.of(request.query)
        body = pages.select(school.store, window, collection, {field: owner_id}, order=["position"])
        return encoded(200, body)

    return operation


def made(create: Verb[Callable[[Record], Record]], collection: str, status: int = 201) -> Operation:
    """A new record by the noun's `create`, from the body, answered as it is shown."""

    def operation(request: Request, school: School) -> Response:
        return json(status, shown(school, collection, create(school)(request.body)))

    return operation


def changed(update: Verb[Callable[[int, Record], None]]) -> Operation:
    """A change of the record in the path by the noun's `update`, from the body."""

    def operation(request: Request, school: School) -> Response:
        update(school)(request.path["id"], request.body)
        return NO_CONTENT

    return operation


def deleted(collection: str) -> Operation:
    """A record, with all that belongs to it."""

    def operation(request: Request, school: School) -> Response:
        school.records.delete(collection, request.path["id"])
        return NO_CONTENT

    return operation


def shown(school: School, collection: str, record: Record) -> Record:
    """What the API shows of a record, in the order of the contract."""
    return {name: record[name] for name in school.store.collections[collection].shown}


def filters(request: Request) -> Record:
    """The values of `query[…]`, by the names between the brackets."""
    return {name[6:-1]: value for name, value in request.query.items() if name.startswith("query[")}


# Bundles


def get_bundle_courses(request: Request, school: School) -> Response:
    return encoded(200, school.bundles.courses(request.path["id"], Window.of(request.query)))


def get_bundle_enrollments(request: Request, school: School) -> Response:
    window = Window.of(request.query)
    return encoded(200, school.bundles.list_enrollments(request.path["id"], window, filters(request)))


def create_enrollment_in_bundle(request: Request, school: School) -> Response:
    done = school.bundles.enroll(request.path["id"], request.body)
    return CREATED if done else ACCEPTED


def update_enrollments_in_bundle(request: Request, school: School) -> Response:
    school.bundles.update_enrollments(request.path["id"], request.body)
    return NO_CONTENT


# Categories and their memberships


def get_category_products(request: Request, school: School) -> Response:
    return encoded(200, school.categories.products(request.path["id"], Window.of(request.query)))


def add_products_to_category(request: Request, school: School) -> Response:
    school.categories.add_products(request.path["id"], request.body["product_ids"])
    return CREATED


def remove_products_from_category(request: Request, school: School) -> Response:
    school.categories.remove_products(request.path["id"], request.body["product_ids"])
    return NO_CONTENT


# Coupons


def get_coupons(request: Request, school: School) -> Response:
    return encoded(200, school.coupons.list(request.query["promotion_id"], Window.of(request.query)))


def create_coupon(request: Request, school: School) -> Response:
    coupon = school.coupons.create(request.query["promotion_id"], request.body)
    return json(201, shown(school, "coupons", coupon))


def bulk_create_coupons(request: Request, school: School) -> Response:
    coupons = school.coupons.create_many(request.query["promotion_id"], request.body)
    return json(201, {"items": [shown(school, "coupons", coupon) for coupon in coupons]})


# Enrollments


def get_enrollments(request: Request, school: School) -> Response:
    return encoded(200, school.enrollments.list(Window.of(request.query), filters(request)))


def create_enrollment(request: Request, school: School) -> Response:
    return json(201, school.enrollments.create(request.body))


def get_enrollment(request: Request, school: School) -> Response:
    return json(200, school.enrollments.read(request.path["id"]))


# External orders


def create_external_order(request: Request, school: School) -> Response:
    return json(201, school.external_orders.create(request.body))


def purchase_external_order(request: Request, school: School) -> Response:
    school.external_orders.transact(request.path["id"], "purchase", request.body)
    return OK


def refund_external_order(request: Request, school: School) -> Response:
    school.external_orders.transact(request.path["id"], "refund", request.body)
    return OK


# Groups, their users and analysts


def create_group_users(request: Request, school: School) -> Response:
    school.groups.add_user(request.body["user_id"], request.body["group_names"])
    return CREATED


def get_group_analysts(request: Request, school: School) -> Response:
    return json(200, {"group_analysts": school.groups.analysts(request.path["group_id"])})


def add_analysts_to_group(request: Request, school: School) -> Response:
    school.groups.add_analysts(request.path["group_id"], request.body["user_ids"])
    return CREATED


def remove_analyst_from_group(request: Request, school: School) -> Response:
    school.groups.remove_analyst(request.path["group_id"], request.path["user_id"])
    return NO_CONTENT


def add_groups_to_analyst(request: Request, school: School) -> Response:
    school.groups.add_groups(request.path["user_id"], request.body["group_ids"])
    return CREATED


def remove_group_from_analyst(request: Request, school: School) -> Response:
    school.groups.remove_group(request.path["user_id"], request.path["group_id"])
    return NO_CONTENT


# Publish requests


def get_publish_requests(request: Request, school: School) -> Response:
    return encoded(200, school.publish_requests.unhandled(Window.of(request.query)))


def approve_publish_request(request: Request, school: School) -> Response:
    school.publish_requests.approve(request.path["id"], request.body)
    return OK


def deny_publish_request(request: Request, school: School) -> Response:
    school.publish_requests.deny(request.path["id"], request.body)
    return OK


# Products


def get_related_products(request: Request, school: School) -> Response:
    product = school.records.get("products", request.path["id"])
    window = Window.of(request.query)
    return encoded(200, pages.of_ids(school.store, window, "products", product["related_product_ids"]))


# Promotions


def get_promotion_by_coupon(request: Request, school: School) -> Response:
    query = request.query
    return encoded(200, school.promotions.by_coupon(query["product_id"], query["coupon_code"]))


# Course reviews


def get_course_reviews(request: Request, school: School) -> Response:
    query = request.query
    approved = query.get("approved", False)
    return encoded(200, school.reviews.list(query["course_id"], Window.of(query), approved=approved))


def create_course_review(request: Request, school: School) -> Response:
    review = school.reviews.create(request.query["course_id"], request.body)
    return json(201, shown(school, "course_reviews", review))


# Users


def get_users(request: Request, school: School) -> Response:
    criteria = school.users.filter(**filters(request))
    return encoded(200, pages.select(school.store, Window.of(request.query), "users", criteria))


def get_user(request: Request, school: School) -> Response:
    return encoded(200, school.users.shown(request.path["id"], request.query.get("provider")))


def update_user(request: Request, school: School) -> Response:
    school.users.update(request.path["id"], request.query.get("provider"), request.body)
    return NO_CONTENT


def delete_user(request: Request, school: School) -> Response:
    school.users.delete(request.path["id"], request.query.get("provider"))
    return NO_CONTENT


def get_user_authentication(request: Request, school: School) -> Response:
    return encoded(200, school.users.authentication(request.path["id"], request.path["provider"]))


# Site scripts


def create_site_script(request: Request, school: School) -> Response:
    script = school.site_scripts.create(request.body, request.headers.get(SIGNATURE))
    return json(201, shown(school, "site_scripts", script))


def update_site_script(request: Request, school: School) -> Response:
    school.site_scripts.update(request.path["id"], request.body, request.headers.get(SIGNATURE))
    return NO_CONTENT


OPERATIONS: dict[str, Operation] = {
    "getBundleByID": read("bundles"),
    "getBundleCourses": get_bundle_courses,
    "getBundleEnrollments": get_bundle_enrollments,
    "createEnrollmentInBundle": create_enrollment_in_bundle,
    "updateEnrollmentsInBundle": update_enrollments_in_bundle,
    "getChapterByID": read("chapters"),
    "getContentsByID": part_of("chapters", "contents", "chapter_id"),
    "getCollections": listed("collections"),
    "crateCollection": made(lambda school: school.categories.create, "collections"),
    "GetCollectionbyID": read("collections"),
    "updateCollectioByID": changed(lambda school: school.categories.update),
    "deleteCollectionByID": deleted("collections"),
    "getProductsbyID": get_category_products,
    "addProductsToCategory": add_products_to_category,
    "deleteProductsByID": remove_products_from_category,
    "getCoupons": get_coupons,
    "createCoupon": create_coupon,
    "bulkCreateCoupons": bulk_create_coupons,
    "getCouponByID": read("coupons"),
    "updateCoupon": changed(lambda school: school.coupons.update),
    "deleteCouponByID": deleted("coupons"),
    "getContentByID": read("contents"),
    "getCourses": listed("courses"),
    "getCourseByID": read("courses"),
    "getChapterOfCourseByID": part_of("courses", "chapters", "course_id"),
    "getCustomProfileFields": listed("custom_profile_field_definitions"),
    "getEnrollments": get_enrollments,
    "createEnrollment": create_enrollment,
    "getEnrollmentsByID": get_enrollment,
    "updateEnrollment": changed(lambda school: school.enrollments.update),
    "createExternalOrder": create_external_order,
    "refundExternalOrder": refund_external_order,
    "purchaseExternalOrder": purchase_external_order,
    "getGroups": listed("groups"),
    "createGroup": made(lambda school: school.groups.create, "groups", status=200),
    "getGroup": read("groups"),
    "deleteGroupByID": deleted("groups"),
    "getGroupAnalysts": get_group_analysts,
    "postGroupAnalysts": add_analysts_to_group,
    "removeAnalystFromGroup": remove_analyst_from_group,
    "addGroupToAnalyst": add_groups_to_analyst,
    "removeGroupFromAnalyst": remove_group_from_analyst,
    "getInstructors": listed("instructors"),
    "createInstructor": made(lambda school: school.instructors.create, "instructors"),
    "getInstructorByID": read("instructors"),
    "updateInstructor": changed(lambda school: school.instructors.update),
    "deleteInstructorByID": deleted("instructors"),
    "getOrders": listed("orders"),
    "getOrderByID": read("orders"),
    "createGroupUsers": create_group_users,
    "getProductPublishRequests": get_publish_requests,
    "getProductPublishRequestByID": read("product_publish_requests"),
    "approvePublishRequest": approve_publish_request,
    "denyPublicationRequest": deny_publish_request,
    "getProducts": listed("products"),
    "getProductByID": read("products"),
    "getRelatedProductByProductID": get_related_products,
    "getPromotions": listed("promotions"),
    "createPromotion": made(lambda school: school.promotions.create, "promotions"),
    "getPromotionByID": read("promotions"),
    "updatePromotionByID": changed(lambda school: school.promotions.update),
    "deletePromotionByID": deleted("promotions"),
    "getPromotionByCoupon": get_promotion_by_coupon,
    "getCourseReviews": get_course_reviews,
    "createCourseReview": create_course_review,
    "getCourseReviewByID": read("course_reviews"),
    "getUsers": get_users,
    "createUser": made(lambda school: school.users.create, "users"),
    "getUserByID": get_user,
    "updateUserByID": update_user,
    "deleteUserByID": delete_user,
    "getUserAuthByIDAndProvider": get_user_authentication,
    "getSiteScripts": listed("site_scripts"),
    "createSiteScript": create_site_script,
    "getSiteScriptByID": read("site_scripts"),
    "updateSiteScriptByID": update_site_script,
    "deleteSiteScriptByID": deleted("site_scripts"),
}
