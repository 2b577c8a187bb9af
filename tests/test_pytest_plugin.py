"""The fixture that a user's own tests ask for."""

from __future__ import annotations

import httpx

from understudy.running import Mock

COURSES = "/api/public/v1/courses/1"
GROUPS = "/api/public/v1/groups"


def ask(mock: Mock, method: str, path: str, **kwargs: object) -> httpx.Response:
    return httpx.request(method, mock.url + path, headers=dict(mock.headers), **kwargs)  # type: ignore[arg-type]


def test_it_answers(thinkific: Mock) -> None:
    assert ask(thinkific, "GET", COURSES).json()["id"] == 1


def test_nothing_leaks_in(thinkific: Mock) -> None:
    assert not thinkific.sandbox.store.exists("groups", {"name": "Leak"})
    assert ask(thinkific, "POST", GROUPS, json={"name": "Leak"}).status_code == 200
    assert thinkific.sandbox.store.exists("groups", {"name": "Leak"})


def test_nothing_leaks_out(thinkific: Mock) -> None:
    test_nothing_leaks_in(thinkific)


def test_the_clock_stands_until_it_is_moved(thinkific: Mock) -> None:
    first = ask(thinkific, "POST", GROUPS, json={"name": "A"}).json()
    thinkific.sandbox.clock.forward(3600)
    second = ask(thinkific, "POST", GROUPS, json={"name": "B"}).json()
    assert (first["created_at"], second["created_at"]) == ("2026-01-01T00:00:00.000Z", "2026-01-01T01:00:00.000Z")
