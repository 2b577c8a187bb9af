"""Groups, their members and their analysts, with the messages that the document has for them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from understudy.mocks.errors import Invalid, NotFound
from understudy.mocks.sandbox import Sandbox
from understudy.mocks.thinkific.school import School
from understudy.mocks.thinkific.settings import Settings

NO_USER = {"user_id": ["Could not find user with ID 99."]}
NO_GROUP = {"group_id": ["Could not find group with ID 99."]}


def members(school: School, group_id: int) -> list[int]:
    return [entry["user_id"] for entry in school.store.find("group_users", {"group_id": group_id})]


# ── Groups ──


def test_create(school: School) -> None:
    made = school.groups.create({"name": "West"})
    assert (made["id"], made["name"], made["created_at"]) == (3, "West", "2026-01-01T00:00:00.000Z")
    assert len(made["token"]) == 8
    assert int(made["token"], 16) >= 0
    assert school.records.get("groups", 3) == made


def test_names_are_unique(school: School, refused: Callable[..., Any]) -> None:
    with refused(Invalid) as caught:
        school.groups.create({"name": "North"})
    assert caught.value.errors == {"name": ["has already been taken"]}


def test_tokens_differ_and_repeat(school: School, sandbox: Sandbox[Settings]) -> None:
    start = sandbox.snapshot()
    tokens = [school.groups.create({"name": str(number)})["token"] for number in range(50)]
    assert len(set(tokens)) == 50
    sandbox.restore(start)
    assert [school.groups.create({"name": str(number)})["token"] for number in range(50)] == tokens


def test_a_token_that_is_taken_is_not_given(school: School, sandbox: Sandbox[Settings]) -> None:
    start = sandbox.snapshot()
    token = school.groups.create({"name": "West"})["token"]
    sandbox.restore(start)
    school.records.update("groups", 1, {"token": token})
    assert school.groups.create({"name": "West"})["token"] != token


def test_delete_takes_members_and_analysts_along(school: School, counts: Callable[[], dict[str, int]]) -> None:
    before = counts()
    school.records.delete("groups", 1)
    assert counts() == {**before, "groups": 1, "group_users": 0, "group_analysts": 0}


def test_ids_are_not_used_again(school: School) -> None:
    school.records.delete("groups", 2)
    assert school.groups.create({"name": "South"})["id"] == 3


# ── Members ──


@pytest.mark.parametrize(
    ("user_id", "names", "after"),
    [
        (2, ["South"], ([1], [2])),
        (2, ["North", "South"], ([1, 2], [2])),
        (2, ["South", "South"], ([1], [2])),
        (1, ["North"], ([1], [])),
    ],
    ids=["one", "two", "one twice", "a member"],
)
def test_add_user(school: School, user_id: int, names: list[str], after: tuple[list[int], list[int]]) -> None:
    school.groups.add_user(user_id, names)
    assert (members(school, 1), members(school, 2)) == after


@pytest.mark.parametrize(
    ("user_id", "names", "messages"),
    [
        (2, ["South", "West"], ["Invalid group_names"]),
        (2, ["south"], ["Invalid group_names"]),
        (99, ["South"], ["Invalid user_id"]),
        (99, ["West"], ["Invalid user_id", "Invalid group_names"]),
    ],
    ids=["one name unknown", "other letters", "no user", "neither"],
)
def test_add_user_all_or_none(
    school: School, refused: Callable[..., Any], user_id: int, names: list[str], messages: list[str]
) -> None:
    with refused(Invalid) as caught:
        school.groups.add_user(user_id, names)
    assert caught.value.errors == messages


# ── Analysts of a group ──


def test_analysts(school: School) -> None:
    assert (school.groups.analysts(1), school.groups.analysts(2)) == ([2], [])


def test_analysts_of_no_group(school: School, refused: Callable[..., Any]) -> None:
    with refused(NotFound) as caught:
        school.groups.analysts(99)
    assert caught.value.details == [{"group_id": "Could not find group with ID 99."}]


@pytest.mark.parametrize(
    ("given", "after"),
    [([3], [2, 3]), ([3, 2], [2, 3]), ([3, 3], [2, 3]), ([], [2])],
    ids=["one", "one is one already", "one twice", "none"],
)
def test_add_analysts(school: School, given: list[int], after: list[int]) -> None:
    school.groups.add_analysts(1, given)
    assert school.groups.analysts(1) == after


@pytest.mark.parametrize(
    ("group_id", "given", "errors"),
    [
        (1, [1, 3], {"group_analysts": "User IDs missing group_analysts role:: 1"}),
        (1, [98, 3, 99], {"user_id": "Invalid user IDs: 98, 99"}),
        (99, [3], {"group_id": "Invalid group ID: 99"}),
        (
            99,
            [1, 98],
            {
                "group_analysts": "User IDs missing group_analysts role:: 1",
                "user_id": "Invalid user IDs: 98",
                "group_id": "Invalid group ID: 99",
            },
        ),
    ],
    ids=["without the role", "no users", "no group", "all"],
)
def test_add_analysts_all_or_none(
    school: School, refused: Callable[..., Any], group_id: int, given: list[int], errors: dict[str, str]
) -> None:
    with refused(Invalid) as caught:
        school.groups.add_analysts(group_id, given)
    assert caught.value.errors == errors


def test_several_without_the_role_are_named(school: School, refused: Callable[..., Any]) -> None:
    school.records.update("users", 3, {"roles": ["site_admin"]})
    with refused(Invalid) as caught:
        school.groups.add_analysts(1, [1, 3, 1])
    assert caught.value.errors == {"group_analysts": "User IDs missing group_analysts role:: 1, 3"}


def test_who_loses_the_role_stays_an_analyst(school: School) -> None:
    school.users.update("2", None, {"roles": []})
    assert school.groups.analysts(1) == [2]


def test_remove_analyst(school: School, counts: Callable[[], dict[str, int]]) -> None:
    before = counts()
    school.groups.remove_analyst(1, 2)
    assert counts() == {**before, "group_analysts": 0}


@pytest.mark.parametrize(
    ("group_id", "user_id", "details"),
    [
        (1, 99, NO_USER),
        (99, 2, NO_GROUP),
        (99, 99, NO_USER | NO_GROUP),
        (2, 2, {"user_id": ["Could not find user with ID 2."]}),
    ],
    ids=["no user", "no group", "neither", "no analyst of it"],
)
def test_remove_analyst_not_found(
    school: School, refused: Callable[..., Any], group_id: int, user_id: int, details: dict[str, list[str]]
) -> None:
    with refused(NotFound) as caught:
        school.groups.remove_analyst(group_id, user_id)
    assert caught.value.details == details


# ── Groups of an analyst ──


@pytest.mark.parametrize(
    ("user_id", "given", "after"),
    [(3, [1, 2], ([2, 3], [3])), (2, [1, 2, 2], ([2], [2])), (3, [], ([2], []))],
    ids=["two", "one already, one twice", "none"],
)
def test_add_groups(school: School, user_id: int, given: list[int], after: tuple[list[int], list[int]]) -> None:
    school.groups.add_groups(user_id, given)
    assert (school.groups.analysts(1), school.groups.analysts(2)) == after


@pytest.mark.parametrize(
    ("user_id", "given", "errors"),
    [
        (1, [1], {"group_analysts": "User IDs missing group_analysts role: 1"}),
        (3, [1, 98, 99], {"group_id": "Invalid group IDs: 98, 99"}),
        (
            1,
            [99],
            {"group_analysts": "User IDs missing group_analysts role: 1", "group_id": "Invalid group IDs: 99"},
        ),
    ],
    ids=["without the role", "no groups", "both"],
)
def test_add_groups_all_or_none(
    school: School, refused: Callable[..., Any], user_id: int, given: list[int], errors: dict[str, str]
) -> None:
    with refused(Invalid) as caught:
        school.groups.add_groups(user_id, given)
    assert caught.value.errors == errors


def test_add_groups_to_nobody(school: School, refused: Callable[..., Any]) -> None:
    with refused(NotFound) as caught:
        school.groups.add_groups(99, [1])
    assert caught.value.details == NO_USER


def test_remove_group(school: School, counts: Callable[[], dict[str, int]]) -> None:
    before = counts()
    school.groups.remove_group(2, 1)
    assert counts() == {**before, "group_analysts": 0}


@pytest.mark.parametrize(
    ("user_id", "group_id", "details"),
    [
        (99, 1, NO_USER),
        (99, 99, NO_USER | NO_GROUP),
        (2, 2, {"group_id": ["Could not find group with ID 2."]}),
    ],
    ids=["no user", "neither", "no analyst of it"],
)
def test_remove_group_not_found(
    school: School, refused: Callable[..., Any], user_id: int, group_id: int, details: dict[str, list[str]]
) -> None:
    with refused(NotFound) as caught:
        school.groups.remove_group(user_id, group_id)
    assert caught.value.details == details


def test_remove_no_group_from_an_analyst(school: School, refused: Callable[..., Any]) -> None:
    with refused(Invalid) as caught:
        school.groups.remove_group(2, 99)
    assert caught.value.errors == NO_GROUP
