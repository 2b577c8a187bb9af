from __future__ import annotations

import pytest
from tests.mocks.schema.commerce.shown import Record, shows

from understudy.mocks.schema.shop import Shop


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param({"name": "Bo"}, ["Bo", None, "Bo"], id="a single name"),
        pytest.param({"name": "Jane Smith"}, ["Jane Smith", "Jane", "Smith"], id="a whole name"),
        pytest.param({"first_name": "Jane", "last_name": "Smith"}, ["Jane Smith", "Jane", "Smith"], id="parts"),
        pytest.param(
            {"name": "X Y", "first_name": "Jane", "last_name": "Smith"}, ["Jane Smith", "Jane", "Smith"], id="both"
        ),
        pytest.param(
            {"name": "Jane Smith", "salutation": "ms"}, ["Ms. Jane Smith", "Jane", "Smith"], id="salutation"
        ),
        pytest.param(
            {"name": "Dr. Jane Smith", "salutation": "dr"}, ["Dr. Jane Smith", "Jane", "Smith"], id="said twice"
        ),
    ],
)
def test_names(shop: Shop, given: Record, expected: list[str | None]) -> None:
    assert shows(shop.post("/contacts", given), "name first_name last_name") == expected


def test_a_new_name(shop: Shop) -> None:
    made = shop.post("/contacts", {"name": "Jane Smith", "salutation": "ms"})
    assert shop.put(f"/contacts/{made['id']}", {"name": "Jo Lee"})["name"] == "Ms. Jo Lee"
    assert shop.put(f"/contacts/{made['id']}", {"name": "Ms. Jo Lee", "title": "Owner"})["name"] == "Ms. Jo Lee"
    assert shop.put(f"/contacts/{made['id']}", {"last_name": "Dam"})["name"] == "Ms. Jo Dam"
