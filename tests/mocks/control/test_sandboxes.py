"""Sandboxes, settings, clocks and snapshots through the control API."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import httpx
import pytest

from understudy.mocks import composition
from understudy.mocks.control.control import MOST_SNAPSHOTS
from understudy.mocks.thinkific.settings import Settings
from understudy.specs import contract

Call = Callable[..., httpx.Response]

APIS = "/_understudy/apis"
SANDBOXES = f"{APIS}/thinkific/sandboxes"
NOW = "2026-01-01T00:00:00.000Z"


def answer(response: httpx.Response, status: int = 200) -> Any:
    assert response.status_code == status, response.text
    return response.json() if response.content else None


# The APIs


def test_apis_are_listed_with_the_version_of_their_contract(call: Call) -> None:
    listed = [{"name": name, "contract": contract.load(name).version} for name in composition.APIS]
    assert answer(call("GET", APIS)) == {"apis": listed}


def test_the_contract_is_the_one_that_is_served(call: Call) -> None:
    assert answer(call("GET", f"{APIS}/thinkific/openapi.json")) == contract.load("thinkific").document


# Sandboxes


def test_a_sandbox_is_made_listed_described_and_deleted(call: Call) -> None:
    made = answer(call("POST", SANDBOXES, {"name": "acme"}), 201)
    assert (made["name"], made["seed"], made["now"]) == ("acme", 7, NOW)
    assert 90 <= sum(made["records"].values()) <= 110
    assert "acme" in answer(call("GET", SANDBOXES))["sandboxes"]
    assert answer(call("GET", f"{SANDBOXES}/acme")) == made
    answer(call("DELETE", f"{SANDBOXES}/acme"), 204)
    assert "acme" not in answer(call("GET", SANDBOXES))["sandboxes"]


def test_a_fork_begins_as_the_other_is(call: Call, sandbox: str) -> None:
    answer(call("DELETE", f"{sandbox}/records/courses/1"), 204)
    made = answer(call("POST", SANDBOXES, {"name": "fork", "fork_of": sandbox.rpartition("/")[2]}), 201)
    assert made["records"] == answer(call("GET", sandbox))["records"]
    assert made["records"] != answer(call("GET", f"{SANDBOXES}/default"))["records"]
    answer(call("DELETE", f"{SANDBOXES}/fork"), 204)


def test_reset_brings_the_beginning_back(call: Call, sandbox: str, visit: Call) -> None:
    before = answer(call("GET", sandbox))
    answer(visit("POST", "/groups", {"name": "New"}))
    answer(call("PATCH", f"{sandbox}/settings", {"apps_available": False}))
    answer(call("PATCH", f"{sandbox}/clock", {"forward": 5}))
    assert answer(call("GET", sandbox)) != before
    answer(call("POST", f"{sandbox}/reset"), 204)
    assert answer(call("GET", sandbox)) == before
    assert answer(visit("GET", "/groups/1"))["id"] == 1


@pytest.mark.parametrize(
    ("body", "field"),
    [
        pytest.param({"name": "default"}, "name", id="taken"),
        pytest.param({"name": "a b"}, "name", id="no name"),
        pytest.param({"name": ""}, "name", id="empty"),
        pytest.param({"name": "x" * 64}, "name", id="long"),
        pytest.param({"name": "a\n"}, "name", id="line"),
        pytest.param({"name": 5}, "name", id="number"),
        pytest.param({}, "name", id="missing"),
        pytest.param({"name": "new", "fork_of": "../x"}, "fork_of", id="fork of no name"),
        pytest.param({"name": "new", "fork_of": None}, "fork_of", id="fork of null"),
        pytest.param([], "base", id="no object"),
    ],
)
def test_a_sandbox_that_is_not_made(call: Call, body: Any, field: str) -> None:
    before = answer(call("GET", SANDBOXES))
    assert list(answer(call("POST", SANDBOXES, body), 422)["errors"]) == [field]
    assert answer(call("GET", SANDBOXES)) == before


def test_a_fork_of_what_is_not_there(call: Call) -> None:
    said = answer(call("POST", SANDBOXES, {"name": "new", "fork_of": "nobody"}), 404)
    assert said == {"error": "There is no 'nobody' among the sandboxes."}


# What is not there


@pytest.mark.parametrize(
    ("method", "path", "missing"),
    [
        ("GET", "/nothing/openapi.json", "'nothing' among the apis"),
        ("GET", "/nothing/sandboxes", "'nothing' among the apis"),
        ("POST", "/nothing/sandboxes", "'nothing' among the apis"),
        *[
            (method, f"/thinkific/sandboxes/nobody{path}", "'nobody' among the sandboxes")
            for method, path in (
                ("GET", ""), ("DELETE", ""), ("POST", "/reset"), ("GET", "/settings"), ("PATCH", "/settings"),
                ("GET", "/clock"), ("PATCH", "/clock"), ("GET", "/snapshots"), ("PUT", "/snapshots/s"),
                ("DELETE", "/snapshots/s"), ("POST", "/snapshots/s/restore"), ("POST", "/records"),
                ("GET", "/records/courses"), ("POST", "/records/courses"), ("GET", "/records/courses/1"),
                ("PATCH", "/records/courses/1"), ("DELETE", "/records/courses/1"),
            )
        ],
        *[
            (method, f"/thinkific/sandboxes/default{path}", missing)
            for method, path, missing in (
                ("DELETE", "/snapshots/none", "'none' among the snapshots"),
                ("POST", "/snapshots/none/restore", "'none' among the snapshots"),
                ("GET", "/records/none", "'none' among the collections"),
                ("POST", "/records/none", "'none' among the collections"),
                ("GET", "/records/none/1", "'none' among the collections"),
                ("GET", "/records/_state", "'_state' among the collections"),
                ("GET", "/records/courses/999", "999 among the courses"),
                ("GET", "/records/courses/x", "'x' among the courses"),
                ("GET", "/records/courses/1_0", "'1_0' among the courses"),
                ("GET", "/records/courses/%D9%A1", "among the courses"),
                ("GET", "/records/courses/9223372036854775808", "among the courses"),
                ("GET", "/records/courses/-1", "among the courses"),
                ("PATCH", "/records/courses/999", "999 among the courses"),
                ("DELETE", "/records/courses/999", "999 among the courses"),
                ("GET", "/records/site_scripts/1", "'1' among the site_scripts"),
            )
        ],
        ("GET", "/thinkific/sandboxes/a%20b", "sandbox"),
        ("GET", "/thinkific/sandboxes/default/nothing", "path"),
    ],
)  # fmt: skip
def test_what_is_not_there(call: Call, method: str, path: str, missing: str) -> None:
    body = {"name": "n", "forward": 0, "app_url": ""} if method in ("POST", "PATCH") else None
    if path.endswith("/records"):
        body = {}
    said = answer(call(method, f"{APIS}{path}", body), 404)
    assert list(said) == ["error"]
    assert missing in said["error"]


@pytest.mark.parametrize("client", [("10.0.0.1", 1), ("2001:db8::1", 1), ("::ffff:10.0.0.1", 1), ("somewhere", 1)])
def test_strangers_are_not_let_in(call: Call, client: tuple[str, int]) -> None:
    for method, path in (("GET", APIS), ("POST", f"{SANDBOXES}/default/reset"), ("GET", "/_understudy/nothing")):
        said = answer(call(method, path, client=client), 403)
        assert said == {"error": "The control API answers clients on its own machine only."}


@pytest.mark.parametrize("client", [("127.0.0.1", 1), ("127.8.8.8", 1), ("::1", 1), ("::ffff:127.0.0.1", 1)])
def test_this_machine_is_let_in(call: Call, client: tuple[str, int]) -> None:
    answer(call("GET", APIS, client=client))


@pytest.mark.parametrize(
    ("content", "media_type", "status"),
    [
        pytest.param(b"{", "application/json", 400, id="no JSON"),
        pytest.param(b"", "application/json", 400, id="nothing"),
        pytest.param(b"\xff\xfe", "application/json", 400, id="no UTF-8"),
        pytest.param(b'{"name":"x","name":"y"}', "application/json", 400, id="a name twice"),
        pytest.param(b"name=x", "application/x-www-form-urlencoded", 415, id="form"),
        pytest.param(b'{"name":"x"}', "application/json; charset=utf-16", 415, id="another charset"),
    ],
)
def test_bodies_that_mean_nothing(call: Call, content: bytes, media_type: str, status: int) -> None:
    response = call("POST", SANDBOXES, content=content, headers={"content-type": media_type})
    assert list(answer(response, status)) == ["error"]


def test_a_method_that_is_not_there(call: Call) -> None:
    response = call("PUT", SANDBOXES)
    assert list(answer(response, 405)) == ["error"]
    assert response.headers["allow"] == "GET, HEAD, OPTIONS, POST"


# Settings


def test_settings_are_read_and_changed(call: Call, sandbox: str, visit: Call) -> None:
    assert answer(call("GET", f"{sandbox}/settings")) == asdict(Settings())
    changed = answer(call("PATCH", f"{sandbox}/settings", {"apps_available": False, "bundle_delay_seconds": 2}))
    assert changed == {**asdict(Settings()), "apps_available": False, "bundle_delay_seconds": 2}
    assert answer(call("GET", f"{sandbox}/settings")) == changed
    assert visit("GET", "/courses").status_code == 403


CHANGES = {
    "api_key": "secret",
    "apps_available": False,
    "scopes": [],
    "app_secret": "other",
    "app_url": "https://example.com",
    "requests_per_minute": 5,
    "bundle_courses_at_once": 0,
    "bundle_delay_seconds": 0.5,
}


@pytest.mark.parametrize("name", sorted(asdict(Settings())))
def test_every_setting_can_be_set(call: Call, sandbox: str, name: str) -> None:
    assert answer(call("PATCH", f"{sandbox}/settings", {name: CHANGES[name]}))[name] == CHANGES[name]


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        pytest.param({"apps_available": "false"}, ["apps_available"], id="text for boolean"),
        pytest.param({"apps_available": 0}, ["apps_available"], id="number for boolean"),
        pytest.param({"apps_available": None}, ["apps_available"], id="null for boolean"),
        pytest.param({"scopes": "site_scripts"}, ["scopes"], id="text for list"),
        pytest.param({"scopes": [1]}, ["scopes.0"], id="list of numbers"),
        pytest.param({"requests_per_minute": "9"}, ["requests_per_minute"], id="text for number"),
        pytest.param({"requests_per_minute": 1.5}, ["requests_per_minute"], id="fraction"),
        pytest.param({"bundle_delay_seconds": True}, ["bundle_delay_seconds"], id="boolean for number"),
        pytest.param({"api_key": 5, "app_url": None}, ["api_key", "app_url"], id="two"),
        pytest.param({"plan": "pro"}, ["base"], id="unknown"),
        pytest.param({}, ["base"], id="none"),
    ],
)
def test_settings_of_another_type(call: Call, sandbox: str, changes: Any, fields: list[str]) -> None:
    said = answer(call("PATCH", f"{sandbox}/settings", {"app_secret": "new", **changes} if changes else {}), 422)
    assert sorted(said["errors"]) == fields
    assert answer(call("GET", f"{sandbox}/settings")) == asdict(Settings())


# The clock


def test_the_clock_is_read_and_moved(call: Call, sandbox: str, visit: Call) -> None:
    clock = f"{sandbox}/clock"
    assert answer(call("GET", clock)) == {"now": NOW, "frozen": True}
    assert answer(call("PATCH", clock, {"forward": 60})) == {"now": "2026-01-01T00:01:00.000Z", "frozen": True}
    assert answer(call("PATCH", clock, {"now": "2030-01-01T01:00:00+01:00", "forward": -0.5})) == {
        "now": "2029-12-31T23:59:59.500Z",
        "frozen": True,
    }
    assert answer(visit("POST", "/groups", {"name": "New"}))["created_at"] == "2029-12-31T23:59:59.500Z"
    running = answer(call("PATCH", clock, {"frozen": False}))
    assert (running["frozen"], running["now"] >= "2029-12-31T23:59:59.500Z") == (False, True)
    assert answer(call("PATCH", clock, {"frozen": True, "now": "2031-01-01T00:00:00Z"})) == {
        "now": "2031-01-01T00:00:00.000Z",
        "frozen": True,
    }
    assert answer(call("PATCH", clock, {})) == answer(call("GET", clock))


@pytest.mark.parametrize(
    ("given", "field"),
    [
        pytest.param({"now": "tomorrow"}, "now", id="no moment"),
        pytest.param({"now": "2026-01-01"}, "now", id="date"),
        pytest.param({"now": "2026-02-29T00:00:00Z"}, "now", id="no day"),
        pytest.param({"now": None}, "now", id="null"),
        pytest.param({"frozen": 1}, "frozen", id="frozen by number"),
        pytest.param({"forward": "1"}, "forward", id="text"),
        pytest.param({"forward": 1e11}, "forward", id="too far"),
        pytest.param({"now": "9999-12-31T23:59:59Z", "forward": 1}, "forward", id="out of the calendar"),
        pytest.param({"frozen": False, "now": "0001-01-01T00:00:00Z", "forward": -9e9}, "forward", id="before it"),
    ],
)
def test_a_clock_that_is_not_moved(call: Call, sandbox: str, given: Any, field: str) -> None:
    assert list(answer(call("PATCH", f"{sandbox}/clock", given), 422)["errors"]) == [field]
    assert answer(call("GET", f"{sandbox}/clock")) == {"now": NOW, "frozen": True}


@pytest.mark.parametrize(
    "now", ["0000-02-29T00:00:00Z", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59.999-23:59"]
)
def test_a_running_clock_at_the_edge_of_the_calendar_still_answers(
    call: Call, sandbox: str, visit: Call, now: str
) -> None:
    answer(call("PATCH", f"{sandbox}/clock", {"now": now, "frozen": False}))
    assert answer(call("GET", sandbox))["now"][:4] in ("0001", "9999")
    answer(visit("GET", "/enrollments?limit=1"))
    answer(visit("POST", "/groups", {"name": "New"}))


def test_what_is_due_is_done_before_it_is_looked_at(call: Call, sandbox: str, visit: Call) -> None:
    answer(call("PATCH", f"{sandbox}/settings", {"bundle_courses_at_once": 0}))
    user = answer(visit("POST", "/users", {"first_name": "N", "last_name": "U", "email": "n@example.com",
                                           "skip_custom_fields_validation": True}), 201)  # fmt: skip
    before = answer(call("GET", sandbox))["records"]["enrollments"]
    assert visit("POST", "/bundles/1/enrollments", {"user_id": user["id"]}).status_code == 202
    assert answer(call("GET", sandbox))["records"]["enrollments"] == before
    answer(call("PATCH", f"{sandbox}/clock", {"forward": 1}))
    assert answer(call("GET", sandbox))["records"]["enrollments"] > before


# Snapshots


def test_snapshots_are_taken_restored_listed_and_deleted(call: Call, sandbox: str, visit: Call) -> None:
    snapshots = f"{sandbox}/snapshots"
    answer(call("PUT", f"{snapshots}/before"), 204)
    before = answer(call("GET", sandbox))
    answer(visit("POST", "/groups", {"name": "New"}))
    answer(call("PATCH", f"{sandbox}/clock", {"forward": 5}))
    answer(call("PUT", f"{snapshots}/after"), 204)
    after = answer(call("GET", sandbox))
    assert answer(call("GET", snapshots)) == {"snapshots": ["after", "before"]}
    for name, state in (("before", before), ("after", after), ("before", before)):
        answer(call("POST", f"{snapshots}/{name}/restore"), 204)
        assert answer(call("GET", sandbox)) == state
    answer(call("DELETE", f"{snapshots}/after"), 204)
    assert answer(call("GET", snapshots)) == {"snapshots": ["before"]}


def test_a_snapshot_takes_the_place_of_one_of_its_name(call: Call, sandbox: str, visit: Call) -> None:
    answer(call("PUT", f"{sandbox}/snapshots/s"), 204)
    made = answer(visit("POST", "/groups", {"name": "New"}))
    answer(call("PUT", f"{sandbox}/snapshots/s"), 204)
    answer(call("POST", f"{sandbox}/snapshots/s/restore"), 204)
    assert answer(visit("GET", f"/groups/{made['id']}")) == made


def test_snapshots_have_a_limit(call: Call, sandbox: str) -> None:
    for number in range(MOST_SNAPSHOTS):
        answer(call("PUT", f"{sandbox}/snapshots/s{number}"), 204)
    said = answer(call("PUT", f"{sandbox}/snapshots/one-more"), 422)
    assert "delete one first" in said["errors"]["snapshot"][0]
    answer(call("PUT", f"{sandbox}/snapshots/s0"), 204)
