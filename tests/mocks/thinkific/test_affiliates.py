"""What an affiliate must have, when made and when changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from understudy.mocks.errors import Invalid
from understudy.mocks.thinkific.affiliates import affiliate_errors
from understudy.mocks.thinkific.school import School

BLANK = ["can't be blank"]
NOTHING = dict.fromkeys(
    ("affiliate_code", "affiliate_commission", "affiliate_commission_type", "affiliate_payout_email")
)
WHOLE = {
    "roles": ["affiliate"],
    "affiliate_code": "a",
    "affiliate_commission": 20,
    "affiliate_commission_type": "%",
    "affiliate_payout_email": "a@example.com",
}
PERSON = {"first_name": "Dee", "last_name": "Fox", "email": "d@example.com", "skip_custom_fields_validation": True}


@pytest.mark.parametrize(
    ("user", "errors"),
    [
        (WHOLE, {}),
        ({**WHOLE, "affiliate_commission_type": None}, {}),
        ({**WHOLE, "affiliate_code": None}, {"affiliate_code": BLANK}),
        ({**WHOLE, "affiliate_code": ""}, {"affiliate_code": BLANK}),
        ({**WHOLE, "affiliate_commission": None}, {"affiliate_commission": BLANK}),
        ({**WHOLE, "affiliate_payout_email": None}, {"affiliate_payout_email": BLANK}),
        (
            {**NOTHING, "roles": ["site_admin", "affiliate"]},
            dict.fromkeys(("affiliate_code", "affiliate_commission", "affiliate_payout_email"), BLANK),
        ),
        ({**NOTHING, "roles": []}, {}),
        ({**NOTHING, "roles": ["site_admin"]}, {}),
    ],
    ids=[
        "whole",
        "no type",
        "no code",
        "empty code",
        "no commission",
        "no payout",
        "role alone",
        "none",
        "other role",
    ],
)
def test_required(user: dict[str, Any], errors: dict[str, list[str]]) -> None:
    assert affiliate_errors(user) == errors


@pytest.mark.parametrize("roles", [["affiliate"], []], ids=["affiliate", "no affiliate"])
@pytest.mark.parametrize(
    ("kind", "commission", "message"),
    [
        ("%", 0.01, None),
        ("%", 100, None),
        ("%", 100.01, "must be less than or equal to 100"),
        (None, 100, None),
        (None, 101, "must be less than or equal to 100"),
        ("$", 101, None),
        ("$", 9999.98, None),
        ("$", 9999.99, "must be less than 9999.99"),
    ],
)
def test_bounds(roles: list[str], kind: str | None, commission: float, message: str | None) -> None:
    user = {**WHOLE, "roles": roles, "affiliate_commission_type": kind, "affiliate_commission": commission}
    assert affiliate_errors(user) == ({"affiliate_commission": [message]} if message else {})


@pytest.mark.parametrize(
    ("given", "kept"), [({}, "%"), ({"affiliate_commission_type": "$"}, "$")], ids=["none", "$"]
)
def test_the_type_is_per_cent_unless_said(school: School, given: dict[str, str], kept: str) -> None:
    plain = {name: value for name, value in WHOLE.items() if name != "affiliate_commission_type"}
    assert school.users.create({**PERSON, **plain, **given})["affiliate_commission_type"] == kept


def test_no_affiliate_has_no_type(school: School) -> None:
    assert school.users.create(PERSON)["affiliate_commission_type"] is None


def test_codes_are_unique(school: School, refused: Callable[..., Any]) -> None:
    school.users.update("1", None, WHOLE)
    for verb, arguments in (("create", [{**PERSON, **WHOLE}]), ("update", ["2", None, WHOLE])):
        with refused(Invalid) as caught:
            getattr(school.users, verb)(*arguments)
        assert caught.value.errors == {"affiliate_code": ["has already been taken"]}
    school.users.update("1", None, {"affiliate_code": "a"})


@pytest.mark.parametrize(
    ("given", "errors"),
    [
        ({"roles": ["affiliate", "site_admin"]}, {}),
        ({"affiliate_commission": 100}, {}),
        ({"affiliate_commission": 101}, {"affiliate_commission": ["must be less than or equal to 100"]}),
        ({"affiliate_commission": 101, "affiliate_commission_type": "$"}, {}),
        ({"roles": []}, {}),
    ],
    ids=["another role", "more", "too much for per cent", "not for dollars", "the role is gone"],
)
def test_an_update_is_held_against_what_there_is(
    school: School, refused: Callable[..., Any], given: dict[str, Any], errors: dict[str, list[str]]
) -> None:
    school.users.update("1", None, WHOLE)
    if errors:
        with refused(Invalid) as caught:
            school.users.update("1", None, given)
        assert caught.value.errors == errors
    else:
        before = school.records.get("users", 1)
        school.users.update("1", None, given)
        assert school.records.get("users", 1) == {**before, **given}


def test_back_to_per_cent_with_too_much(school: School, refused: Callable[..., Any]) -> None:
    school.users.update("1", None, {**WHOLE, "affiliate_commission": 500, "affiliate_commission_type": "$"})
    with refused(Invalid):
        school.users.update("1", None, {"affiliate_commission_type": "%"})


def test_the_role_needs_the_rest(school: School, refused: Callable[..., Any]) -> None:
    with refused(Invalid) as caught:
        school.users.update("1", None, {"roles": ["affiliate"], "affiliate_code": "a"})
    assert caught.value.errors == {"affiliate_commission": BLANK, "affiliate_payout_email": BLANK}
