"""Who may come in, to which sandbox, and what the plan and the scopes allow."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from understudy.mocks.sandbox import Sandbox
from understudy.mocks.sandboxes import Sandboxes
from understudy.mocks.thinkific.settings import Settings

Ask = Callable[..., httpx.Response]

KEY = {"X-Auth-API-Key": "understudy", "X-Auth-Subdomain": "test"}
TOKEN = {"Authorization": "Bearer understudy.test"}
NO_APPS = {"error": "Access to Apps is not available on your plan. Upgrade to gain access"}
NO_SCOPE = {"error": "Access token has insufficient scope."}


@pytest.fixture
def other(sandboxes: Sandboxes, by_hand: bytes) -> Any:
    """A second sandbox, with one course more than `test`, and a key of its own."""
    made = sandboxes.make("other", by_hand)
    made.change_settings(api_key="secret")
    made.records.insert("courses", {"name": "Course 13"})
    yield made
    sandboxes.delete("other")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        (KEY, 200),
        (TOKEN, 200),
        ({"Authorization": "bearer understudy.test"}, 200),
        ({**KEY, **TOKEN}, 200),
        ({"X-Auth-API-Key": " understudy ", "X-Auth-Subdomain": "test"}, 200),
        ({}, 401),
        ({"X-Auth-API-Key": "understudy"}, 401),
        ({"X-Auth-Subdomain": "test"}, 401),
        ({**KEY, "X-Auth-API-Key": "wrong"}, 401),
        ({**KEY, "X-Auth-API-Key": ""}, 401),
        ({"Authorization": "Bearer wrong.test"}, 401),
        ({"Authorization": "Bearer"}, 401),
        ({"Authorization": "Basic understudy.test"}, 401),
        ({"X-Auth-API-Key": "Understudy", "X-Auth-Subdomain": "test"}, 401),
    ],
    ids=[
        "key", "token", "small letters", "both", "blanks", "nothing", "key alone", "subdomain alone", "wrong key",
        "empty key", "wrong token", "no token", "another kind", "other letters",
    ],
)  # fmt: skip
@pytest.mark.usefixtures("sandbox")
def test_credentials(ask: Ask, headers: dict[str, str], status: int) -> None:
    answer = ask("GET", "/courses", headers=headers)
    assert answer.status_code == status
    if status == 401:
        assert list(answer.json()) == ["error"]
        assert answer.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize(
    ("headers", "courses"),
    [
        (KEY, 12),
        (TOKEN, 12),
        ({"X-Auth-API-Key": "secret", "X-Auth-Subdomain": "other"}, 13),
        ({"Authorization": "Bearer secret.other"}, 13),
        ({**KEY, "X-Auth-API-Key": "secret", "X-Understudy-Sandbox": "other"}, 13),
        ({"Authorization": "Bearer understudy.none", "X-Understudy-Sandbox": "test"}, 12),
        ({"X-Auth-API-Key": "understudy", "X-Auth-Subdomain": "other"}, None),
        ({**KEY, "X-Understudy-Sandbox": "other"}, None),
    ],
    ids=[
        "subdomain", "token", "another's subdomain", "another's token", "header over subdomain",
        "header over token", "key of another", "key of another, by header",
    ],
)  # fmt: skip
@pytest.mark.usefixtures("sandbox", "other")
def test_which_sandbox(ask: Ask, headers: dict[str, str], courses: int | None) -> None:
    answer = ask("GET", "/courses?limit=1", headers=headers)
    if courses is None:
        assert answer.status_code == 401
    else:
        assert answer.json()["meta"]["pagination"]["total_items"] == courses


def test_a_sandbox_is_made_on_first_use(ask: Ask, sandboxes: Sandboxes) -> None:
    assert "fresh" not in sandboxes.names()
    assert ask("GET", "/courses", headers={**KEY, "X-Auth-Subdomain": "fresh"}).status_code == 200
    sandboxes.delete("fresh")


def test_a_wrong_key_makes_no_sandbox(ask: Ask, sandboxes: Sandboxes) -> None:
    wrong = {"X-Auth-API-Key": "wrong", "X-Auth-Subdomain": "fresh"}
    assert ask("GET", "/courses", headers=wrong).status_code == 401
    assert "fresh" not in sandboxes.names()


@pytest.mark.parametrize("headers", [KEY, TOKEN], ids=["key", "token"])
@pytest.mark.parametrize("path", ["/courses", "/users/1", "/site_scripts"])
def test_a_plan_without_apps(ask: Ask, sandbox: Sandbox[Settings], headers: dict[str, str], path: str) -> None:
    sandbox.change_settings(apps_available=False)
    answer = ask("GET", path, headers=headers)
    assert (answer.status_code, answer.json()) == (403, NO_APPS)


@pytest.mark.parametrize(
    ("scopes", "path", "status"),
    [
        (["site_scripts"], "/site_scripts", 200),
        ([], "/site_scripts", 403),
        ([], "/site_scripts/01HZ0000000000000000000001", 403),
        ([], "/courses", 200),
    ],
    ids=["scope", "no scope", "one script", "needs none"],
)
def test_scopes(ask: Ask, sandbox: Sandbox[Settings], scopes: list[str], path: str, status: int) -> None:
    sandbox.change_settings(scopes=scopes)
    answer = ask("GET", path, headers=TOKEN)
    assert answer.status_code == status
    if status == 403:
        assert answer.json() == NO_SCOPE


def test_rate(ask: Ask, sandbox: Sandbox[Settings]) -> None:
    sandbox.change_settings(requests_per_minute=2)
    sandbox.clock.forward(3600)
    assert [ask("GET", "/courses").status_code for _ in range(3)] == [200, 200, 429]
    sandbox.clock.forward(18.5)
    answer = ask("GET", "/courses")
    assert (answer.status_code, answer.headers["ratelimit-reset"]) == (429, "42")
    sandbox.clock.forward(41.5)
    assert ask("GET", "/courses").status_code == 200


def test_due_work_is_done_before_a_request(ask: Ask, sandbox: Sandbox[Settings]) -> None:
    assert ask("POST", "/bundles/2/enrollments", json={"user_id": 1}).status_code == 202
    seen = []
    for seconds in (0, 1):
        sandbox.clock.forward(seconds)
        seen.append(ask("GET", "/bundles/2/enrollments").json()["meta"]["pagination"]["total_items"])
    assert seen == [0, 11]


@pytest.mark.parametrize(("headers", "status"), [(KEY, 204), (TOKEN, 422)], ids=["private integration", "app"])
@pytest.mark.usefixtures("sandbox")
def test_only_private_integrations_change_emails(ask: Ask, headers: dict[str, str], status: int) -> None:
    assert ask("PUT", "/users/1", json={"email": "new@example.com"}, headers=headers).status_code == status
