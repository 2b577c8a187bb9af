"""What a change makes of a record."""

from __future__ import annotations

from typing import Any

import pytest

from understudy.mocks.errors import Unreadable
from understudy.mocks.schema.merging import changed

BEFORE = {
    "a": 1,
    "o": {"x": 1, "y": {"z": 2}},
    "l": [{"id": "1", "q": 1, "p": 5}, {"id": "2", "q": 2}],
    "t": [1, 2],
}


@pytest.mark.parametrize(
    ("given", "after"),
    [
        ({"a": 2}, {"a": 2}),
        ({"new": None}, {"new": None}),
        ({"o": {"x": 3}}, {"o": {"x": 3, "y": {"z": 2}}}),
        ({"o": {"y": {"w": 1}}}, {"o": {"x": 1, "y": {"z": 2, "w": 1}}}),
        ({"o": None}, {"o": None}),
        ({"o": 5}, {"o": 5}),
        ({"a": {"b": 1}}, {"a": {"b": 1}}),
        ({"t": [3]}, {"t": [3]}),
        ({"l": [{"id": "2", "q": 9}]}, {"l": [{"id": "2", "q": 9}]}),
        ({"l": [{"id": "1", "q": 9}]}, {"l": [{"id": "1", "q": 9, "p": 5}]}),
        ({"l": [{"q": 7}]}, {"l": [{"q": 7}]}),
        ({"$set": {"o": {"x": 3}}}, {"o": {"x": 3}}),
        ({"$set": {"o.y": 4}}, {"o": {"x": 1, "y": 4}}),
        ({"$set": {"a.b": 4}}, {"a": {"b": 4}}),
        ({"$set": {"l": []}, "a": 3}, {"l": [], "a": 3}),
    ],
    ids=str,
)
def test_what_is_given_is_merged(given: dict[str, Any], after: dict[str, Any]) -> None:
    assert changed(BEFORE, given) == {**BEFORE, **after}


@pytest.mark.parametrize(
    ("unset", "gone"),
    [
        ("a", {"a"}),
        ("a, t", {"a", "t"}),
        (["a", "t,l"], {"a", "t", "l"}),
        ("missing", set()),
        ("", set()),
        ([], set()),
    ],
    ids=str,
)
def test_unset_takes_fields_away(unset: Any, gone: set[str]) -> None:
    assert changed(BEFORE, {"$unset": unset}) == {
        name: value for name, value in BEFORE.items() if name not in gone
    }


def test_unset_reaches_into_objects() -> None:
    assert changed(BEFORE, {"$unset": "o.y.z, o.nothing.more"})["o"] == {"x": 1, "y": {}}


def test_the_record_as_it_was_stays_so() -> None:
    changed(BEFORE, {"o": {"x": 9}, "$set": {"o.y.z": 9}, "$unset": "l"})
    assert BEFORE["o"] == {"x": 1, "y": {"z": 2}}


@pytest.mark.parametrize("given", [{"$set": "a"}, {"$set": [1]}, {"$unset": 5}, {"$unset": [5]}], ids=str)
def test_operators_of_another_form_are_refused(given: dict[str, Any]) -> None:
    with pytest.raises(Unreadable, match=r"\$(set|unset) is "):
        changed(BEFORE, given)
