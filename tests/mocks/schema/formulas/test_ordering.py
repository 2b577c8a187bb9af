"""Which formula is worked out first."""

from __future__ import annotations

import pytest

from understudy.mocks.schema import formulas
from understudy.mocks.schema.formulas import CycleError, in_order

ORDER = {
    "grand_total": "sub_total + tax_total - discount_total",
    "sub_total": "sum(items.price_total)",
    "tax_total": "sum(items.tax_total)",
    "items.tax_total": "sum(taxes.amount)",
    "items.price_total": "price * quantity",
    "items.discount_each": "discount_total / quantity",
    "items.discount_total": "sum(discounts.amount)",
    "unpaid": "if(paid, unpaid, false)",
}


def compiled(texts: dict[str, str]) -> dict[str, formulas.Formula]:
    return {path: formulas.compile(text) for path, text in texts.items()}


def test_what_others_read_comes_first() -> None:
    found = in_order(compiled(ORDER))
    assert sorted(found) == sorted(ORDER)
    for earlier, later in [
        ("items.price_total", "sub_total"),
        ("items.tax_total", "tax_total"),
        ("items.discount_total", "items.discount_each"),
        ("sub_total", "grand_total"),
        ("tax_total", "grand_total"),
    ]:
        assert found.index(earlier) < found.index(later)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        pytest.param({"c": "b", "b": "a", "a": "1"}, ["a", "b", "c"], id="chain"),
        pytest.param({"c": "1", "b": "2", "a": "3"}, ["c", "b", "a"], id="as given"),
        pytest.param({"a": "length(items)", "items.x": "1"}, ["items.x", "a"], id="all of an array"),
        pytest.param({"a": "shipping.price", "shipping": "b"}, ["shipping", "a"], id="part of a formula's object"),
        pytest.param({"a": "items.price", "item": "1"}, ["a", "item"], id="a name that another begins with"),
        pytest.param({"a": "if(b, a, 0)", "b": "1"}, ["b", "a"], id="a field that reads itself"),
    ],
)
def test_order(texts: dict[str, str], expected: list[str]) -> None:
    assert in_order(compiled(texts)) == expected


@pytest.mark.parametrize(
    ("texts", "cycle"),
    [
        pytest.param({"a": "b + 1", "b": "a * 2"}, {"a", "b"}, id="two"),
        pytest.param(
            {"x": "a", "a": "b", "b": "c", "c": "a"}, {"a", "b", "c"}, id="three, and one that waits for them"
        ),
        pytest.param(
            {"total": "sum(items.total)", "items.total": "parent", "items.parent": "total"}, None, id="none"
        ),
    ],
)
def test_cycles(texts: dict[str, str], cycle: set[str] | None) -> None:
    found = compiled(texts)
    if cycle is None:
        with pytest.raises(CycleError, match="items"):
            in_order(found)
        return
    with pytest.raises(CycleError) as caught:
        in_order(found)
    assert set(caught.value.cycle) == cycle
    for one, following in zip(caught.value.cycle, (*caught.value.cycle[1:], caught.value.cycle[0]), strict=True):
        assert following in found[one].names
        assert f"{one} reads {following}" in str(caught.value)
