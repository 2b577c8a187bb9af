"""Every operation reaches every status that its contract documents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from understudy.contract_tests.inprocess import Answer, Caller
from understudy.contract_tests.thinkific.requests import Ask, good_requests
from understudy.mocks.sandbox import Sandbox
from understudy.mocks.sandboxes import Sandboxes
from understudy.specs import contract

BASE = "/api/public/v1"
OPERATIONS = contract.load("thinkific").operations()
CREDENTIALS = {"X-Auth-API-Key": "understudy", "X-Auth-Subdomain": "statuses"}
NOWHERE = 999_999_999
LARGE_BODY = b'{"padding":"' + b"x" * 1024 * 1024 + b'"}'

# The vendor documents 422 for a list of analysts, for user ids that this request cannot hold.
OUT_OF_REACH = {("getGroupAnalysts", 422)}

DOCUMENTED = [
    pytest.param(operation_id, int(status), id=f"{operation_id}-{status}")
    for operation_id, (_, _, operation) in OPERATIONS.items()
    for status in operation["responses"]
    if (operation_id, int(status)) not in OUT_OF_REACH
]


@pytest.fixture
def sandbox(seeded: dict[str, Sandboxes]) -> Iterator[Sandbox[Any]]:
    """A sandbox of its own for each test, named in the credentials below."""
    made = seeded["thinkific"].make("statuses")
    yield made
    seeded["thinkific"].delete("statuses")


@pytest.mark.parametrize(("operation_id", "status"), DOCUMENTED)
def test_reached(operation_id: str, status: int, sandbox: Sandbox[Any], caller: Caller) -> None:
    good = good_requests(sandbox.store)[operation_id]
    answer = REACHING.get(status, succeed)(operation_id, good, sandbox, caller)
    assert answer.status == status, answer.body


def send(operation_id: str, asked: Ask, caller: Caller, raw: bytes | None = None, **headers: str) -> Answer:
    method, template, _ = OPERATIONS[operation_id]
    path = BASE + template.format(**asked.path)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    if raw is not None:
        sent = {**CREDENTIALS, "content-type": "application/json", **named}
        return caller.ask(method, path, asked.query, sent, raw)
    return caller.json(method, path, asked.body, asked.query, **{**CREDENTIALS, **named})


def succeed(operation_id: str, good: Ask, sandbox: Sandbox[Any], caller: Caller) -> Answer:
    return send(operation_id, good, caller)


def accept_for_later(operation_id: str, good: Ask, sandbox: Sandbox[Any], caller: Caller) -> Answer:
    sandbox.change_settings(bundle_courses_at_once=0)
    return send(operation_id, good, caller)


def say_who_twice(operation_id: str, good: Ask, sandbox: Sandbox[Any], caller: Caller) -> Answer:
    method, template, _ = OPERATIONS[operation_id]
    twice = [*CREDENTIALS.items(), *CREDENTIALS.items()]
    return caller.ask(method, BASE + template.format(**good.path), good.query, twice)


def come_unknown(operation_id: str, good: Ask, sandbox: Sandbox[Any], caller: Caller) -> Answer:
    return send(operation_id, good, caller, X_Auth_API_Key="wrong")


def come_forbidden(operation_id: str, good: Ask, sandbox: Sandbox[Any], caller: Caller) -> Answer:
    if "x-required-scope" not in OPERATIONS[operation_id][2]:
        sandbox.change_settings(apps_available=False)
        return send(operation_id, good, caller)
    sandbox.change_settings(scopes=[])
    method, template, _ = OPERATIONS[operation_id]
    by_token = {"Authorization": "Bearer understudy.statuses"}
    with Caller(caller.app, by_token) as visitor:
        return visitor.json(method, BASE + template.format(**good.path), good.body)


def ask_for_what_is_not_there(operation_id: str, good: Ask, sandbox: Sandbox[Any], caller: Caller) -> Answer:
    path = {name: NOWHERE if name.endswith("id") else value for name, value in good.path.items()}
    query = {name: NOWHERE if name.endswith("_id") else value for name, value in good.query.items()}
    if operation_id == "postGroupAnalysts":  # an unknown group is a broken rule there; what is no id is not found
        path = {"group_id": "none"}
    return send(operation_id, Ask(path, query, good.body), caller)


def send_too_much(operation_id: str, good: Ask, sandbox: Sandbox[Any], caller: Caller) -> Answer:
    return send(operation_id, good, caller, raw=LARGE_BODY)


def send_text(operation_id: str, good: Ask, sandbox: Sandbox[Any], caller: Caller) -> Answer:
    return send(operation_id, good, caller, raw=b"{}", content_type="text/plain")


def break_a_rule(operation_id: str, good: Ask, sandbox: Sandbox[Any], caller: Caller) -> Answer:
    if operation_id == "getUsers":
        lone_label = Ask(query={"query[custom_profile_field_label]": "Phone"})
        return send(operation_id, lone_label, caller)
    if operation_id == "removeGroupFromAnalyst":
        return send(operation_id, Ask({**good.path, "group_id": NOWHERE}), caller)
    return send(operation_id, good, caller, raw=b"[]")


def hurry(operation_id: str, good: Ask, sandbox: Sandbox[Any], caller: Caller) -> Answer:
    sandbox.change_settings(requests_per_minute=1)
    send("getCourses", Ask(), caller)
    answer = send(operation_id, good, caller)
    assert answer.headers["ratelimit-reset"] == "60"
    return answer


REACHING = {
    202: accept_for_later,
    400: say_who_twice,
    401: come_unknown,
    403: come_forbidden,
    404: ask_for_what_is_not_there,
    413: send_too_much,
    415: send_text,
    422: break_a_rule,
    429: hurry,
}
