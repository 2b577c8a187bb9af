"""Categories, and which products are in them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson
import pytest

from understudy.mocks.errors import Invalid, NotFound
from understudy.mocks.thinkific.pages import Window
from understudy.mocks.thinkific.school import School

NEW = {"name": "New", "description": "What is new", "slug": "new"}


def products(school: School, page: int = 1, limit: int = 25) -> list[int]:
    window = Window(page, limit)
    return [item["id"] for item in orjson.loads(school.categories.products(1, window))["items"]]


def categories(school: School, product_id: int) -> list[int]:
    listed: list[int] = school.records.get("products", product_id)["collection_ids"]
    return listed


def test_create(school: School) -> None:
    made = school.categories.create(NEW)
    assert made == {**NEW, "id": 2, "created_at": "2026-01-01T00:00:00.000Z", "product_ids": [], "default": False}
    assert school.records.get("collections", 2) == made


@pytest.mark.parametrize(
    "change",
    [{"name": "Old"}, {"description": "Other"}, {"slug": "other"}, {"slug": "first"}, {}],
    ids=["name", "description", "slug", "its own slug", "nothing"],
)
def test_update_changes_what_was_given(school: School, change: dict[str, str]) -> None:
    before = school.records.get("collections", 1)
    school.categories.update(1, change)
    assert school.records.get("collections", 1) == {**before, **change}


@pytest.mark.parametrize("verb", ["create", "update"])
def test_slugs_are_unique(school: School, refused: Callable[..., Any], verb: str) -> None:
    school.categories.create(NEW)
    with refused(Invalid) as caught:
        getattr(school.categories, verb)(*[1] * (verb == "update"), {**NEW, "name": "Newer"})
    assert caught.value.errors == {"slug": ["has already been taken"]}


# ── Memberships ──


@pytest.mark.parametrize(
    ("given", "after"),
    [
        ([3], [1, 2, 3]),
        ([4, 3], [1, 2, 4, 3]),
        ([2, 3], [1, 2, 3]),
        ([3, 3], [1, 2, 3]),
        ([], [1, 2]),
    ],
    ids=["one", "two", "one is there already", "one twice", "none"],
)
def test_add(school: School, given: list[int], after: list[int]) -> None:
    school.categories.add_products(1, given)
    assert products(school) == after
    for product_id in range(1, 5):
        assert categories(school, product_id) == ([1] if product_id in after else [])


@pytest.mark.parametrize(
    ("given", "after"),
    [([1], [2]), ([1, 2], []), ([2, 2], [1]), ([], [1, 2])],
    ids=["one", "all", "one twice", "none"],
)
def test_remove(school: School, given: list[int], after: list[int]) -> None:
    school.categories.remove_products(1, given)
    assert products(school) == after
    for product_id in (1, 2):
        assert categories(school, product_id) == ([1] if product_id in after else [])


@pytest.mark.parametrize(
    ("verb", "category_id", "given"),
    [
        ("add_products", 1, [3, 99]),
        ("add_products", 99, [3]),
        ("remove_products", 1, [1, 99]),
        ("remove_products", 1, [1, 3]),
        ("remove_products", 99, [1]),
    ],
    ids=[
        "add an unknown one",
        "add to nothing",
        "remove an unknown one",
        "remove one not in it",
        "remove from nothing",
    ],
)
def test_all_or_none(
    school: School, refused: Callable[..., Any], verb: str, category_id: int, given: list[int]
) -> None:
    with refused(NotFound):
        getattr(school.categories, verb)(category_id, given)


def test_a_product_can_be_in_several(school: School) -> None:
    school.categories.create(NEW)
    school.categories.add_products(2, [2, 3])
    assert [categories(school, product_id) for product_id in (1, 2, 3)] == [[1], [1, 2], [2]]


@pytest.mark.parametrize(
    ("page", "limit", "expected"), [(1, 1, [1]), (2, 1, [2]), (3, 1, [])], ids=["first", "last", "past the end"]
)
def test_products_have_pages(school: School, page: int, limit: int, expected: list[int]) -> None:
    assert products(school, page, limit) == expected


# ── Deleting ──


def test_delete_takes_the_category_and_no_product(school: School, counts: Callable[[], dict[str, int]]) -> None:
    before = counts()
    school.records.delete("collections", 1)
    assert counts() == {**before, "collections": 0}
    assert [categories(school, product_id) for product_id in (1, 2)] == [[], []]


def test_ids_are_not_used_again(school: School) -> None:
    school.records.delete("collections", school.categories.create(NEW)["id"])
    assert school.categories.create(NEW)["id"] == 3


@pytest.mark.parametrize(("verb", "given"), [("update", NEW), ("products", Window(1, 25))])
def test_unknown(school: School, refused: Callable[..., Any], verb: str, given: Any) -> None:
    with refused(NotFound):
        getattr(school.categories, verb)(99, given)
