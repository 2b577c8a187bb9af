"""What Thinkific's contract says, before and after the corrections."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
import schemathesis
from connexion.spec import Specification
from hypothesis import HealthCheck, Phase, given, settings
from openapi_schema_validator import OAS30Validator, oas30_format_checker
from openapi_spec_validator import validate

from understudy.specs import copies
from understudy.specs.build import FOLDER
from understudy.specs.contract import load

VENDOR: dict[str, Any] = copies.read(FOLDER / "thinkific" / "vendor.yaml")
CONTRACT = load("thinkific")
DOCUMENT = CONTRACT.document
SCHEMAS = CONTRACT.schemas
OPERATIONS = CONTRACT.operations()


def nodes(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    yield path, value
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, child in children:
        yield from nodes(child, (*path, str(name)))


def resolved(value: Any) -> Any:
    """`value` with every reference replaced by what it refers to."""
    if isinstance(value, list):
        return [resolved(entry) for entry in value]
    if not isinstance(value, dict):
        return value
    if not isinstance(value.get("$ref"), str):
        return {name: resolved(entry) for name, entry in value.items()}
    target: Any = DOCUMENT
    for name in value["$ref"].removeprefix("#/").split("/"):
        target = target[name]
    return resolved(target)


def errors(schema: Any, value: Any) -> list[str]:
    validator = OAS30Validator(resolved(schema), format_checker=oas30_format_checker)
    return [error.message for error in validator.iter_errors(value)]


def parameters(operation: dict[str, Any]) -> list[dict[str, Any]]:
    return [resolved(parameter) for parameter in operation.get("parameters", [])]


# ── What the vendor publishes ──


def test_vendor_is_complete() -> None:
    operations = [operation for item in VENDOR["paths"].values() for operation in item.values()]
    references = [value for path, value in nodes(VENDOR) if path[-1:] == ("$ref",)]
    counted = (len(VENDOR["paths"]), len(operations), len(VENDOR["components"]["schemas"]), len(references))
    assert counted == (50, 77, 68, 282)


@pytest.mark.parametrize(
    ("path", "mistake"),
    [
        ("paths /bundles/{id}/courses get", lambda o: "operationId" not in o),
        ("paths /external_orders/{id}/transactions/purchase post parameters 0 schema", {"type": "string"}),
        ("components schemas UnprocessableEntityError properties errors type", "array"),
        ("components schemas OrderResponse properties", lambda p: "created at" in p),
        ("components schemas ProductPriceResponse properties label default", None),
        (
            "components schemas GetProductPublishResponse properties items items $ref",
            "#/components/schemas/PromotionResponse",
        ),
        ("components responses SiteScriptPutPostError", lambda r: "MissingInput" in r),
        ("components examples SiteScriptWithSrcResponse value", lambda v: list(v) == ["site_script"]),
    ],
)
def test_vendor_keeps_its_mistakes(path: str, mistake: Any) -> None:
    value: Any = VENDOR
    for name in path.split(" "):
        value = value[int(name)] if isinstance(value, list) else value[name]
    assert mistake(value) if callable(mistake) else value == mistake


def test_vendor_describes_every_operation_and_response() -> None:
    for item in VENDOR["paths"].values():
        for operation in item.values():
            assert operation["summary"]
            assert all("description" in r or "$ref" in r for r in operation["responses"].values())


# ── What the overlay leaves alone ──


def test_no_path_or_operation_comes_or_goes() -> None:
    assert {path: set(item) for path, item in DOCUMENT["paths"].items()} == {
        path: set(item) for path, item in VENDOR["paths"].items()
    }


def test_operation_ids_are_the_vendors_where_it_has_any() -> None:
    published = {
        operation["operationId"]: (method.upper(), path)
        for path, item in VENDOR["paths"].items()
        for method, operation in item.items()
        if "operationId" in operation
    }
    added = {name: route[:2] for name, route in OPERATIONS.items() if name not in published}
    assert {name: OPERATIONS[name][:2] for name in published} == published
    assert added == {
        "getBundleCourses": ("GET", "/bundles/{id}/courses"),
        "refundExternalOrder": ("POST", "/external_orders/{id}/transactions/refund"),
        "purchaseExternalOrder": ("POST", "/external_orders/{id}/transactions/purchase"),
        "getPromotionByCoupon": ("GET", "/promotions/by_coupon"),
    }


def test_only_these_schemas_and_properties_come_or_go() -> None:
    def names(document: dict[str, Any]) -> set[str]:
        found = set()
        for name, schema in document["components"]["schemas"].items():
            found |= {name, *(f"{name}.{field}" for field in schema.get("properties", {}))}
        return found

    before, after = names(VENDOR), names(DOCUMENT)
    assert before - after == {"OrderResponse.created at", "ValidationError.field_name"}
    assert {name for name in after - before if name.split(".")[0] in before} == {
        "OrderResponse.created_at",
        "ProductPublishRequest.id",
    }
    assert {name for name in after - before if "." not in name} == {
        "BundleEnrollmentRequest",
        "DateOrDateTime",
        "Error",
    }


def test_every_property_has_a_type() -> None:
    for path, schema in nodes(SCHEMAS):
        if len(path) >= 2 and path[-2] == "properties" and not {"anyOf", "allOf"} & set(path):
            assert {"type", "$ref", "anyOf"} & set(schema), ".".join(path)


# ── Who accepts it ──


def test_it_is_valid_openapi() -> None:
    validate(deepcopy(DOCUMENT))


def test_connexion_accepts_it() -> None:
    assert Specification.load(deepcopy(DOCUMENT)).version == (3, 0, 3)


@pytest.fixture(scope="module")
def generated() -> dict[str, Any]:
    schema = schemathesis.openapi.from_dict(deepcopy(DOCUMENT))
    return {found.ok().definition.raw["operationId"]: found.ok() for found in schema.get_all_operations()}


@pytest.mark.parametrize("name", OPERATIONS)
def test_schemathesis_generates_requests_that_keep_the_rules(name: str, generated: dict[str, Any]) -> None:
    body = OPERATIONS[name][2].get("requestBody", {"content": {"application/json": {"schema": None}}})
    schema = body["content"]["application/json"]["schema"]
    quiet = settings(
        max_examples=3,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )

    @quiet
    @given(generated[name].as_strategy())
    def generate(case: Any) -> None:
        assert schema is None or errors(schema, case.body) == []

    generate()


# ── Statuses ──


@pytest.mark.parametrize("name", OPERATIONS)
def test_statuses_that_every_client_meets(name: str) -> None:
    _, path, operation = OPERATIONS[name]
    expected = {"400", "401", "403", "429"}
    expected |= {"413", "415", "422"} if "requestBody" in operation else set()
    expected |= {"404"} if "id}" in path else set()
    assert expected <= set(operation["responses"])


@pytest.mark.parametrize("name", OPERATIONS)
def test_bodies_are_required(name: str) -> None:
    assert OPERATIONS[name][2].get("requestBody", {"required": True})["required"] is True


def test_site_scripts_need_a_scope() -> None:
    scoped = {name: op["x-required-scope"] for name, (_, _, op) in OPERATIONS.items() if "x-required-scope" in op}
    assert scoped == {name: "site_scripts" for name in OPERATIONS if "SiteScript" in name}


# ── Examples ──


def examples() -> Iterator[tuple[str, Any, Any]]:
    """Place, schema and value of every example and default."""
    for path, value in nodes({"paths": DOCUMENT["paths"], "components": DOCUMENT["components"]}):
        if not isinstance(value, dict) or "properties" in path[-1:] or "example" in path or "value" in path:
            continue
        schema = value.get("schema", value)
        place = "/".join(path)
        yield from ((place, schema, value[name]) for name in ("example", "default") if name in value)
        if "schema" in value:
            yield from ((place, schema, resolved(entry)["value"]) for entry in value.get("examples", {}).values())


@pytest.mark.parametrize(("place", "schema", "value"), [pytest.param(*found, id=found[0]) for found in examples()])
def test_every_example_keeps_its_own_rules(place: str, schema: Any, value: Any) -> None:
    assert errors(schema, value) == [], place


# ── Answers ──


def shown() -> dict[str, Any]:
    """The schemas of records and lists that answers consist of."""
    found: dict[str, Any] = {}
    waiting = [op["responses"] for _, _, op in OPERATIONS.values()] + [DOCUMENT["components"]["responses"]]
    while waiting:
        for path, value in nodes(waiting.pop()):
            name = value.removeprefix("#/components/schemas/") if path[-1:] == ("$ref",) else ""
            if name in SCHEMAS and name not in found:
                found[name] = SCHEMAS[name]
                waiting.append(SCHEMAS[name])
    del found["ValidationError"]  # a map: any name of a field will do
    return found


@pytest.mark.parametrize("name", shown())
def test_answers_show_all_that_they_declare_and_nothing_else(name: str) -> None:
    schema = SCHEMAS[name]
    assert set(schema["required"]) == set(schema["properties"])
    assert len(schema["required"]) == len(schema["properties"])
    assert schema["additionalProperties"] is False


def test_only_these_are_numbers_that_are_no_integers() -> None:
    found = {
        f"{path[0]}.{path[-2]}" for path, value in nodes(SCHEMAS) if path[-1:] == ("type",) and value == "number"
    }
    assert found == {
        "CourseReviewResponse.rating",
        "CreateCourseReviewRequest.rating",
        "CreateUserRequest.affiliate_commission",
        "Item.amount_dollars",
        "PromotionRequest.amount",
        "UpdateUserRequest.affiliate_commission",
        "UserResponse.affiliate_commission",
    }
    assert not [op for op in OPERATIONS.values() for p in parameters(op[2]) if p["schema"].get("type") == "number"]


@pytest.mark.parametrize(
    ("schema", "field", "value", "accepted"),
    [
        ("Pagination", "next_page", None, True),
        ("Pagination", "prev_page", None, True),
        ("Pagination", "current_page", None, False),
        ("EnrollmentResponse", "percentage_completed", "0.75", True),
        ("EnrollmentResponse", "percentage_completed", "1.0", True),
        ("EnrollmentResponse", "percentage_completed", "1.5", False),
        ("EnrollmentResponse", "percentage_completed", 0.75, False),
        ("EnrollmentResponse", "expiry_date", None, True),
        ("EnrollmentResponse", "updated_at", None, False),
        ("CouponResponse", "quantity", None, True),
        ("ProductPriceResponse", "trial_interval", None, True),
        ("ProductPriceResponse", "interval", "day", False),
        ("ProductPublishRequest", "status", "pending", True),
        ("ProductPublishRequest", "status", "published", False),
        ("UserResponse", "affiliate_commission_type", None, True),
        ("UserResponse", "affiliate_commission_type", "€", False),
        ("SiteScriptResponse", "id", "01A6BCDEF19GH0JK7K4MN0P87Q", True),
        ("SiteScriptResponse", "id", "123e4567-e89b-12d3-a456-426614174000", False),
        ("UnprocessableEntityError", "errors", {"name": ["can't be blank"]}, True),
        ("UnprocessableEntityError", "errors", {"group_id": "Invalid group ID: 1"}, True),
        ("UnprocessableEntityError", "errors", ["Course could not be found."], True),
        ("UnprocessableEntityError", "errors", [{"user_id": "not found"}], True),
        ("UnprocessableEntityError", "errors", "no", False),
        ("ErrorNotFound", "error", "Record not found.", True),
        ("ErrorNotFound", "error", ["Record not found."], True),
        ("ErrorNotFound", "error", [{"group_id": "Could not find group with ID 1."}], True),
        ("ErrorNotFound", "error", {"user_id": ["Could not find user with ID 1."]}, True),
        ("ErrorNotFound", "error", None, False),
    ],
)
def test_fields_of_answers(schema: str, field: str, value: Any, accepted: bool) -> None:
    assert (errors(SCHEMAS[schema]["properties"][field], value) == []) is accepted


# ── Requests ──

USER = {"first_name": "Bob", "last_name": "Smith", "email": "bob@example.com"}
AFFILIATE = {
    **USER,
    "roles": ["affiliate"],
    "affiliate_code": "abc123",
    "affiliate_commission": 20,
    "affiliate_payout_email": "bob@example.com",
}
PROMOTION = {"name": "A Promo", "discount_type": "percentage", "amount": 10}
SCRIPT = {"name": "Counter", "description": "Counts.", "page_scopes": ["all"], "category": "analytics"}
TRANSACTION = {"amount": 10000, "currency": "USD"}


def without(record: dict[str, Any], field: str) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name != field}


@pytest.mark.parametrize(
    ("schema", "body", "accepted"),
    [
        ("CreateUserRequest", USER, True),
        ("CreateUserRequest", {**USER, "roles": ["site_admin"]}, True),
        ("CreateUserRequest", {**USER, "roles": ["site_admin", "site_admin"]}, False),
        ("CreateUserRequest", {**USER, "first_name": "  "}, False),
        ("CreateUserRequest", {**USER, "password": "short"}, False),
        ("CreateUserRequest", AFFILIATE, True),
        ("CreateUserRequest", without(AFFILIATE, "affiliate_code"), False),
        ("CreateUserRequest", without(AFFILIATE, "affiliate_commission"), False),
        ("CreateUserRequest", without(AFFILIATE, "affiliate_payout_email"), False),
        ("CreateUserRequest", {**AFFILIATE, "affiliate_commission": 0}, False),
        ("CreateUserRequest", {**AFFILIATE, "affiliate_commission": 101}, False),
        (
            "CreateUserRequest",
            {**AFFILIATE, "affiliate_commission": 101, "affiliate_commission_type": "%"},
            False,
        ),
        (
            "CreateUserRequest",
            {**AFFILIATE, "affiliate_commission": 101, "affiliate_commission_type": "$"},
            True,
        ),
        (
            "CreateUserRequest",
            {**AFFILIATE, "affiliate_commission": 9999.99, "affiliate_commission_type": "$"},
            False,
        ),
        ("UpdateUserRequest", {}, True),
        ("UpdateUserRequest", {"affiliate_commission": 101}, True),
        ("UpdateUserRequest", {"affiliate_commission": 101, "affiliate_commission_type": "%"}, False),
        ("PromotionRequest", PROMOTION, True),
        ("PromotionRequest", {**PROMOTION, "amount": 100}, True),
        ("PromotionRequest", {**PROMOTION, "amount": 100.5}, False),
        ("PromotionRequest", {**PROMOTION, "amount": 100.5, "discount_type": "fixed"}, True),
        ("PromotionRequest", {**PROMOTION, "amount": 0}, False),
        ("PromotionRequest", {**PROMOTION, "expires_at": None}, True),
        ("SiteScriptRequest", {**SCRIPT, "src": "https://a.b/c.js"}, True),
        ("SiteScriptRequest", {**SCRIPT, "content": "x"}, True),
        ("SiteScriptRequest", {**SCRIPT, "content": "x", "src": "https://a.b/c.js"}, False),
        ("SiteScriptRequest", SCRIPT, False),
        ("SiteScriptRequest", {**SCRIPT, "src": "ftp://a.b/c.js"}, False),
        ("SiteScriptRequest", [], False),
        ("UpdateCoupon", {"code": "A", "quantity_used": "4"}, True),
        ("UpdateCoupon", {"code": "A", "quantity_used": 4}, True),
        ("UpdateCoupon", {"code": "A", "quantity_used": "four"}, False),
        ("UpdateCoupon", {"code": "A", "quantity_used": -1}, False),
        ("BulkCreateCouponRequest", {"bulk_quantity": 1000}, True),
        ("BulkCreateCouponRequest", {"bulk_quantity": 1001}, False),
        ("BulkCreateCouponRequest", {"bulk_quantity": 1, "bulk_coupon_code_length": 5}, False),
        ("BulkCreateCouponRequest", {}, False),
        ("CollectionRequest", {"name": "N", "description": "D", "slug": "my-category"}, True),
        ("CollectionRequest", {"name": "N", "description": "D", "slug": "My Category"}, False),
        ("CollectionRequest", {"name": "N" * 256, "description": "D", "slug": "n"}, False),
        ("CreateEnrollmentRequest", {"user_id": 1}, False),
        ("BundleEnrollmentRequest", {"user_id": 1, "expiry_date": None}, True),
        ("BundleEnrollmentRequest", {"user_id": 1.5}, False),
        ("CreateGroupUsersRequest", {"user_id": 1, "group_names": []}, False),
        ("ExternalOrderTransaction", {**TRANSACTION, "action": "refund"}, True),
        ("ExternalOrderTransaction", {**TRANSACTION, "action": "gift"}, False),
        ("ExternalOrderTransaction", {**TRANSACTION, "currency": "US"}, False),
        ("ExternalOrderTransaction", {**TRANSACTION, "amount": 0.5}, False),
    ],
)
def test_bodies_of_requests(schema: str, body: Any, accepted: bool) -> None:
    assert (errors(SCHEMAS[schema], body) == []) is accepted


@pytest.mark.parametrize(
    ("operation", "parameter", "value", "accepted"),
    [
        ("getCourses", "page", 0, True),
        ("getCourses", "page", -1, False),
        ("getCourses", "limit", 50_000, True),
        ("getCourses", "limit", 0, False),
        ("getCourseByID", "id", 2**63 - 1, True),
        ("getCourseByID", "id", 2**63, False),
        ("purchaseExternalOrder", "id", "1", False),
        ("getUserByID", "id", "external-7", True),
        ("getBundleEnrollments", "query[completed]", True, True),
        ("getBundleEnrollments", "query[expired]", "2021-04-27", False),
        ("getEnrollments", "query[updated_on_or_after]", "2021-04-27", True),
        ("getEnrollments", "query[created_on]", "2021-04-27T10:00:00Z", True),
        ("getEnrollments", "query[created_on]", "yesterday", False),
        ("getPromotionByCoupon", "coupon_code", "", False),
        ("createSiteScript", "HMAC-SHA256-SIGNATURE", "anything", True),
        ("updateSiteScriptByID", "HMAC-SHA256-SIGNATURE", "anything", True),
    ],
)
def test_parameters_of_requests(operation: str, parameter: str, value: Any, accepted: bool) -> None:
    (declared,) = [p for p in parameters(OPERATIONS[operation][2]) if p["name"] == parameter]
    assert (errors(declared["schema"], value) == []) is accepted


@pytest.mark.parametrize("name", OPERATIONS)
def test_parameters_are_declared_once_and_cover_the_path(name: str) -> None:
    _, path, operation = OPERATIONS[name]
    declared = [(p["in"], p["name"]) for p in parameters(operation)]
    assert len(declared) == len(set(declared))
    assert {part[1:-1] for part in path.split("/") if part.startswith("{")} == {
        n for i, n in declared if i == "path"
    }


def test_messages_stand_beside_the_keyword_they_are_for() -> None:
    found = [schema for _, schema in nodes(DOCUMENT) if isinstance(schema, dict) and "x-messages" in schema]
    assert found
    for schema in found:
        assert set(schema["x-messages"]) <= set(schema)


# ── Links ──


def links() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for name, (_, _, operation) in OPERATIONS.items():
        for status, response in operation["responses"].items():
            for link in response.get("links", {}).values():
                yield name, status, resolved(link)


def test_links_lead_to_operations_with_these_parameters() -> None:
    for _, _, link in links():
        _, _, operation = OPERATIONS[link["operationId"]]
        assert set(link["parameters"]) <= {p["name"] for p in parameters(operation)}


def test_every_link_is_used() -> None:
    used = [value for path, value in nodes(DOCUMENT["paths"]) if path[-1:] == ("$ref",) and "/links/" in value]
    assert {value.removeprefix("#/components/links/") for value in used} == set(DOCUMENT["components"]["links"])


def test_every_operation_that_takes_an_id_is_led_to() -> None:
    led_to = {link["operationId"] for _, _, link in links()}
    takes_id = {name for name, (_, path, _) in OPERATIONS.items() if "id}" in path}
    # Only products show the ID of a bundle, in a field where others show that of a course.
    assert takes_id - led_to == {"getBundleByID"}


@pytest.mark.parametrize(
    ("create", "read", "update", "delete"),
    [
        ("crateCollection", "GetCollectionbyID", "updateCollectioByID", "deleteCollectionByID"),
        ("createCoupon", "getCouponByID", "updateCoupon", "deleteCouponByID"),
        ("createEnrollment", "getEnrollmentsByID", "updateEnrollment", None),
        ("createGroup", "getGroup", None, "deleteGroupByID"),
        ("createInstructor", "getInstructorByID", "updateInstructor", "deleteInstructorByID"),
        ("createPromotion", "getPromotionByID", "updatePromotionByID", "deletePromotionByID"),
        ("createCourseReview", "getCourseReviewByID", None, None),
        ("createUser", "getUserByID", "updateUserByID", "deleteUserByID"),
        ("createSiteScript", "getSiteScriptByID", "updateSiteScriptByID", "deleteSiteScriptByID"),
    ],
)
def test_what_is_created_can_be_read_updated_and_deleted(
    create: str, read: str, update: str | None, delete: str | None
) -> None:
    by_id = {
        link["operationId"]: link["parameters"].get("id")
        for name, status, link in links()
        if name == create and status in ("200", "201")
    }
    assert {by_id.get(name) for name in (read, update, delete) if name} == {"$response.body#/id"}
