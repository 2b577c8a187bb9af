"""Overlay actions do what version 1.0 of the specification says, and say what is wrong with them."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from understudy.specs import overlay
from understudy.specs.overlay import OverlayError

DOCUMENT: dict[str, Any] = {
    "info": {"title": "Shop", "contact": {"name": "Ann"}},
    "tags": [{"name": "a"}, {"name": "b"}, {"name": "c"}],
    "paths": {
        "/x": {"get": {"parameters": [{"name": "page"}, {"name": "q"}]}},
        "/y": {"get": {"parameters": [{"name": "q"}]}, "put": {}},
    },
}


def overlay_of(*actions: dict[str, Any]) -> dict[str, Any]:
    info = {"title": "Corrections", "version": "1"}
    return {"overlay": "1.0.0", "info": info, "actions": [{"description": "Because.", **a} for a in actions]}


def applied(*actions: dict[str, Any]) -> dict[str, Any]:
    return overlay.apply(DOCUMENT, overlay_of(*actions))


@pytest.mark.parametrize(
    ("target", "update", "changed"),
    [
        pytest.param("$", {"x": 1}, {"x": 1}, id="the document itself"),
        pytest.param(
            "$.info", {"version": 2}, {"info": {**DOCUMENT["info"], "version": 2}}, id="a new name is added"
        ),
        pytest.param(
            "$.info",
            {"title": "Store", "contact": {"email": "a@b.c"}},
            {"info": {"title": "Store", "contact": {"name": "Ann", "email": "a@b.c"}}},
            id="objects merge, values are replaced",
        ),
        pytest.param(
            "$.info",
            {"contact": "Ann"},
            {"info": {"title": "Shop", "contact": "Ann"}},
            id="a value for an object",
        ),
        pytest.param(
            "$.tags",
            {"name": "d"},
            {"tags": [*DOCUMENT["tags"], {"name": "d"}]},
            id="an array takes an entry",
        ),
        pytest.param(
            "$.tags", [1, 2], {"tags": [*DOCUMENT["tags"], [1, 2]]}, id="an array takes an array as one entry"
        ),
        pytest.param(
            "$",
            {"tags": [{"name": "d"}]},
            {"tags": [*DOCUMENT["tags"], {"name": "d"}]},
            id="an array inside an update is added to the end",
        ),
        pytest.param(
            "$.tags[?@.name == 'b' || @.name == 'c']",
            {"x": True},
            {"tags": [{"name": "a"}, {"name": "b", "x": True}, {"name": "c", "x": True}]},
            id="all that a filter selects",
        ),
        pytest.param(
            "$.tags[0, 0]",
            {"x": 1},
            {"tags": [{"name": "a", "x": 1}, {"name": "b"}, {"name": "c"}]},
            id="what is selected twice, once",
        ),
    ],
)
def test_update(target: str, update: Any, changed: dict[str, Any]) -> None:
    assert applied({"target": target, "update": update}) == {**DOCUMENT, **changed}


@pytest.mark.parametrize(
    ("target", "changed"),
    [
        pytest.param("$.info.contact", {"info": {"title": "Shop"}}, id="from an object"),
        pytest.param("$.tags[1]", {"tags": [{"name": "a"}, {"name": "c"}]}, id="from an array"),
        pytest.param("$.tags[?@.name != 'b']", {"tags": [{"name": "b"}]}, id="several from an array"),
        pytest.param("$.tags[2, 0]", {"tags": [{"name": "b"}]}, id="several in any order"),
        pytest.param("$.tags[0, 0]", {"tags": [{"name": "b"}, {"name": "c"}]}, id="what is selected twice, once"),
        pytest.param(
            "$.paths.*.get.parameters[?@.name == 'q']",
            {
                "paths": {
                    "/x": {"get": {"parameters": [{"name": "page"}]}},
                    "/y": {"get": {"parameters": []}, "put": {}},
                }
            },
            id="from several arrays",
        ),
        pytest.param(
            "$..['get', 'parameters']",
            {"paths": {"/x": {}, "/y": {"put": {}}}},
            id="what holds it goes as well",
        ),
    ],
)
def test_remove(target: str, changed: dict[str, Any]) -> None:
    assert applied({"target": target, "remove": True}) == {**DOCUMENT, **changed}


def test_actions_see_what_earlier_ones_did() -> None:
    made = applied(
        {"target": "$.info.contact", "remove": True},
        {"target": "$.info", "update": {"contact": {"name": "Bob"}}},
        {"target": "$.info.contact", "update": {"x": 1}},
    )
    assert made["info"] == {"title": "Shop", "contact": {"name": "Bob", "x": 1}}


def test_the_arguments_stay_as_they_are() -> None:
    document, corrections = (
        deepcopy(DOCUMENT),
        overlay_of({"target": "$.paths.*", "update": {"x": {"y": []}}}),
    )
    before = deepcopy(corrections)
    made = overlay.apply(document, corrections)
    made["paths"]["/x"]["x"]["y"].append(1)
    made["info"]["contact"]["name"] = "Bob"
    assert made["paths"]["/y"]["x"] == {"y": []}
    assert (document, corrections) == (DOCUMENT, before)


@pytest.mark.parametrize(
    ("action", "problem", "remedy"),
    [
        pytest.param({"target": "$.nope", "update": {}}, "matches nothing", "drop the action", id="stale target"),
        pytest.param(
            {"target": "$.tags[9]", "remove": True}, "matches nothing", "drop the action", id="stale removal"
        ),
        pytest.param({"target": "$.[", "update": {}}, "not a JSONPath", "RFC 9535", id="no JSONPath"),
        pytest.param(
            {"target": "$.info.title", "update": {}},
            "$['info']['title'] is neither",
            "contains it",
            id="a plain value",
        ),
        pytest.param(
            {"target": "$.info", "update": [1]}, "only be merged", "`update`", id="an array for an object"
        ),
        pytest.param({"target": "$", "remove": True}, "cannot be removed", "a part of it", id="everything"),
        pytest.param({"target": "$.info"}, "update or remove", "`remove: true`", id="nothing to do"),
        pytest.param(
            {"target": "$.info", "update": {}, "remove": True},
            "update or remove",
            "`update`",
            id="two things to do",
        ),
        pytest.param({"target": "$.info", "updates": {}}, "'updates'", "update", id="a slip of the pen"),
        pytest.param(
            {"target": "$.info", "update": {}, "description": ""},
            "no reason",
            "`description`",
            id="no reason",
        ),
        pytest.param({"update": {}}, "target is missing", "`target`", id="no target"),
    ],
)
def test_what_is_wrong_with_an_action(action: dict[str, Any], problem: str, remedy: str) -> None:
    with pytest.raises(OverlayError) as caught:
        applied({"target": "$.info", "update": {"fine": True}}, action)
    message = str(caught.value)
    assert "action 1" in message
    assert problem in message
    assert remedy in message
    assert caught.value.index == 1
    assert caught.value.target == action.get("target")
    assert repr(action.get("target")) in message


@pytest.mark.parametrize(
    ("corrections", "problem"),
    [
        pytest.param({"actions": [{}]}, "version None", id="no version"),
        pytest.param({"overlay": "2.0.0", "actions": [{}]}, "version '2.0.0'", id="another version"),
        pytest.param({"overlay": "1.0.0"}, "no actions", id="no actions"),
        pytest.param({"overlay": "1.0.1", "actions": []}, "no actions", id="an empty list of actions"),
    ],
)
def test_what_is_wrong_with_an_overlay(corrections: dict[str, Any], problem: str) -> None:
    with pytest.raises(OverlayError, match=problem):
        overlay.apply(DOCUMENT, corrections)


def test_extensions_are_allowed() -> None:
    assert applied({"target": "$", "update": {}, "x-ticket": 7}) == DOCUMENT
