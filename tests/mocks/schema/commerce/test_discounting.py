"""What rules take off, by hand-computed figures."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from understudy.mocks.schema.commerce.discounting import Basket, Line, Offer, apply, shared

SOAP, BRUSH, TOWEL = "soap", "brush", "towel"
BASKET = Basket(
    (
        Line(3, Decimal("10.00"), SOAP, None, frozenset({"bath"})),
        Line(1, Decimal("25.50"), BRUSH, "red", frozenset({"bath", "gifts"})),
        Line(2, Decimal("4.25"), TOWEL),
    ),
    shipping=Decimal("6.00"),
    service="ground",
)
"""30.00, 25.50 and 8.50: 64.00, and 6.00 for shipping."""


def fixed(value: float, **more: Any) -> dict[str, Any]:
    return {"value_type": "fixed", "value_fixed": value, **more}


def percent(value: float, **more: Any) -> dict[str, Any]:
    return {"value_type": "percent", "value_percent": value, **more}


def taken(*offers: Offer, basket: Basket = BASKET) -> tuple[list[float], float]:
    """What is taken off each line, and off shipping."""
    lines, shipping = [Decimal()] * len(basket.lines), Decimal()
    for applied in apply(offers, basket):
        for discount in applied.discounts:
            shipping += discount.shipping
            for at, amount in enumerate(discount.lines):
                lines[at] += amount
    return [float(amount) for amount in lines], float(shipping)


def offer(*rules: dict[str, Any], name: str = "a", **more: Any) -> Offer:
    return Offer(name, "sale", rules, **more)


@pytest.mark.parametrize(
    ("rule", "lines", "shipping"),
    [
        # of the whole order
        pytest.param(percent(10), [3, 2.55, 0.85], 0, id="10% of the order"),
        pytest.param(percent(10, type="total"), [3, 2.55, 0.85], 0, id="10% of the order, said so"),
        pytest.param(fixed(10), [4.69, 3.98, 1.33], 0, id="10 off the order, in proportion"),
        pytest.param(fixed(1000), [30, 25.5, 8.5], 0, id="no more than there is"),
        pytest.param(fixed(0), [0, 0, 0], 0, id="nothing"),
        pytest.param(fixed(-5), [0, 0, 0], 0, id="never more to pay"),
        pytest.param({"value_type": "fixed", "value": 64}, [30, 25.5, 8.5], 0, id="deprecated value"),
        pytest.param(percent(10, total_min=64), [3, 2.55, 0.85], 0, id="total reached"),
        pytest.param(percent(10, total_min=64.01), [0, 0, 0], 0, id="total not reached"),
        pytest.param(percent(10, price_min=10), [3, 2.55, 0], 0, id="only what costs so much"),
        pytest.param(percent(10, quantity_min=6), [3, 2.55, 0.85], 0, id="enough pieces"),
        pytest.param(percent(10, quantity_min=7), [0, 0, 0], 0, id="too few pieces"),
        pytest.param(percent(10, shipment_service="ground"), [3, 2.55, 0.85], 0, id="with the service"),
        pytest.param(percent(10, shipment_service="air"), [0, 0, 0], 0, id="with another service"),
        # of a product
        pytest.param(percent(50, type="product", product_id=SOAP), [15, 0, 0], 0, id="half of a product"),
        pytest.param(fixed(2, type="product", product_id=SOAP), [6, 0, 0], 0, id="2 off each piece"),
        pytest.param(fixed(12, type="product", product_id=SOAP), [30, 0, 0], 0, id="more than its price"),
        pytest.param(fixed(2, type="product", product_id=SOAP, quantity_max=2), [4, 0, 0], 0, id="for two pieces"),
        pytest.param(
            fixed(2, type="product", product_id=SOAP, quantity_add=1), [2, 0, 0], 0, id="for what is added"
        ),
        pytest.param(
            fixed(2, type="product", product_id=SOAP, quantity_min=4), [0, 0, 0], 0, id="four are needed"
        ),
        pytest.param(
            fixed(2, type="product", product_id=BRUSH, variant_id="red"), [0, 2, 0], 0, id="of a variant"
        ),
        pytest.param(fixed(2, type="product", product_id=BRUSH, variant_id="x"), [0, 0, 0], 0, id="other variant"),
        pytest.param(fixed(2, type="product", product_id="none"), [0, 0, 0], 0, id="of what is not bought"),
        pytest.param(fixed(2, type="product"), [0, 0, 0], 0, id="of no product"),
        # of a category
        pytest.param(percent(10, type="category", category_id="bath"), [3, 2.55, 0], 0, id="of a category"),
        pytest.param(fixed(1, type="category", category_id="bath"), [3, 1, 0], 0, id="1 off each piece"),
        pytest.param(
            fixed(1, type="category", category_id="bath", quantity_max=3),
            [3, 0, 0],
            0,
            id="first come first served",
        ),
        pytest.param(fixed(1, type="category", category_id="none"), [0, 0, 0], 0, id="of an empty category"),
        # of shipping
        pytest.param(fixed(2.5, type="shipment"), [0, 0, 0], 2.5, id="off shipping"),
        pytest.param(percent(100, type="shipment"), [0, 0, 0], 6, id="free shipping"),
        pytest.param(fixed(9, type="shipment"), [0, 0, 0], 6, id="no more than shipping"),
        pytest.param(percent(100, type="shipment", shipment_service="air"), [0, 0, 0], 0, id="free air mail"),
        pytest.param(percent(100, type="shipment", total_min=100), [0, 0, 0], 0, id="free from 100"),
    ],
)
def test_a_rule(rule: dict[str, Any], lines: list[float], shipping: float) -> None:
    assert taken(offer(rule)) == (lines, shipping)


@pytest.mark.parametrize(
    ("offers", "lines"),
    [
        pytest.param([offer(percent(10)), offer(percent(10))], [6, 5.1, 1.7], id="of the usual price, both"),
        pytest.param([offer(percent(60)), offer(percent(60))], [30, 25.5, 8.5], id="never more than all"),
        pytest.param([offer(fixed(60), fixed(60))], [30, 25.5, 8.5], id="two rules of one offer"),
        pytest.param(
            [offer(percent(10), group="a"), offer(percent(20), group="a", name="b")],
            [6, 5.1, 1.7],
            id="the best of a group",
        ),
        pytest.param(
            [offer(percent(20), group="a"), offer(percent(20), group="a", name="b")],
            [6, 5.1, 1.7],
            id="the first of equals",
        ),
        pytest.param(
            [offer(percent(10), group="a"), offer(percent(20), group="b", name="b")],
            [9, 7.65, 2.55],
            id="two groups",
        ),
        pytest.param(
            [offer(percent(10), exclusions=({"type": "product", "product_id": SOAP},))],
            [0, 2.55, 0.85],
            id="a product excluded",
        ),
        pytest.param(
            [offer(percent(10), exclusions=({"type": "category", "category_id": "bath"},))],
            [0, 0, 0.85],
            id="a category excluded",
        ),
    ],
)
def test_offers(offers: list[Offer], lines: list[float]) -> None:
    assert taken(*offers)[0] == lines


@pytest.mark.parametrize(
    ("amount", "among", "parts"),
    [
        ("10", ["30", "25.5", "8.5"], ["4.69", "3.98", "1.33"]),
        ("1", ["1", "1", "1"], ["0.33", "0.34", "0.33"]),
        ("0.01", ["1", "1", "0"], ["0.01", "0", "0"]),
        ("5", ["0", "0"], ["0", "0"]),
        ("5", [], []),
    ],
)
def test_shares_add_up(amount: str, among: list[str], parts: list[str]) -> None:
    assert shared(Decimal(amount), [Decimal(one) for one in among]) == [Decimal(one) for one in parts]


def test_nothing_is_bought() -> None:
    assert apply([offer(fixed(5)), offer(percent(5, type="shipment"))], Basket(())) == []
