"""Answers to custom questions: definition 1 (Phone) is required, 2 (Country) is not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from understudy.mocks.errors import Invalid
from understudy.mocks.thinkific.school import School

PERSON = {"first_name": "Dee", "last_name": "Fox", "email": "dee@example.com"}
FIELD = "custom_profile_fields"
NO_PHONE = "Phone can't be blank"
Answers = list[tuple[int, str | None]]


def answers(pairs: Answers) -> list[dict[str, Any]]:
    return [{"custom_profile_field_definition_id": number, "value": value} for number, value in pairs]


@pytest.mark.parametrize(
    ("given", "skip", "messages"),
    [
        ([(1, "5")], False, None),
        ([(2, "NL"), (1, "5")], False, None),
        ([(1, "5"), (2, "")], False, None),
        ([(1, "5"), (2, None)], False, None),
        ([], False, [NO_PHONE]),
        ([(2, "NL")], False, [NO_PHONE]),
        ([(1, "")], False, [NO_PHONE]),
        ([(1, " ")], False, [NO_PHONE]),
        ([(1, None)], False, [NO_PHONE]),
        ([(1, "5"), (9, "x")], False, ["could not be found: 9"]),
        ([(8, "x"), (9, "x")], False, ["could not be found: 8, 9", NO_PHONE]),
        ([], True, None),
        ([(2, "NL")], True, None),
        ([(1, "")], True, None),
        ([(9, "x")], True, ["could not be found: 9"]),
    ],
    ids=[
        "required", "both", "optional empty", "optional null", "none", "optional alone", "required empty",
        "required blank", "required null", "unknown", "unknown and required", "skipped", "skipped, optional alone",
        "skipped, required empty", "skipped, unknown",
    ],
)  # fmt: skip
def test_create(
    school: School, refused: Callable[..., Any], given: Answers, skip: bool, messages: list[str] | None
) -> None:
    user = {**PERSON, FIELD: answers(given), "skip_custom_fields_validation": skip}
    if messages is None:
        kept = school.users.create(user)[FIELD]
        assert [(entry["custom_profile_field_definition_id"], entry["value"]) for entry in kept] == given
        return
    with refused(Invalid) as caught:
        school.users.create(user)
    assert caught.value.errors == {FIELD: messages}


def test_no_fields_at_all(school: School, refused: Callable[..., Any]) -> None:
    with refused(Invalid) as caught:
        school.users.create(PERSON)
    assert caught.value.errors == {FIELD: [NO_PHONE]}
    assert school.users.create({**PERSON, "skip_custom_fields_validation": True})[FIELD] == []


@pytest.mark.parametrize(
    ("given", "after"),
    [
        ([], [(1, 1, "555")]),
        ([(1, "6")], [(1, 1, "6")]),
        ([(2, "NL")], [(1, 1, "555"), (2, 2, "NL")]),
        ([(2, "NL"), (2, "BE")], [(1, 1, "555"), (2, 2, "BE")]),
        ([(2, None), (1, "6")], [(1, 1, "6"), (2, 2, None)]),
    ],
    ids=["none", "another answer", "another question", "twice, the last counts", "both"],
)
def test_update_changes_the_answers_that_were_given(
    school: School, given: Answers, after: list[tuple[int, int, str | None]]
) -> None:
    """`after`: id, definition and value of each answer."""
    school.users.update("1", None, {FIELD: answers(given)})
    kept = school.records.get("users", 1)[FIELD]
    assert [(entry["id"], entry["custom_profile_field_definition_id"], entry["value"]) for entry in kept] == after


@pytest.mark.parametrize(
    ("given", "messages"),
    [([(1, "")], [NO_PHONE]), ([(9, "x")], ["could not be found: 9"])],
    ids=["required empty", "unknown"],
)
def test_update_refusals(school: School, refused: Callable[..., Any], given: Answers, messages: list[str]) -> None:
    with refused(Invalid) as caught:
        school.users.update("1", None, {FIELD: answers(given), "bio": "b"})
    assert caught.value.errors == {FIELD: messages}


def test_who_never_answered_can_be_changed(school: School) -> None:
    school.users.update("2", None, {"bio": "b", FIELD: answers([(2, "NL")])})
    assert [entry["label"] for entry in school.records.get("users", 2)[FIELD]] == ["Country"]


def test_ids_of_answers_are_not_used_again(school: School) -> None:
    def make() -> int:
        made = school.users.create({**PERSON, FIELD: answers([(1, "5")])})
        school.users.delete(str(made["id"]), None)
        number: int = made[FIELD][0]["id"]
        return number

    assert [make() for _ in range(3)] == [2, 3, 4]
