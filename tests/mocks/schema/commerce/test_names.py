from __future__ import annotations

from typing import Any

import pytest

from understudy.mocks.schema.commerce import names

JANE = {"name": "Jane Smith", "first_name": "Jane", "last_name": "Smith"}


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        pytest.param({"name": "Jane Smith"}, {}, JANE, id="whole"),
        pytest.param({"first_name": "Jane", "last_name": "Smith"}, {}, JANE, id="parts"),
        pytest.param({"name": "X", "first_name": "Jane", "last_name": "Smith"}, {}, JANE, id="parts come first"),
        pytest.param({"first_name": "Jane"}, {}, {"first_name": "Jane", "name": "Jane"}, id="first name alone"),
        pytest.param(
            {"last_name": " Smith "}, {}, {"last_name": " Smith ", "name": "Smith"}, id="last name alone"
        ),
        pytest.param(
            {"name": "Jane"}, {}, {"name": "Jane", "first_name": "Jane", "last_name": None}, id="one word"
        ),
        pytest.param(
            {"name": "Jane  van Dam"},
            {},
            {"name": "Jane  van Dam", "first_name": "Jane van", "last_name": "Dam"},
            id="three words",
        ),
        pytest.param(
            {**JANE, "name": "Jo Lee"},
            JANE,
            {"name": "Jo Lee", "first_name": "Jo", "last_name": "Lee"},
            id="new name",
        ),
        pytest.param(
            {**JANE, "last_name": "Lee"}, JANE, {**JANE, "last_name": "Lee", "name": "Jane Lee"}, id="new part"
        ),
        pytest.param(JANE, JANE, JANE, id="no change"),
        pytest.param({}, {}, {}, id="nobody"),
        pytest.param({"name": 7}, {}, {"name": 7}, id="no text"),
        pytest.param({**JANE, "name": {}}, JANE, {**JANE, "name": {}}, id="no name"),
        pytest.param({**JANE, "name": []}, JANE, {**JANE, "name": []}, id="no names"),
    ],
)
def test_complete(now: dict[str, Any], before: dict[str, Any], expected: dict[str, Any]) -> None:
    now = {**now}
    names.complete(now, before)
    assert now == expected
