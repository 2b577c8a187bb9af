"""Users: found by either id, unique by email, and what goes with them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson
import pytest

from understudy.mocks.errors import Invalid, NotFound
from understudy.mocks.sandbox import Sandbox
from understudy.mocks.thinkific.school import School
from understudy.mocks.thinkific.settings import Settings

NOW = "2026-01-01T00:00:00.000Z"
TAKEN = ["has already been taken"]
PHONE = {"custom_profile_field_definition_id": 1, "value": "1"}
PLAIN = {"first_name": "Dee", "last_name": "Fox", "email": "dee@example.com", "custom_profile_fields": [PHONE]}


def found(school: School, **filters: Any) -> list[int]:
    ids: list[int] = school.store.ids("users", school.users.filter(**filters))
    return ids


# ── Making ──


def test_create(school: School) -> None:
    made = school.users.create(PLAIN)
    assert made == {
        "id": 4,
        "created_at": NOW,
        "first_name": "Dee",
        "last_name": "Fox",
        "full_name": "Dee Fox",
        "company": None,
        "email": "dee@example.com",
        "email_key": "dee@example.com",
        "roles": [],
        "avatar_url": None,
        "bio": None,
        "headline": None,
        "affiliate_code": None,
        "external_source": None,
        "affiliate_commission": None,
        "affiliate_commission_type": None,
        "affiliate_payout_email": None,
        "administered_course_ids": [],
        "custom_profile_fields": [
            {"id": 2, "value": "1", "label": "Phone", "custom_profile_field_definition_id": 1}
        ],
    }
    assert school.records.get("users", 4) == made


def test_create_with_all(school: School) -> None:
    given = {"company": "Co", "bio": "b", "headline": "h", "roles": ["course_admin", "site_admin"]}
    made = school.users.create({**PLAIN, **given, "password": "secret1", "send_welcome_email": True})
    assert {name: made[name] for name in given} == given
    assert "password" not in made


@pytest.mark.parametrize("email", ["ann@example.com", "ANN@example.com", "Ann@Example.COM"])
def test_emails_are_unique_in_any_case(school: School, refused: Callable[..., Any], email: str) -> None:
    with refused(Invalid) as caught:
        school.users.create({**PLAIN, "email": email})
    assert caught.value.errors == {"email": TAKEN}
    with refused(Invalid) as caught:
        school.users.update("2", None, {"email": email})
    assert caught.value.errors == {"email": TAKEN}


def test_an_email_keeps_its_letters(school: School) -> None:
    assert school.users.create({**PLAIN, "email": "Dee@Example.com"})["email"] == "Dee@Example.com"
    assert found(school, email="dee@example.com") == [4]


def test_every_broken_rule_is_told(school: School, refused: Callable[..., Any]) -> None:
    school.records.update("users", 1, {"affiliate_code": "ann"})
    given = {
        **PLAIN,
        "email": "ann@example.com",
        "external_id": "b-2",
        "roles": ["affiliate"],
        "affiliate_code": "ann",
        "custom_profile_fields": [],
    }
    with refused(Invalid) as caught:
        school.users.create(given)
    assert caught.value.errors == {
        "email": TAKEN,
        "external_id": TAKEN,
        "affiliate_code": TAKEN,
        "affiliate_commission": ["can't be blank"],
        "affiliate_payout_email": ["can't be blank"],
        "custom_profile_fields": ["Phone can't be blank"],
    }


# ── Own and external ids ──


@pytest.mark.parametrize(
    ("user_id", "provider", "own"),
    [
        ("2", None, 2),
        ("b-2", "SSO", 2),
        ("b-2", "OPENID_CONNECT", None),
        ("b-2", None, None),
        ("2", "SSO", None),
        ("99", None, None),
        ("0", None, None),
        ("-1", None, None),
        ("2.0", None, None),
        ("2 ", None, None),
        ("2\n", None, None),
        ("٢", None, None),
        ("9" * 19, None, None),
        ("9" * 40, None, None),
        ("", "SSO", None),
    ],
    ids=[
        "own id", "external id", "of another provider", "external id without provider", "own id with a provider",
        "unknown", "zero", "negative", "decimal", "blank behind", "line end", "other digits",
        "too large for an id", "far too large", "empty",
    ],
)  # fmt: skip
def test_find(school: School, user_id: str, provider: str | None, own: int | None) -> None:
    if own is not None:
        assert school.users.find(user_id, provider) == own
        assert orjson.loads(school.users.shown(user_id, provider))["id"] == own
    else:
        with pytest.raises(NotFound):
            school.users.find(user_id, provider)


def test_an_external_id_that_looks_like_an_own_one(school: School) -> None:
    school.users.create({**PLAIN, "external_id": "1", "provider": "SSO"})
    assert (school.users.find("1"), school.users.find("1", "SSO")) == (1, 4)


@pytest.mark.parametrize(
    ("given", "provider"),
    [({}, "SSO"), ({"provider": "SSO"}, "SSO"), ({"provider": "OPENID_CONNECT"}, "OPENID_CONNECT")],
)
def test_create_with_an_external_id(school: School, given: dict[str, str], provider: str) -> None:
    made = school.users.create({**PLAIN, **given, "external_id": "d-4"})
    assert school.users.find("d-4", provider) == made["id"]
    assert orjson.loads(school.users.authentication("4", provider)) == {"provider": provider, "external_id": "d-4"}


@pytest.mark.parametrize(("provider", "free"), [("SSO", False), ("OPENID_CONNECT", True)])
def test_external_ids_are_unique_with_their_provider(
    school: School, refused: Callable[..., Any], provider: str, free: bool
) -> None:
    given = {**PLAIN, "external_id": "b-2", "provider": provider}
    if free:
        assert school.users.create(given)["id"] == 4
        return
    with refused(Invalid) as caught:
        school.users.create(given)
    assert caught.value.errors == {"external_id": TAKEN}


def test_a_provider_without_an_external_id_is_nothing(
    school: School, counts: Callable[[], dict[str, int]]
) -> None:
    before = counts()
    school.users.create({**PLAIN, "provider": "SSO"})
    assert counts() == {**before, "users": 4}


@pytest.mark.parametrize(
    ("user_id", "provider"),
    [("2", "OPENID_CONNECT"), ("1", "SSO"), ("99", "SSO"), ("b-2", "SSO")],
    ids=["other provider", "none", "no user", "external id"],
)
def test_no_authentication(school: School, refused: Callable[..., Any], user_id: str, provider: str) -> None:
    with refused(NotFound):
        school.users.authentication(user_id, provider)


# ── Finding ──


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, [1, 2, 3]),
        ({"email": "BOB@example.com"}, [2]),
        ({"email": "bob"}, []),
        ({"role": "group_analyst"}, [2, 3]),
        ({"role": "site_admin"}, [3]),
        ({"role": "affiliate"}, []),
        ({"role": "none"}, []),
        ({"external_source": "fair"}, [1]),
        ({"external_source": "none"}, []),
        ({"group_id": 1}, [1]),
        ({"group_id": 2}, []),
        ({"group_id": 99}, []),
        ({"custom_profile_field_label": "Phone", "custom_profile_field_value": "555"}, [1]),
        ({"custom_profile_field_label": "Phone", "custom_profile_field_value": "556"}, []),
        ({"custom_profile_field_label": "Country", "custom_profile_field_value": "555"}, []),
        ({"role": "group_analyst", "email": "cy@example.com"}, [3]),
        ({"role": "site_admin", "email": "bob@example.com"}, []),
        ({"external_source": "fair", "group_id": 1, "email": "ann@example.com"}, [1]),
    ],
    ids=lambda value: ", ".join(f"{k} {v}" for k, v in value.items()) or "none" if isinstance(value, dict) else "",
)
def test_filters(school: School, filters: dict[str, Any], expected: list[int]) -> None:
    assert found(school, **filters) == expected


@pytest.mark.parametrize("given", ["custom_profile_field_label", "custom_profile_field_value"])
def test_label_and_value_go_together(school: School, refused: Callable[..., Any], given: str) -> None:
    with refused(Invalid) as caught:
        found(school, **{given: "Phone"})
    (missing,) = {"custom_profile_field_label", "custom_profile_field_value"} - {given}
    assert caught.value.errors == {missing: [f"can't be blank beside {given}"]}


# ── Changing ──


@pytest.mark.parametrize(
    "given",
    [
        {"company": "Co"},
        {"bio": None},
        {"headline": "h"},
        {"avatar_url": "https://example.com/a.png"},
        {"external_source": None},
        {"roles": ["course_admin"]},
        {"roles": []},
        {},
    ],
    ids=lambda given: ", ".join(given) or "nothing",
)
@pytest.mark.parametrize(("user_id", "provider"), [("2", None), ("b-2", "SSO")], ids=["own id", "external id"])
def test_update_changes_what_was_given(
    school: School, user_id: str, provider: str | None, given: dict[str, Any]
) -> None:
    before = school.records.get("users", 2)
    others = [school.records.get("users", other) for other in (1, 3)]
    school.users.update(user_id, provider, given)
    assert school.records.get("users", 2) == {**before, **given}
    assert [school.records.get("users", other) for other in (1, 3)] == others


def test_the_full_name_and_the_key_follow(school: School) -> None:
    school.users.update("1", None, {"last_name": "Fox", "email": "Ann.Fox@Example.com", "password": "secret1"})
    after = school.records.get("users", 1)
    assert (after["full_name"], after["email_key"]) == ("Ann Fox", "ann.fox@example.com")
    assert "password" not in after


@pytest.mark.parametrize("email", ["ann@example.com", "ANN@example.com"], ids=["same", "other letters"])
def test_ones_own_email_is_not_taken(school: School, email: str) -> None:
    school.users.update("1", None, {"email": email})
    assert school.records.get("users", 1)["email"] == email


@pytest.mark.parametrize(
    ("email", "messages"),
    [
        ("ann@example.com", None),
        ("new@example.com", ["can only be updated by private integrations"]),
        ("Ann@example.com", ["can only be updated by private integrations"]),
        ("bob@example.com", [*TAKEN, "can only be updated by private integrations"]),
    ],
    ids=["the same", "another", "other letters", "another's"],
)
def test_apps_do_not_change_emails(
    school_by_app: School, refused: Callable[..., Any], email: str, messages: list[str] | None
) -> None:
    if messages is None:
        school_by_app.users.update("1", None, {"email": email, "bio": "b"})
        assert school_by_app.records.get("users", 1)["bio"] == "b"
        return
    with refused(Invalid) as caught:
        school_by_app.users.update("1", None, {"email": email, "bio": "b"})
    assert caught.value.errors == {"email": messages}


@pytest.mark.parametrize(("user_id", "provider"), [("99", None), ("b-2", None), ("2", "SSO"), ("x", "SSO")])
@pytest.mark.parametrize("verb", ["shown", "update", "delete"])
def test_unknown(
    school: School, refused: Callable[..., Any], verb: str, user_id: str, provider: str | None
) -> None:
    with refused(NotFound):
        getattr(school.users, verb)(user_id, provider, *[{}] * (verb == "update"))


# ── Deleting ──


def test_delete_takes_what_is_theirs_and_nothing_else(
    school: School, counts: Callable[[], dict[str, int]]
) -> None:
    for user_id in (1, 2):
        school.bundles.enroll(1, {"user_id": user_id})
        school.external_orders.create(
            {"payment_provider": "Till", "user_id": user_id, "product_id": 1, "order_type": "one-time"}
        )
    before, order = counts(), school.records.get("orders", 1)
    school.users.delete("1", None)
    assert counts() == {**before, "users": 2, "group_users": 0, "enrollments": 2, "course_reviews": 0}
    assert school.records.get("orders", 1) == order
    assert school.records.get("instructors", 1)["user_id"] is None
    assert school.records.get("courses", 1)["user_id"] is None
    assert school.records.get("courses", 1)["instructor_id"] == 1


def test_delete_by_external_id(school: School, counts: Callable[[], dict[str, int]]) -> None:
    before, request = counts(), school.records.get("product_publish_requests", 1)
    school.users.delete("b-2", "SSO")
    assert counts() == {**before, "users": 2, "user_authentications": 0, "group_analysts": 0}
    assert school.records.get("product_publish_requests", 1) == request


def test_delete_of_a_course_administrator(school: School) -> None:
    assert school.records.get("users", 3)["administered_course_ids"] == [1]
    school.users.delete("3", None)
    assert school.records.get("courses", 1)["administrator_user_ids"] == []


def test_ids_are_not_used_again_and_emails_are(school: School) -> None:
    school.users.delete("3", None)
    assert school.users.create({**PLAIN, "email": "cy@example.com"})["id"] == 4


def test_delete_in_a_large_school(seeded: Sandbox[Settings]) -> None:
    """Every user goes; what stays is what does not belong to a user."""
    school: School = seeded.behaviour.by_key
    before = {name: seeded.store.count(name) for name in seeded.store.collections}
    for user_id in seeded.store.ids("users"):
        school.users.delete(str(user_id), None)
    theirs = (
        "users", "user_authentications", "group_users", "group_analysts", "enrollments", "course_reviews",
    )  # fmt: skip
    after = {name: seeded.store.count(name) for name in seeded.store.collections}
    assert after == {**before, **dict.fromkeys(theirs, 0)}
