"""What stands at a path, in the cases that the server's own tests of paths have too."""

from __future__ import annotations

from typing import Any

import pytest

from understudy.mocks.store.criteria.paths import elements, path
from understudy.mocks.store.criteria.values import MISSING

ROWS = {"a": [{"b": 5}, 3, {}, {"b": [9, 11]}, {"b": 7}]}


@pytest.mark.parametrize(
    ("document", "name", "found"),
    [
        pytest.param({"x": 4, "a": 5}, "a", [5], id="a field"),
        pytest.param({"x": 4}, "a", [MISSING], id="no field"),
        pytest.param({"a": [5, 6]}, "a", [5, 6, [5, 6]], id="an array: its entries, then itself"),
        pytest.param({"a": []}, "a", [[]], id="an empty array"),
        pytest.param({"a": {"b": []}}, "a.b", [[]], id="an empty array inside"),
        pytest.param(ROWS, "a.b", [5, MISSING, 9, 11, [9, 11], 7], id="through an array"),
        pytest.param({"a": 4}, "a.b", [MISSING], id="through a value"),
        pytest.param({"a": [4]}, "a.b", [], id="through an array of values"),
        pytest.param({"a": [5, 7, 3]}, "a.1", [7], id="a place"),
        pytest.param({"a": [5]}, "a.1", [], id="no such place"),
        pytest.param({"a": [5, [2, 4], 3]}, "a.1", [[2, 4]], id="an array at a place is whole"),
        pytest.param({"a": [5, {"1": 4}, 3]}, "a.1", [4, {"1": 4}], id="a field, and a place"),
        pytest.param({"a": {"1": 4}}, "a.1", [4], id="a field of a number for a name"),
        pytest.param({"a": [5, {"b": 4}, 3]}, "a.1.b", [MISSING, 4], id="through a place"),
        pytest.param({"a": [5, [{"b": 4}], 3]}, "a.1.b", [4], id="through an array at a place"),
        pytest.param({"a": [[{"b": 4}]]}, "a.b", [], id="through no array in an array"),
        pytest.param({"a": [5, [7, [8]]]}, "a.1.1", [[8]], id="a place in an array at a place"),
        pytest.param({"a": [{"b": [{"c": 1}, {"c": [2]}]}]}, "a.b.c", [1, 2, [2]], id="through two arrays"),
        pytest.param(
            {"a": [{"b": [2, 3]}, {"b": [4]}]}, "a.0.b", [MISSING, 2, 3, [2, 3], MISSING], id="both ways"
        ),
        pytest.param({"": {"": 1}}, ".", [1], id="empty names"),
    ],
)
def test_elements(document: dict[str, Any], name: str, found: list[Any]) -> None:
    assert list(elements(document, path(name), enter=True)) == found


def test_arrays_are_entered_only_where_entries_are_asked_for() -> None:
    assert list(elements(ROWS, path("a.b"), enter=False)) == [5, MISSING, [9, 11], 7]
    assert list(elements(ROWS, path("a"), enter=False)) == [ROWS["a"]]


def test_a_path_of_numbers_is_read_in_time() -> None:
    """Each number means a field or a place, so that the ways to read them double with each."""
    document: Any = 1
    for _ in range(40):
        document = {"0": [document]}
    found = list(elements(document, path("0" + ".0" * 9), enter=True))
    assert 0 < len(found) <= 2**10
