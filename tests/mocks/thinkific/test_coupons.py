"""Coupons: codes that are unique on the site, one at a time or up to a thousand."""

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

TAKEN = ["has already been taken"]


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ({"code": "NEW"}, {"note": None, "quantity": None}),
        ({"code": "NEW", "note": "spring", "quantity": 3}, {"note": "spring", "quantity": 3}),
        ({"code": "NEW", "note": None, "quantity": None}, {"note": None, "quantity": None}),
        ({"code": "save10"}, {"note": None, "quantity": None}),
    ],
    ids=["code alone", "all", "nulls", "a known code in other letters"],
)
def test_create(school: School, given: dict[str, Any], shown: dict[str, Any]) -> None:
    made = school.coupons.create(1, given)
    assert made == {
        "id": 4,
        "code": given["code"],
        "quantity_used": 0,
        "promotion_id": 1,
        "created_at": "2026-01-01T00:00:00.000Z",
        **shown,
    }
    assert school.records.get("coupons", 4) == made
    assert school.records.get("promotions", 1)["coupon_ids"] == [1, 4]


@pytest.mark.parametrize("promotion_id", [1, 2])
def test_codes_are_unique_on_the_site(school: School, refused: Callable[..., Any], promotion_id: int) -> None:
    with refused(Invalid) as caught:
        school.coupons.create(promotion_id, {"code": "SAVE10"})
    assert caught.value.errors == {"code": TAKEN}


# ── Many at once ──


@pytest.mark.parametrize(
    ("given", "length"),
    [
        ({"bulk_quantity": 1}, 6),
        ({"bulk_quantity": 7, "bulk_coupon_code_length": 6}, 6),
        ({"bulk_quantity": 3, "bulk_coupon_code_length": 255}, 255),
        ({"bulk_quantity": 1000, "bulk_coupon_code_length": 10, "bulk_quantity_per_coupon": 2}, 10),
    ],
    ids=["one", "shortest codes", "longest codes", "a thousand"],
)
def test_bulk(school: School, given: dict[str, Any], length: int) -> None:
    made = school.coupons.create_many(1, given)
    codes = {coupon["code"] for coupon in made}
    assert len(made) == len(codes) == given["bulk_quantity"]
    assert {len(code) for code in codes} == {length}
    assert {coupon["quantity"] for coupon in made} == {given.get("bulk_quantity_per_coupon")}
    assert {(coupon["promotion_id"], coupon["quantity_used"], coupon["note"]) for coupon in made} == {(1, 0, None)}
    assert school.records.get("promotions", 1)["coupon_ids"] == [1, *(coupon["id"] for coupon in made)]


def test_bulk_codes_differ_from_those_there_are(school: School, sandbox: Sandbox[Settings]) -> None:
    start = sandbox.snapshot()
    (first,) = school.coupons.create_many(1, {"bulk_quantity": 1})
    sandbox.restore(start)
    school.records.update("coupons", 3, {"code": first["code"]})
    (second,) = school.coupons.create_many(1, {"bulk_quantity": 1})
    assert second["id"] == first["id"]
    assert second["code"] != first["code"]


def test_bulk_repeats(school: School, sandbox: Sandbox[Settings]) -> None:
    start = sandbox.snapshot()
    made = school.coupons.create_many(1, {"bulk_quantity": 5})
    sandbox.restore(start)
    assert school.coupons.create_many(1, {"bulk_quantity": 5}) == made


# ── Listing ──


@pytest.mark.parametrize(
    ("promotion_id", "limit", "expected"),
    [(1, 25, [1]), (2, 25, [2, 3]), (2, 1, [2])],
    ids=["one", "two", "a page"],
)
def test_list(school: School, promotion_id: int, limit: int, expected: list[int]) -> None:
    items = orjson.loads(school.coupons.list(promotion_id, Window(1, limit)))["items"]
    assert [item["id"] for item in items] == expected


# ── Changing ──


@pytest.mark.parametrize(
    ("given", "changes"),
    [
        ({"code": "OTHER"}, {"code": "OTHER"}),
        ({"code": "ALL"}, {}),
        ({"code": "ALL", "note": "n"}, {"note": "n"}),
        ({"code": "ALL", "quantity": 9}, {"quantity": 9}),
        ({"code": "ALL", "quantity": None}, {"quantity": None}),
        ({"code": "ALL", "quantity": 3}, {"quantity": 3}),
        ({"code": "ALL", "quantity_used": "4"}, {"quantity_used": 4}),
        ({"code": "ALL", "quantity_used": 5}, {"quantity_used": 5}),
        ({"code": "ALL", "quantity_used": 0}, {"quantity_used": 0}),
    ],
    ids=[
        "code",
        "its own code",
        "note",
        "quantity",
        "no limit",
        "just enough",
        "used, as text",
        "all used",
        "none used",
    ],
)
def test_update_changes_what_was_given(school: School, given: dict[str, Any], changes: dict[str, Any]) -> None:
    before = school.records.get("coupons", 2)
    school.coupons.update(2, given)
    assert school.records.get("coupons", 2) == {**before, **changes}


@pytest.mark.parametrize(
    ("given", "errors"),
    [
        ({"code": "SAVE10"}, {"code": TAKEN}),
        ({"code": "ALL", "quantity_used": 6}, {"quantity_used": ["must be less than or equal to 5"]}),
        ({"code": "ALL", "quantity": 2}, {"quantity_used": ["must be less than or equal to 2"]}),
        (
            {"code": "SAVE10", "quantity_used": "6"},
            {"code": TAKEN, "quantity_used": ["must be less than or equal to 5"]},
        ),
    ],
    ids=["a code that is taken", "used too often", "too few for those used", "both"],
)
def test_update_refusals(
    school: School, refused: Callable[..., Any], given: dict[str, Any], errors: dict[str, list[str]]
) -> None:
    with refused(Invalid) as caught:
        school.coupons.update(2, given)
    assert caught.value.errors == errors


# ── Deleting ──


def test_delete_takes_the_coupon_alone(school: School, counts: Callable[[], dict[str, int]]) -> None:
    before = counts()
    school.records.delete("coupons", 1)
    assert counts() == {**before, "coupons": 2}
    assert school.records.get("promotions", 1)["coupon_ids"] == []
    order = school.records.get("orders", 1)
    assert (order["coupon_id"], order["coupon_code"]) == (1, "SAVE10")


def test_a_deleted_code_is_free_again_and_its_id_is_not(school: School) -> None:
    school.records.delete("coupons", 3)
    assert school.coupons.create(2, {"code": "MORE"})["id"] == 4


@pytest.mark.parametrize(
    ("verb", "given"),
    [
        ("list", Window(1, 25)),
        ("create", {"code": "NEW"}),
        ("create", {"code": "SAVE10"}),
        ("create_many", {"bulk_quantity": 1}),
        ("update", {"code": "NEW"}),
    ],
    ids=["list", "create", "create with a taken code", "create many", "update"],
)
def test_unknown(school: School, refused: Callable[..., Any], verb: str, given: Any) -> None:
    with refused(NotFound):
        getattr(school.coupons, verb)(99, given)
