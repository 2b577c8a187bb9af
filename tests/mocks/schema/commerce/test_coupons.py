"""Codes of coupons, one by one and many at once."""

from __future__ import annotations

import re

import pytest
from tests.mocks.schema.commerce.shown import Record, faults, shows

from understudy.mocks.schema.shop import Shop


@pytest.fixture
def spring(shop: Shop) -> Record:
    made: Record = shop.post("/coupons", {"name": "Spring", "codes": [{"code": "spring"}]})
    return made


def generated(shop: Shop, coupon: Record, **given: object) -> tuple[Record, list[str]]:
    """A generation when its job is done, and its codes."""
    path = f"/coupons/{coupon['id']}"
    made = shop.post(f"{path}/generations", given)
    assert (made["complete"], shop.get(f"{path}/active_generations/:count", {})) == (False, 1)
    shop.sandbox.settle()
    assert shop.get(f"{path}/active_generations/:count", {}) == 0
    codes = shop.get(f"/coupons:generations/{made['id']}/codes", {"limit": "null"})["results"]
    return shop.get(f"/coupons:generations/{made['id']}", {}), [code["code"] for code in codes]


def test_codes_are_in_capitals_and_unique(shop: Shop, spring: Record) -> None:
    assert shop.get(f"/coupons/{spring['id']}/codes/:first/code", {}) == "SPRING"
    assert faults(shop, "/coupons", {"name": "Other", "codes": [{"code": "Spring"}]}) == {"codes.code": "UNIQUE"}


def test_a_code_is_made_where_none_is_said(shop: Shop, spring: Record) -> None:
    made = shop.post(f"/coupons/{spring['id']}/codes", {})
    assert re.fullmatch(r"[0-9A-Z]{5}100001", made["code"])
    assert shows(made, "use_count use_total") == [0, 0]


@pytest.mark.parametrize(
    ("given", "pattern"),
    [
        pytest.param({}, r"[0-9A-Z]{5}1000\d\d", id="default"),
        pytest.param(
            {"pattern_type": "custom", "pattern": "sale-##@"}, r"SALE-\d\d[A-Z]", id="digits and a letter"
        ),
        pytest.param({"pattern_type": "custom", "pattern": "X***"}, r"X[0-9A-Z]{3}", id="either"),
        pytest.param({"pattern_type": "custom", "pattern": "SALE"}, r"SALE[0-9A-Z]{5}", id="nothing varies"),
        pytest.param({"pattern": "X**"}, r"[0-9A-Z]{5}1000\d\d", id="not asked for"),
    ],
)
def test_many_codes(shop: Shop, spring: Record, given: dict[str, str], pattern: str) -> None:
    generation, codes = generated(shop, spring, count=12, **given)
    assert shows(generation, "complete error") == [True, None]
    assert len(codes) == len(set(codes)) == 12
    assert all(re.fullmatch(pattern, code) for code in codes), codes


def test_too_many_for_the_pattern(shop: Shop, spring: Record) -> None:
    shop.post(f"/coupons/{spring['id']}/codes", {"code": "X1"})
    generation, codes = generated(shop, spring, count=10, pattern_type="custom", pattern="X#")
    assert codes == []
    assert generation["error"] == "The pattern makes fewer than 10 codes that are new: give it more places."


@pytest.mark.parametrize(("count", "code"), [(9, "MINVAL"), (10001, "MAXVAL"), (None, "REQUIRED")])
def test_how_many(shop: Shop, spring: Record, count: int | None, code: str) -> None:
    assert faults(shop, f"/coupons/{spring['id']}/generations", {"count": count}) == {"count": code}


def test_codes_work_and_count(shop: Shop, spring: Record, mug: Record) -> None:
    shop.put(f"/coupons/{spring['id']}", {"active": True, "discounts": [{"value_fixed": 1}]})
    _, codes = generated(shop, spring, count=10)
    cart = shop.post("/carts", {"coupon_code": codes[3].lower(), "items": [{"product_id": mug["id"]}]})
    assert shows(cart, "coupon_id grand_total") == [spring["id"], 7]


def test_a_deleted_coupon_takes_all_along(shop: Shop, spring: Record) -> None:
    shop.post(f"/coupons/{spring['id']}/generations", {"count": 10})
    shop.delete(f"/coupons/{spring['id']}")
    shop.sandbox.settle()
    assert [shop.get(f"/coupons:{name}/:count", {}) for name in ("codes", "generations", "uses")] == [0, 0, 0]


@pytest.mark.parametrize(
    ("valid", "expired", "refused"),
    [("2026-01-02", "2026-01-01", True), ("2026-01-01", "2026-01-01", True), ("2026-01-01", "2026-01-02", False)],
)
def test_dates(shop: Shop, valid: str, expired: str, refused: bool) -> None:
    given = {"name": "Spring", "date_valid": valid, "date_expired": expired}
    if refused:
        assert faults(shop, "/coupons", given) == {"date_expired": "RULE"}
    else:
        assert shop.post("/coupons", given)["date_valid"] == "2026-01-01T00:00:00.000Z"
