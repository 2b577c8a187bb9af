"""What a client keeps is good for as long as it is told so."""

from __future__ import annotations

from typing import Any

import pytest

from understudy.contract_tests.inprocess import Answer, Caller


def get(caller: Caller, path: str, held: str | None = None) -> Answer:
    headers = dict(caller.headers)
    if held is not None:
        headers["if-none-match"] = held
    return caller.ask("GET", path, headers=headers)


@pytest.fixture
def mug(caller: Caller) -> str:
    made = caller.json("POST", "/products", {"name": "Mug"}, content_length="1").json()
    return f"/products/{made['id']}"


@pytest.mark.parametrize("path", ["{mug}", "{mug}/name", "/products", "/products/:count", "/:options", "/:cached"])
def test_what_has_not_changed_is_not_sent_again(caller: Caller, mug: str, path: str) -> None:
    path = path.format(mug=mug)
    first = get(caller, path)
    again = get(caller, path, first.headers["etag"])
    assert (first.status, again.status, again.body) == (200, 304, b"")
    assert again.headers["etag"] == first.headers["etag"]


def test_what_has_changed_is_sent(caller: Caller, mug: str) -> None:
    tag = get(caller, mug).headers["etag"]
    caller.json("PUT", mug, {"name": "Cup"}, content_length="1")
    answer = get(caller, mug, tag)
    assert (answer.status, answer.json()["name"]) == (200, "Cup")
    assert answer.headers["etag"] != tag


@pytest.mark.parametrize(
    ("held", "status"),
    [("{tag}", 304), ('"other", {tag}', 304), ("W/{tag}", 304), ("*", 304), ('"other"', 200), ("", 200)],
)
def test_if_none_match(caller: Caller, mug: str, held: str, status: int) -> None:
    tag = get(caller, mug).headers["etag"]
    assert get(caller, mug, held.format(tag=tag)).status == status


def test_what_is_not_there_has_no_tag(caller: Caller) -> None:
    answer = get(caller, "/products/nothing", "*")
    assert (answer.status, "etag" in answer.headers) == (404, False)


# Versions of collections


def test_only_versions_that_have_changed_are_told(caller: Caller, mug: str) -> None:
    held = caller.ask("GET", "/:cached").json()
    assert caller.ask("GET", "/:cached", held).json() == {}
    caller.json("PUT", mug, {"name": "Cup"}, content_length="1")
    told = caller.ask("GET", "/:cached", held).json()
    assert told["com.products"] == held["com.products"] + 1
    assert "com.accounts" not in told


def test_a_write_that_is_refused_changes_no_version(caller: Caller, mug: str) -> None:
    held = caller.ask("GET", "/:cached").json()
    assert caller.json("POST", "/accounts", {"email": "no"}, content_length="1").status == 400
    assert caller.ask("GET", "/:cached", held).json() == {}


def test_versions_in_a_body(caller: Caller, mug: str) -> None:
    held = caller.ask("GET", "/:cached").json()
    answer = caller.json("GET", "/:cached", {**held, "com.products": 0, "client": "x"}, content_length="1")
    assert answer.json() == {"com.products": held["com.products"]}


@pytest.mark.parametrize("held", [0, "0", 99, None, [3], {"a": 1}], ids=repr)
def test_any_other_version_is_one_that_has_changed(caller: Caller, mug: str, held: Any) -> None:
    caller.json("PUT", mug, {"name": "Cup"}, content_length="1")
    every = caller.ask("GET", "/:cached").json()
    told = caller.json("GET", "/:cached", {**every, "com.products": held}, content_length="1").json()
    assert told == {"com.products": every["com.products"]}
