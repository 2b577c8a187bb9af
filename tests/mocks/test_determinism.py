"""Same seed, same clock, same requests: the same bytes."""

from __future__ import annotations

import asyncio
import hashlib
from typing import Any

import httpx
import pytest

from understudy.mocks import composition
from understudy.mocks.sandboxes import Start

START = Start(seed=11, clock="2026-01-01T00:00:00Z")
USER = {"first_name": "N", "last_name": "U", "email": "n@u.org", "external_id": "x", "provider": "SSO"}
SCRIPT = {
    "name": "S", "description": "d", "src": "https://your-site.com/a.js", "page_scopes": ["all"],
    "location": "head", "load_method": "default", "category": "analytics",
}  # fmt: skip
CLOCK = "/_understudy/apis/thinkific/sandboxes/SANDBOX/clock"
BULK = {"bulk_quantity": 20, "bulk_coupon_code_length": 9}

DIGEST = "34410848375f97b31edf45ece6efb5c42ba10c39071ca84115d0ced9040a6bc4"

REQUESTS: list[tuple[str, str, Any]] = [
    ("GET", "/users?limit=100", None),
    ("POST", "/users", {**USER, "skip_custom_fields_validation": True}),
    ("POST", "/users", USER),
    ("POST", "/groups", {"name": "New group"}),
    ("POST", "/groups", {"name": "New group"}),
    ("POST", "/promotions", {"name": "P", "discount_type": "fixed", "amount": 5}),
    ("POST", "/coupons/bulk_create?promotion_id=1", BULK),
    ("PATCH", CLOCK, {"forward": 3600.5}),
    ("POST", "/coupons/bulk_create?promotion_id=1", BULK),
    ("POST", "/site_scripts", SCRIPT),
    ("POST", "/site_scripts", SCRIPT),
    ("POST", "/enrollments", {"user_id": 1, "course_id": 1, "activated_at": "2026-01-01T00:00:00Z"}),
    ("POST", "/bundles/1/enrollments", {"user_id": 2}),
    ("PATCH", CLOCK, {"forward": 5}),
    ("GET", "/enrollments?limit=100", None),
    ("DELETE", "/users/3", None),
    ("POST", "/nothing", {}),
    ("POST", "/groups", {}),
    *[
        ("GET", f"/{name}?limit=250", None)
        for name in ("bundles/1/courses", "promotions", "courses", "groups", "orders", "site_scripts")
    ],
]


def play(sandboxes: list[str], start: Start = START) -> list[list[tuple[int, bytes]]]:
    """The answers of each of the sandboxes of one server, which are asked in turn."""
    mocks = composition.sandboxes(composition.Options(records=300, start=start))

    async def ask(http: httpx.AsyncClient, sandbox: str, method: str, path: str, body: Any) -> tuple[int, bytes]:
        url = path.replace("SANDBOX", sandbox) if path.startswith("/_") else f"/api/public/v1{path}"
        headers = {"X-Auth-API-Key": "understudy", "X-Auth-Subdomain": sandbox}
        response = await http.request(method, url, headers=headers, json=body)
        return response.status_code, response.content

    async def all_of_them() -> list[list[tuple[int, bytes]]]:
        transport = httpx.ASGITransport(composition.app(mocks, at_root=True), client=("127.0.0.1", 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as http:
            answers: list[list[tuple[int, bytes]]] = [[] for _ in sandboxes]
            for request in REQUESTS:
                for sandbox, given in zip(sandboxes, answers, strict=True):
                    given.append(await ask(http, sandbox, *request))
            return answers

    try:
        return asyncio.run(all_of_them())
    finally:
        for mock in mocks.values():
            mock.close()


def test_two_sandboxes_and_two_servers_answer_alike() -> None:
    one, two = play(["one", "two"])
    (other,) = play(["other"])
    for request, *answers in zip(REQUESTS, one, two, other, strict=True):
        assert answers[0] == answers[1] == answers[2], request
    assert {status for status, _ in one} >= {200, 201, 204, 404, 422}
    assert not any(status >= 500 for status, _ in one)


def test_the_same_bytes_on_every_python() -> None:
    """One digest for all: whoever changes an answer, or Faker's version, changes it here."""
    digest = hashlib.sha256()
    for status, body in play(["one"])[0]:
        digest.update(b"%d %b\n" % (status, body))
    assert digest.hexdigest() == DIGEST


@pytest.mark.parametrize(
    "start", [Start(seed=12, clock=START.clock), Start(seed=11, clock="2026-01-02T00:00:00Z")]
)
def test_another_seed_or_clock_answers_otherwise(start: Start) -> None:
    assert play(["one"], start) != play(["one"])
