"""Every operation reaches every status that its contract documents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from understudy.contract_tests.asking import Ask, Asking, documented
from understudy.contract_tests.inprocess import Caller
from understudy.contract_tests.second_opinion import SecondOpinion
from understudy.contract_tests.thinkific.requests import good_requests
from understudy.contract_tests.traffic import Exchange
from understudy.mocks.sandbox import Sandbox
from understudy.mocks.sandboxes import Sandboxes
from understudy.specs import contract

PROMISED = contract.load("thinkific")
CREDENTIALS = {"X-Auth-API-Key": "understudy", "X-Auth-Subdomain": "statuses"}
NOWHERE = 999_999_999
LARGE_BODY = b'{"padding":"' + b"x" * 1024 * 1024 + b'"}'

# The vendor documents 422 for a list of analysts, for user ids that this request cannot hold.
DOCUMENTED = documented(PROMISED, ("getGroupAnalysts", 422))


@pytest.fixture
def sandbox(seeded: dict[str, Sandboxes]) -> Iterator[Sandbox[Any]]:
    """A sandbox of its own for each test, named in the credentials above."""
    made = seeded["thinkific"].make("statuses")
    yield made
    seeded["thinkific"].delete("statuses")


@pytest.fixture(scope="module")
def asking(caller: Caller) -> Asking:
    return Asking(PROMISED, caller)


@pytest.fixture(scope="module")
def opinion() -> SecondOpinion:
    return SecondOpinion(PROMISED)


@pytest.mark.parametrize(("operation_id", "status"), DOCUMENTED)
def test_reached(
    operation_id: str, status: int, sandbox: Sandbox[Any], asking: Asking, opinion: SecondOpinion
) -> None:
    good = replace(good_requests(sandbox.store)[operation_id], headers=CREDENTIALS)
    exchange = REACHING.get(status, succeed)(operation_id, good, sandbox, asking)
    assert exchange.status == status, str(exchange)
    assert opinion.of_answer(exchange) is None, str(exchange)


def succeed(operation_id: str, good: Ask, sandbox: Sandbox[Any], asking: Asking) -> Exchange:
    return asking.send(operation_id, good)


def accept_for_later(operation_id: str, good: Ask, sandbox: Sandbox[Any], asking: Asking) -> Exchange:
    sandbox.change_settings(bundle_courses_at_once=0)
    return asking.send(operation_id, good)


def say_who_twice(operation_id: str, good: Ask, sandbox: Sandbox[Any], asking: Asking) -> Exchange:
    return asking.send(operation_id, good, *CREDENTIALS.items())


def come_unknown(operation_id: str, good: Ask, sandbox: Sandbox[Any], asking: Asking) -> Exchange:
    return asking.send(operation_id, replace(good, headers={**CREDENTIALS, "X-Auth-API-Key": "wrong"}))


def come_forbidden(operation_id: str, good: Ask, sandbox: Sandbox[Any], asking: Asking) -> Exchange:
    if "x-required-scope" not in PROMISED.operations()[operation_id][2]:
        sandbox.change_settings(apps_available=False)
        return asking.send(operation_id, good)
    sandbox.change_settings(scopes=[])
    return asking.send(operation_id, replace(good, headers={"Authorization": "Bearer understudy.statuses"}))


def ask_for_what_is_not_there(operation_id: str, good: Ask, sandbox: Sandbox[Any], asking: Asking) -> Exchange:
    path = {name: NOWHERE if name.endswith("id") else value for name, value in good.path.items()}
    query = {name: NOWHERE if name.endswith("_id") else value for name, value in good.query.items()}
    if operation_id == "postGroupAnalysts":  # an unknown group is a broken rule there; what is no id is not found
        path = {"group_id": "none"}
    return asking.send(operation_id, replace(good, path=path, query=query))


def send_too_much(operation_id: str, good: Ask, sandbox: Sandbox[Any], asking: Asking) -> Exchange:
    return asking.send(operation_id, replace(good, body=LARGE_BODY))


def send_text(operation_id: str, good: Ask, sandbox: Sandbox[Any], asking: Asking) -> Exchange:
    return asking.send(
        operation_id, replace(good, body=b"{}", headers={**CREDENTIALS, "content-type": "text/plain"})
    )


def break_a_rule(operation_id: str, good: Ask, sandbox: Sandbox[Any], asking: Asking) -> Exchange:
    if operation_id == "getUsers":
        return asking.send(operation_id, replace(good, query={"query[custom_profile_field_label]": "Phone"}))
    if operation_id == "removeGroupFromAnalyst":
        return asking.send(operation_id, replace(good, path={**good.path, "group_id": NOWHERE}))
    return asking.send(operation_id, replace(good, body=b"[]"))


def hurry(operation_id: str, good: Ask, sandbox: Sandbox[Any], asking: Asking) -> Exchange:
    sandbox.change_settings(requests_per_minute=1)
    asking.send("getCourses", Ask(headers=CREDENTIALS))
    exchange = asking.send(operation_id, good)
    assert exchange.answer_headers["ratelimit-reset"] == "60"
    return exchange


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
