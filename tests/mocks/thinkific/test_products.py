"""Products mirror the course or bundle that they stand for, and go with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from understudy.mocks.thinkific.school import School

Counts = Callable[[], dict[str, int]]


@pytest.mark.parametrize(
    ("collection", "record_id", "product_id", "field", "mirrored"),
    [
        ("courses", 1, 1, "name", "name"),
        ("courses", 1, 1, "slug", "slug"),
        ("courses", 1, 1, "description", "description"),
        ("courses", 1, 1, "keywords", "keywords"),
        ("courses", 1, 1, "course_card_image_url", "card_image_url"),
        ("bundles", 1, 4, "name", "name"),
        ("bundles", 1, 4, "slug", "slug"),
        ("bundles", 1, 4, "description", "description"),
        ("bundles", 1, 4, "bundle_card_image_url", "card_image_url"),
    ],
)
def test_a_product_mirrors(
    school: School, collection: str, record_id: int, product_id: int, field: str, mirrored: str
) -> None:
    before = {number: school.records.get("products", number) for number in range(1, 5)}
    school.records.update(collection, record_id, {field: "renamed"})
    after = {number: school.records.get("products", number) for number in range(1, 5)}
    assert after == {**before, product_id: {**before[product_id], mirrored: "renamed"}}


def test_a_course_names_its_product(school: School) -> None:
    assert [school.records.get("courses", number)["product_id"] for number in (1, 2, 3)] == [1, 2, 3]


def test_a_course_takes_along_what_is_its_own(school: School, counts: Counts) -> None:
    school.enrollments.create({"user_id": 1, "course_id": 1})
    school.enrollments.create({"user_id": 1, "course_id": 2})
    before, order = counts(), school.records.get("orders", 1)
    school.records.delete("courses", 1)
    gone = {"courses": 11, "products": 3, "chapters": 0, "contents": 0, "enrollments": 1, "course_reviews": 0}
    assert counts() == {**before, **gone, "product_publish_requests": 1}
    assert school.records.get("bundles", 1)["course_ids"] == [2]
    assert school.records.get("collections", 1)["product_ids"] == [2]
    assert school.records.get("users", 3)["administered_course_ids"] == []
    assert school.records.get("orders", 1) == order


@pytest.mark.parametrize(
    ("bundle_id", "gone"),
    [(1, {"bundles": 1, "products": 3}), (2, {"bundles": 1})],
    ids=["with a product", "without"],
)
def test_a_bundle_leaves_its_enrolments(
    school: School, counts: Counts, bundle_id: int, gone: dict[str, int]
) -> None:
    school.bundles.enroll_in_courses(bundle_id, 1, {})
    before = counts()
    school.records.delete("bundles", bundle_id)
    assert counts() == {**before, **gone}
    assert school.records.get("enrollments", 1)["bundle_id"] is None


def test_chapters_and_contents_stand_in_order(school: School) -> None:
    assert school.records.get("courses", 1)["chapter_ids"] == [2, 1]
    assert school.records.get("chapters", 1)["content_ids"] == [3, 2, 1]


@pytest.mark.parametrize(
    ("collection", "record_id", "gone"),
    [
        ("chapters", 1, {"chapters": 1, "contents": 0}),
        ("chapters", 2, {"chapters": 1}),
        ("contents", 2, {"contents": 2}),
    ],
    ids=["a chapter with contents", "one without", "a content"],
)
def test_parts_of_a_course(
    school: School, counts: Counts, collection: str, record_id: int, gone: dict[str, Any]
) -> None:
    before = counts()
    school.records.delete(collection, record_id)
    assert counts() == {**before, **gone}
