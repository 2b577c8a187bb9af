"""Every operation reaches every status that its contract documents."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace

import pytest

from understudy.contract_tests.asking import Ask, Asking, documented
from understudy.contract_tests.catalog.requests import FORM
from understudy.contract_tests.second_opinion import SecondOpinion
from understudy.contract_tests.traffic import Exchange
from understudy.mocks import sandboxes as keeping
from understudy.mocks.catalog.dap.platform import LIMITS, URL_SECONDS
from understudy.mocks.catalog.settings import Settings
from understudy.mocks.sandbox import Sandbox
from understudy.mocks.sandboxes import Sandboxes
from understudy.specs import contract

LARGE_BODY = b"x" * (1024 * 1024 + 1)
LIMITED = {
    "listTables": LIMITS["list_tables"],
    "getTableSchema": LIMITS["schema"],
    "createJob": LIMITS["create_job"],
    "getJob": LIMITS["get_job"],
    "createObjectUrls": LIMITS["urls"],
}


@pytest.mark.parametrize(("operation_id", "status"), documented(contract.load("catalog"), ("login", 429)))
def test_reached(
    operation_id: str,
    status: int,
    good: dict[str, Ask],
    sandbox: Sandbox[Settings],
    asking: Asking,
    opinion: SecondOpinion,
) -> None:
    exchange = REACHING[status](operation_id, good[operation_id], sandbox, asking)
    assert exchange.status == status, str(exchange)
    assert opinion.of_answer(exchange) is None, str(exchange)


def succeed(operation_id: str, good: Ask, sandbox: Sandbox[Settings], asking: Asking) -> Exchange:
    return asking.send(operation_id, good)


def ask_for_what_takes_time(operation_id: str, good: Ask, sandbox: Sandbox[Settings], asking: Asking) -> Exchange:
    sandbox.change_settings(dap_waiting_seconds=5.0)
    return asking.send(operation_id, good)


def break_a_rule(operation_id: str, good: Ask, sandbox: Sandbox[Settings], asking: Asking) -> Exchange:
    broken = {
        "listOrders": replace(good, query={"from": "soon"}),
        "getOrder": replace(good, path={"id": "first"}),
        "login": replace(good, body=b"grant_type=password"),
        "createJob": replace(good, body={"format": "xml"}),
        "createObjectUrls": replace(good, body={}),
    }
    if operation_id in broken:
        return asking.send(operation_id, broken[operation_id])
    return asking.send(operation_id, good, ("host", "a.test"), ("host", "b.test"))


def come_without_credentials(operation_id: str, good: Ask, sandbox: Sandbox[Settings], asking: Asking) -> Exchange:
    exchange = asking.send(operation_id, replace(good, headers={"content-type": FORM} if good.body else {}))
    assert "www-authenticate" in exchange.answer_headers
    return exchange


def come_forbidden(operation_id: str, good: Ask, sandbox: Sandbox[Settings], asking: Asking) -> Exchange:
    if operation_id == "login":
        wrong = b64encode(f"us-east-1#{sandbox.name}:wrong".encode()).decode()
        return asking.send(
            operation_id, replace(good, headers={**good.headers, "Authorization": f"Basic {wrong}"})
        )
    if operation_id == "getFile":
        sandbox.clock.forward(URL_SECONDS)
    sandbox.change_settings(dap_account="AccountUnderMaintenance")
    return asking.send(operation_id, good)


def ask_for_what_is_not_there(
    operation_id: str, good: Ask, sandbox: Sandbox[Settings], asking: Asking
) -> Exchange:
    nowhere = {
        "getOrder": replace(good, path={"id": 999_999_999}),
        "listTables": replace(good, path={"namespace": "canvas"}),
        "getTableSchema": replace(good, path={**good.path, "table": "lessons"}),
        "createJob": replace(good, path={**good.path, "table": "lessons"}),
        "getJob": replace(good, path={"id": "none"}),
        "createObjectUrls": replace(good, body=[{"id": "none/part-00000"}]),
        "getFile": replace(good, path={**good.path, "name": "part-00001.jsonl.gz"}),
    }
    return asking.send(operation_id, nowhere[operation_id])


def send_too_much(operation_id: str, good: Ask, sandbox: Sandbox[Settings], asking: Asking) -> Exchange:
    return asking.send(operation_id, replace(good, body=LARGE_BODY))


def send_text(operation_id: str, good: Ask, sandbox: Sandbox[Settings], asking: Asking) -> Exchange:
    return asking.send(operation_id, replace(good, headers={**good.headers, "Content-Type": "text/plain"}))


def hurry(operation_id: str, good: Ask, sandbox: Sandbox[Settings], asking: Asking) -> Exchange:
    """One request more than may be made in a minute."""
    sandbox.change_settings(dap_limits=True, requests_per_minute=3)
    for _ in range(LIMITED.get(operation_id, 3)):
        assert asking.send(operation_id, good).status == 200
    exchange = asking.send(operation_id, good)
    assert exchange.answer_headers["retry-after"] == "60"
    return exchange


Reach = Callable[[str, Ask, Sandbox[Settings], Asking], Exchange]

REACHING: dict[int, Reach] = {
    200: succeed,
    202: ask_for_what_takes_time,
    400: break_a_rule,
    401: come_without_credentials,
    403: come_forbidden,
    404: ask_for_what_is_not_there,
    413: send_too_much,
    415: send_text,
    429: hurry,
}


def test_a_login_to_one_sandbox_too_many(
    good: dict[str, Ask],
    sandboxes: Sandboxes,
    asking: Asking,
    opinion: SecondOpinion,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """No limit of DAP's own, and so without a time to wait for."""
    monkeypatch.setattr(keeping, "MOST", len(sandboxes.names()))
    newcomer = b64encode(b"us-east-1#newcomer:understudy").decode()
    exchange = asking.send(
        "login", replace(good["login"], headers={"Authorization": f"Basic {newcomer}", "Content-Type": FORM})
    )
    assert exchange.status == 429
    assert opinion.of_answer(exchange) is None, str(exchange)
