"""Records through the control API: held against schemas and references, and kept true to each other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from understudy.mocks.control.control import LARGEST_ID
from understudy.specs.records import collections

Call = Callable[..., httpx.Response]
Record = dict[str, Any]

NOW = "2026-01-01T00:00:00.000Z"
COURSE: Record = {"name": "Course", "slug": "course", "product_id": 1, "reviews_enabled": True}
USER: Record = {
    "first_name": "N", "last_name": "U", "full_name": "N U", "email": "N@u.org", "email_key": "n@u.org",
}  # fmt: skip
GROUP: Record = {"name": "Group", "token": "deadbeef"}
SCRIPT: Record = {
    "id": "01HZ0000000000000000000001", "name": "Script", "description": "d", "src": "https://your-site.com/a.js",
    "page_scopes": ["all"], "location": "head", "load_method": "default", "category": "analytics",
}  # fmt: skip


def answer(response: httpx.Response, status: int = 200) -> Any:
    assert response.status_code == status, response.text
    return response.json() if response.content else None


def enrollment(**more: Any) -> Record:
    return {
        "user_id": 1, "course_id": 1, "percentage_completed": "0.0", "expired": False, "is_free_trial": True,
        "completed": False, **more,
    }  # fmt: skip


# Reading


@pytest.mark.parametrize("collection", sorted(collections("thinkific")))
def test_whole_records_are_listed_and_read(call: Call, sandbox: str, collection: str) -> None:
    listed = answer(call("GET", f"{sandbox}/records/{collection}"))
    assert listed["total"] == len(listed["records"]) == answer(call("GET", sandbox))["records"][collection]
    for record in listed["records"][:3]:
        assert record.keys() == collections("thinkific")[collection].schema["properties"].keys()
        assert answer(call("GET", f"{sandbox}/records/{collection}/{record['id']}")) == record


def test_a_window_of_a_list(call: Call, sandbox: str) -> None:
    everything = answer(call("GET", f"{sandbox}/records/users"))
    window = answer(call("GET", f"{sandbox}/records/users?limit=2&offset=3"))
    assert window == {"records": everything["records"][3:5], "total": everything["total"]}
    assert answer(call("GET", f"{sandbox}/records/users?offset=2147483647"))["records"] == []


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=100001", "limit=x", "offset=-1", "offset=1.5", "limit=1&limit=2"]
)
def test_a_window_that_means_nothing(call: Call, sandbox: str, query: str) -> None:
    assert list(answer(call("GET", f"{sandbox}/records/users?{query}"), 400)) == ["error"]


# Creating


def test_a_created_record_has_id_times_and_nulls(call: Call, sandbox: str, visit: Call) -> None:
    made = answer(call("POST", f"{sandbox}/records/users", USER), 201)
    assert made == answer(call("GET", f"{sandbox}/records/users/{made['id']}"))
    assert made["id"] == answer(call("GET", sandbox))["records"]["users"]
    assert (made["created_at"], made["bio"], made["roles"]) == (NOW, None, [])
    shown = answer(visit("GET", f"/users/{made['id']}"))
    assert "email_key" not in shown
    assert made.items() >= shown.items()


def test_it_keeps_the_id_that_it_is_given(call: Call, sandbox: str) -> None:
    assert answer(call("POST", f"{sandbox}/records/groups", {**GROUP, "id": 500}), 201)["id"] == 500
    assert (
        answer(call("POST", f"{sandbox}/records/groups", {"name": "Next", "token": "0badcafe"}), 201)["id"] == 501
    )
    assert answer(call("POST", f"{sandbox}/records/site_scripts", SCRIPT), 201)["id"] == SCRIPT["id"]


def test_what_it_repeats_of_others_is_filled_in(call: Call, sandbox: str) -> None:
    course = answer(call("GET", f"{sandbox}/records/courses/1"))
    lies = {"user_name": "lie", "course_name": "lie"}
    for given in (enrollment(), enrollment(**lies)):
        made = answer(call("POST", f"{sandbox}/records/enrollments", given), 201)
        user = answer(call("GET", f"{sandbox}/records/users/1"))
        assert (made["user_name"], made["user_email"]) == (user["full_name"], user["email"])
        assert made["course_name"] == course["name"]
        answer(call("DELETE", f"{sandbox}/records/enrollments/{made['id']}"), 204)


def test_what_lists_it_is_made_true(call: Call, sandbox: str) -> None:
    chapter = {"name": "C", "position": 0, "course_id": 1, "duration_in_seconds": 5, "content_ids": [777]}
    before = answer(call("GET", f"{sandbox}/records/courses/1"))["chapter_ids"]
    made = answer(call("POST", f"{sandbox}/records/chapters", chapter), 201)
    assert made["content_ids"] == []
    listed = answer(call("GET", f"{sandbox}/records/courses/1"))["chapter_ids"]
    assert sorted(listed) == sorted([*before, made["id"]])


def test_times_are_kept_in_one_form(call: Call, sandbox: str) -> None:
    given = enrollment(started_at="2026-01-01T02:00:00+02:00", created_at="2025-12-31t23:00:00.5z")
    made = answer(call("POST", f"{sandbox}/records/enrollments", given), 201)
    assert (made["started_at"], made["created_at"]) == (NOW, "2025-12-31T23:00:00.500Z")
    path = f"{sandbox}/records/enrollments/{made['id']}"
    changed = answer(call("PATCH", path, {"expiry_date": "2027-01-01T00:00:00-01:00"}))
    assert changed["expiry_date"] == "2027-01-01T01:00:00.000Z"


@pytest.mark.parametrize(
    ("collection", "given", "errors"),
    [
        pytest.param("groups", {}, {"name": "can't be blank", "token": "can't be blank"}, id="all are reported"),
        pytest.param("groups", {**GROUP, "name": 5}, {"name": "is not of type string"}, id="type"),
        pytest.param(
            "groups", {**GROUP, "created_at": "now"}, {"created_at": "is not a valid date-time"}, id="format"
        ),
        pytest.param("groups", {**GROUP, "color": "red"}, {"base": "'color' was unexpected"}, id="unknown field"),
        pytest.param("groups", {**GROUP, "id": 1}, {"id": "has already been taken"}, id="id taken"),
        pytest.param("groups", {**GROUP, "id": "5"}, {"id": "is not of type integer"}, id="id as text"),
        pytest.param("groups", {**GROUP, "id": None}, {"id": "is not of type integer"}, id="id null"),
        pytest.param("groups", {**GROUP, "id": 0}, {"id": "must be greater than or equal to 1"}, id="id 0"),
        pytest.param(
            "groups", {**GROUP, "id": 2**53}, {"id": f"less than or equal to {LARGEST_ID}"}, id="large id"
        ),
        pytest.param("groups", {**GROUP, "id": 2**63}, {"id": "less than or equal to"}, id="larger id"),
        pytest.param(
            "group_users", {"group_id": 1, "user_id": 1, "id": 0}, {"id": "greater than"}, id="unshown id"
        ),
        pytest.param("group_users", {"group_id": 1, "user_id": 2**64 - 1}, {"user_id": "less than"}, id="vast id"),
        pytest.param(
            "group_users", {"group_id": 1, "user_id": 999}, {"user_id": "not be found: 999"}, id="dangling"
        ),
        pytest.param(
            "group_users",
            {"group_id": 998, "user_id": 999},
            {"group_id": "not be found: 998", "user_id": "not be found: 999"},
            id="dangling twice",
        ),
        pytest.param(
            "courses",
            {**COURSE, "administrator_user_ids": [1, 998, 999]},
            {"administrator_user_ids": "not be found: 998, 999"},
            id="dangling in a list",
        ),
        pytest.param("site_scripts", {**SCRIPT, "id": "5"}, {"id": "is invalid"}, id="no ULID"),
        pytest.param(
            "site_scripts",
            {name: value for name, value in SCRIPT.items() if name != "id"},
            {"id": "can't be blank"},
            id="ULID left out",
        ),
    ],
)
def test_records_that_are_refused(
    call: Call, sandbox: str, collection: str, given: Record, errors: dict[str, str]
) -> None:
    before = answer(call("GET", sandbox))
    said = answer(call("POST", f"{sandbox}/records/{collection}", given), 422)["errors"]
    assert said.keys() == errors.keys()
    for field, message in errors.items():
        assert message in said[field][0]
    assert answer(call("GET", sandbox)) == before


def test_unique_fields(call: Call, sandbox: str) -> None:
    answer(call("POST", f"{sandbox}/records/users", USER), 201)
    said = answer(call("POST", f"{sandbox}/records/users", USER), 422)
    assert said == {"errors": {"email": ["has already been taken"]}}
    said = answer(call("PATCH", f"{sandbox}/records/users/1", {"email": "N@U.org"}), 422)
    assert said == {"errors": {"email": ["has already been taken"]}}


def test_what_is_unique_together(call: Call, sandbox: str) -> None:
    answer(call("POST", f"{sandbox}/records/enrollments", enrollment()), 201)
    said = answer(call("POST", f"{sandbox}/records/enrollments", enrollment()), 422)
    assert said == {"errors": {"user_id+course_id": ["has already been taken"]}}


def test_what_follows_from_a_record_is_never_old(call: Call, sandbox: str) -> None:
    answer(call("PATCH", f"{sandbox}/records/users/1", {"email": "New@U.org", "full_name": "lie"}))
    user = answer(call("PATCH", f"{sandbox}/records/users/1", {"first_name": "Newt"}))
    assert user["email_key"] == "new@u.org"
    assert user["full_name"] == f"Newt {user['last_name']}"


# Changing and deleting


def test_a_change_reaches_those_who_repeat_it(call: Call, sandbox: str) -> None:
    answer(call("POST", f"{sandbox}/records/enrollments", enrollment()), 201)
    changed = answer(call("PATCH", f"{sandbox}/records/courses/1", {"name": "New name"}))
    assert changed == answer(call("GET", f"{sandbox}/records/courses/1"))
    enrollments = answer(call("GET", f"{sandbox}/records/enrollments"))["records"]
    assert {each["course_name"] for each in enrollments if each["course_id"] == 1} == {"New name"}
    product = answer(call("GET", f"{sandbox}/records/products/{changed['product_id']}"))
    assert product["name"] == "New name"


def test_a_change_of_nothing(call: Call, sandbox: str) -> None:
    before = answer(call("GET", f"{sandbox}/records/courses/1"))
    assert answer(call("PATCH", f"{sandbox}/records/courses/1", {})) == before
    assert answer(call("PATCH", f"{sandbox}/records/courses/1", {"id": 1, "chapter_ids": [777]})) == before


@pytest.mark.parametrize(
    ("given", "field", "message"),
    [
        pytest.param({"id": 2}, "id", "is 1, and stays so", id="id"),
        pytest.param({"name": None}, "name", "is not of type string", id="null"),
        pytest.param({"color": "red"}, "base", "'color' was unexpected", id="unknown field"),
        pytest.param({"instructor_id": 999}, "instructor_id", "could not be found: 999", id="dangling"),
    ],
)
def test_changes_that_are_refused(call: Call, sandbox: str, given: Record, field: str, message: str) -> None:
    before = answer(call("GET", f"{sandbox}/records/courses/1"))
    said = answer(call("PATCH", f"{sandbox}/records/courses/1", given), 422)["errors"]
    assert list(said) == [field]
    assert message in said[field][0]
    assert answer(call("GET", f"{sandbox}/records/courses/1")) == before


def test_a_record_that_outlived_its_user_can_still_be_changed(call: Call, sandbox: str) -> None:
    order = answer(call("GET", f"{sandbox}/records/orders"))["records"][0]
    path = f"{sandbox}/records/orders/{order['id']}"
    answer(call("DELETE", f"{sandbox}/records/users/{order['user_id']}"), 204)
    assert answer(call("PATCH", path, {"status": "Refunded"})) == {**order, "status": "Refunded"}
    said = answer(call("PATCH", path, {"user_id": 9_999}), 422)
    assert said == {"errors": {"user_id": ["could not be found: 9999"]}}


def test_a_deleted_record_takes_along_what_belongs_to_it(call: Call, sandbox: str, visit: Call) -> None:
    made = answer(call("POST", f"{sandbox}/records/enrollments", enrollment()), 201)
    answer(call("DELETE", f"{sandbox}/records/courses/1"), 204)
    answer(call("GET", f"{sandbox}/records/courses/1"), 404)
    answer(call("GET", f"{sandbox}/records/enrollments/{made['id']}"), 404)
    answer(visit("GET", "/courses/1"), 404)
    answer(call("DELETE", f"{sandbox}/records/courses/1"), 404)


# Loading


PRODUCT: Record = {
    "productable_type": "Course", "price": "5.0", "position": 1, "status": "published", "subscription": False,
    "hidden": False, "private": False, "has_certificate": False,
}  # fmt: skip
SCHOOL: dict[str, list[Record]] = {
    "contents": [
        {"id": 902, "chapter_id": 901, "name": "B", "position": 2, "contentable_type": "Lesson", "free": False,
         "take_url": "https://x.org/2"},
        {"id": 903, "chapter_id": 901, "name": "A", "position": 1, "contentable_type": "Lesson", "free": True,
         "take_url": "https://x.org/3"},
    ],
    "enrollments": [enrollment(user_id=907, course_id=900)],
    "products": [{**PRODUCT, "id": 905, "productable_id": 900}],
    "collections": [
        {"name": "Category", "slug": "category-9", "description": "d", "product_ids": [905, 1], "default": False}
    ],
    "chapters": [{"id": 901, "course_id": 900, "name": "Chapter", "position": 1, "duration_in_seconds": 60}],
    "courses": [{**COURSE, "id": 900, "slug": "course-900", "product_id": 1, "administrator_user_ids": [907]}],
    "users": [{**USER, "id": 907}],
}  # fmt: skip


@pytest.mark.parametrize("order", [sorted(SCHOOL), sorted(SCHOOL, reverse=True)], ids=["from a", "from z"])
def test_records_are_loaded_in_any_order_and_made_true(call: Call, sandbox: str, order: list[str]) -> None:
    loaded = answer(call("POST", f"{sandbox}/records", {name: SCHOOL[name] for name in order}), 201)
    assert loaded == {"loaded": 8}

    def read(collection: str, number: int) -> Record:
        found: Record = answer(call("GET", f"{sandbox}/records/{collection}/{number}"))
        return found

    course, product = read("courses", 900), read("products", 905)
    assert (course["chapter_ids"], course["product_id"]) == ([901], 905)
    assert read("chapters", 901)["content_ids"] == [903, 902]
    assert (product["name"], product["slug"]) == ("Course", "course-900")
    category = answer(call("GET", f"{sandbox}/records/collections"))["records"][-1]
    assert (product["collection_ids"], read("products", 1)["collection_ids"][-1]) == (
        [category["id"]],
        category["id"],
    )
    assert read("users", 907)["administered_course_ids"] == [900]
    enrolled = answer(call("GET", f"{sandbox}/records/enrollments"))["records"][-1]
    assert (enrolled["course_name"], enrolled["user_email"], enrolled["created_at"]) == ("Course", "N@u.org", NOW)


@pytest.mark.parametrize(
    ("given", "status", "field"),
    [
        pytest.param({"groups": [GROUP, {"name": 5, "token": "0badcafe"}]}, 422, "groups.1.name", id="schema"),
        pytest.param({"groups": [GROUP, {**GROUP, "token": "0badcafe"}]}, 422, "groups.1.name", id="duplicate"),
        pytest.param(
            {"groups": [GROUP, {"name": "x", "token": "0badcafe", "id": 1}]}, 422, "groups.1.id", id="id taken"
        ),
        pytest.param(
            {"groups": [GROUP], "group_users": [{"group_id": 9, "user_id": 1}]},
            422,
            "group_users.0.group_id",
            id="dangling",
        ),
        pytest.param({"groups": [GROUP], "nothing": []}, 404, None, id="nothing of an unknown collection"),
        pytest.param({"groups": [GROUP], "nothing": [{}]}, 404, None, id="unknown collection"),
        pytest.param({"groups": GROUP}, 422, "groups", id="no list"),
        pytest.param({"groups": [5]}, 422, "groups.0", id="no record"),
    ],
)
def test_all_are_loaded_or_none(call: Call, sandbox: str, given: Any, status: int, field: str | None) -> None:
    before = answer(call("GET", sandbox))
    said = answer(call("POST", f"{sandbox}/records", given), status)
    if field is not None:
        assert list(said["errors"]) == [field]
    assert answer(call("GET", sandbox)) == before
    assert answer(call("POST", f"{sandbox}/records/groups", GROUP), 201)["id"] == before["records"]["groups"] + 1


def test_nothing_is_loaded(call: Call, sandbox: str) -> None:
    before = answer(call("GET", sandbox))
    assert answer(call("POST", f"{sandbox}/records", {}), 201) == {"loaded": 0}
    assert answer(call("GET", sandbox)) == before


def test_a_whole_sandbox_can_be_carried_to_another(call: Call, sandbox: str) -> None:
    """What is listed can be loaded: records are the same in both directions."""
    everything = {
        name: answer(call("GET", f"{sandbox}/records/{name}?limit=100000"))["records"]
        for name in collections("thinkific")
    }
    for name in ("courses", "users", "promotions", "groups", "instructors", "orders", "external_orders", "bundles",
                 "custom_profile_field_definitions", "collections", "site_scripts", "products", "coupons",
                 "product_publish_requests"):  # fmt: skip
        for record in answer(call("GET", f"{sandbox}/records/{name}"))["records"]:
            answer(call("DELETE", f"{sandbox}/records/{name}/{record['id']}"), (204))
    assert set(answer(call("GET", sandbox))["records"].values()) == {0}
    answer(call("POST", f"{sandbox}/records", everything), 201)
    for name, records in everything.items():
        assert answer(call("GET", f"{sandbox}/records/{name}?limit=100000"))["records"] == records
