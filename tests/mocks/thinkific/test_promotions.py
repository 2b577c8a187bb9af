"""Promotions: what they apply to, which coupons they have, and how a code leads to one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson
import pytest

from understudy.mocks.errors import Invalid, NotFound
from understudy.mocks.sandbox import Sandbox
from understudy.mocks.thinkific.school import School
from understudy.mocks.thinkific.settings import Settings

PLAIN = {"name": "Spring", "discount_type": "fixed", "amount": 5}


def coupons(school: School, promotion_id: int) -> list[int]:
    listed: list[int] = school.records.get("promotions", promotion_id)["coupon_ids"]
    return listed


def test_create(school: School) -> None:
    made = school.promotions.create(PLAIN)
    assert made == {
        "id": 3,
        "name": "Spring",
        "description": None,
        "starts_at": None,
        "expires_at": None,
        "discount_type": "fixed",
        "amount": "5.0",
        "coupon_ids": [],
        "duration": None,
        "product_ids": [],
    }
    assert school.records.get("promotions", 3) == made


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        (10, "10.0"),
        (10.99, "10.99"),
        (0.5, "0.5"),
        (99999999, "99999999.0"),
        (0.0000001, "0.0000001"),
        (100.0, "100.0"),
    ],
    ids=str,
)
def test_amounts_are_decimals_in_strings(school: School, given: float, shown: str) -> None:
    assert school.promotions.create({**PLAIN, "amount": given})["amount"] == shown


@pytest.mark.parametrize(
    "given",
    [
        {"name": "Other"},
        {"description": "d"},
        {"duration": 3},
        {"discount_type": "percentage"},
        {"product_ids": [2, 3]},
        {"product_ids": []},
        {"starts_at": "2026-01-01T00:00:00.000Z"},
        {"expires_at": None},
        {},
    ],
    ids=lambda given: ", ".join(given) or "nothing",
)
def test_update_changes_what_was_given(school: School, given: dict[str, Any]) -> None:
    before = school.records.get("promotions", 1)
    school.promotions.update(1, given)
    assert school.records.get("promotions", 1) == {**before, **given}


# ── Time ──


@pytest.mark.parametrize(
    ("starts_at", "expires_at", "well"),
    [
        ("2026-01-01T00:00:00Z", "2026-01-01T00:00:01Z", True),
        ("2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z", False),
        ("2026-01-02T00:00:00Z", "2026-01-01T00:00:00Z", False),
        ("2026-01-01T00:00:00+01:00", "2026-01-01T00:00:00Z", True),
        ("2026-01-01T00:00:00Z", "2026-01-01T00:30:00+01:00", False),
        (None, "2020-01-01T00:00:00Z", True),
        ("2030-01-01T00:00:00Z", None, True),
    ],
    ids=["after", "same", "before", "after, by the offset", "before, by the offset", "no start", "no end"],
)
def test_it_ends_after_it_starts(
    school: School, refused: Callable[..., Any], starts_at: str | None, expires_at: str | None, well: bool
) -> None:
    given = {**PLAIN, "starts_at": starts_at, "expires_at": expires_at}
    if well:
        assert school.promotions.create(given)["id"] == 3
        return
    with refused(Invalid) as caught:
        school.promotions.create(given)
    assert caught.value.errors == {"expires_at": ["must be after starts_at"]}


def test_an_update_is_held_against_the_dates_that_there_are(school: School, refused: Callable[..., Any]) -> None:
    school.promotions.update(1, {"starts_at": "2026-06-01T00:00:00Z"})
    with refused(Invalid) as caught:
        school.promotions.update(1, {"expires_at": "2026-05-01T00:00:00Z"})
    assert caught.value.errors == {"expires_at": ["must be after starts_at"]}


# ── Products and coupons ──


@pytest.mark.parametrize("verb", ["create", "update"])
def test_every_broken_rule_is_told(school: School, refused: Callable[..., Any], verb: str) -> None:
    given = {
        **PLAIN,
        "starts_at": "2026-01-01T00:00:00Z",
        "expires_at": "2026-01-01T00:00:00Z",
        "product_ids": [1, 98, 99],
        "coupon_ids": [1, 99],
    }
    with refused(Invalid) as caught:
        getattr(school.promotions, verb)(*[2] * (verb == "update"), given)
    assert caught.value.errors == {
        "expires_at": ["must be after starts_at"],
        "product_ids": ["could not be found: 98, 99"],
        "coupon_ids": ["could not be found: 99"],
    }


def test_named_coupons_move_to_a_new_promotion(school: School, counts: Callable[[], dict[str, int]]) -> None:
    before = counts()
    made = school.promotions.create({**PLAIN, "coupon_ids": [1, 3, 3]})
    assert made["coupon_ids"] == [1, 3]
    assert (coupons(school, 1), coupons(school, 2)) == ([], [2])
    assert school.records.get("coupons", 3)["promotion_id"] == made["id"]
    assert counts() == {**before, "promotions": 3}


@pytest.mark.parametrize(
    ("named", "own", "other"),
    [([3], [1, 3], [2]), ([1], [1], [2, 3]), ([], [1], [2, 3])],
    ids=["another's", "its own", "none"],
)
def test_named_coupons_move_and_none_is_let_go(
    school: School, named: list[int], own: list[int], other: list[int]
) -> None:
    school.promotions.update(1, {"coupon_ids": named})
    assert (coupons(school, 1), coupons(school, 2)) == (own, other)


# ── By coupon and product ──


@pytest.mark.parametrize(
    ("product_id", "code", "promotion_id"),
    [
        (1, "SAVE10", 1),
        (2, "SAVE10", None),
        (1, "ALL", 2),
        (4, "MORE", 2),
        (1, "save10", None),
        (1, "NONE", None),
        (99, "SAVE10", None),
        (99, "ALL", None),
    ],
    ids=[
        "its product", "another product", "one for all", "one for all, on a bundle", "other letters",
        "no such code", "no such product", "one for all, no such product",
    ],
)  # fmt: skip
def test_by_coupon(
    school: School, refused: Callable[..., Any], product_id: int, code: str, promotion_id: int | None
) -> None:
    if promotion_id is None:
        with refused(NotFound):
            school.promotions.by_coupon(product_id, code)
    else:
        assert orjson.loads(school.promotions.by_coupon(product_id, code))["id"] == promotion_id


def test_by_coupon_hides_which_products_it_is_for(school: School) -> None:
    assert "product_ids" not in orjson.loads(school.promotions.by_coupon(1, "SAVE10"))


@pytest.mark.parametrize("moment", ["2025-01-01", "2026-01-15", "2027-01-01"], ids=["to come", "running", "over"])
def test_by_coupon_at_any_time(school: School, sandbox: Sandbox[Settings], moment: str) -> None:
    school.promotions.update(1, {"starts_at": "2026-01-01T00:00:00Z", "expires_at": "2026-02-01T00:00:00Z"})
    sandbox.clock.set(moment)
    assert orjson.loads(school.promotions.by_coupon(1, "SAVE10"))["id"] == 1


# ── Deleting ──


def test_delete_takes_its_coupons_and_nothing_else(school: School, counts: Callable[[], dict[str, int]]) -> None:
    before = counts()
    school.records.delete("promotions", 2)
    assert counts() == {**before, "promotions": 1, "coupons": 1}
    assert school.records.get("coupons", 1)["code"] == "SAVE10"


def test_ids_are_not_used_again(school: School) -> None:
    school.records.delete("promotions", 2)
    assert school.promotions.create({**PLAIN, "coupon_ids": []})["id"] == 3
    school.records.delete("promotions", 3)
    assert school.promotions.create(PLAIN)["id"] == 4


def test_unknown(school: School, refused: Callable[..., Any]) -> None:
    with refused(NotFound):
        school.promotions.update(99, PLAIN)
