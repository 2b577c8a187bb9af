"""Who comes in, to which sandbox, and what the others are told."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

import pytest

from understudy.contract_tests.inprocess import Answer, Caller
from understudy.mocks.catalog.credentials import headers
from understudy.mocks.catalog.dap import tokens
from understudy.mocks.data_files import DEFAULT
from understudy.mocks.sandboxes import Sandboxes

ORDERS = "/api/v1/orders"
TABLES = "/dap/query/catalog/table"
FORM = {"content-type": "application/x-www-form-urlencoded"}
GRANT = b"grant_type=client_credentials"


def basic(client: str) -> str:
    return "Basic " + b64encode(client.encode()).decode()


def login(caller: Caller, client: str = "us-east-1#default:understudy", **more: str) -> Answer:
    return caller.ask("POST", "/ids/auth/login", None, {"authorization": basic(client), **FORM, **more}, GRANT)


def listed(caller: Caller, token: str, **more: str) -> Answer:
    return caller.ask("GET", TABLES, None, {"authorization": f"Bearer {token}", **more})


# Orders


@pytest.mark.parametrize(
    "sent",
    [
        'Token token="understudy"',
        "Token token=understudy",
        'token TOKEN="understudy"',
        'Token token="understudy."',
    ],
)
def test_ways_to_write_the_key(caller: Caller, sent: str) -> None:
    assert caller.ask("GET", ORDERS, None, {"authorization": sent}).status == 200


@pytest.mark.parametrize(
    "sent",
    ["", "understudy", "Bearer understudy", 'Token token="wrong"', 'Token token="understudy', "Token understudy",
     'Token token=""', "Token token=", 'Token token="understudy.not a name"', 'Token token="understudy.-"'],
)  # fmt: skip
def test_what_is_no_key_or_a_wrong_one(caller: Caller, sandboxes: Sandboxes, sent: str) -> None:
    answer = caller.ask("GET", ORDERS, None, {"authorization": sent})
    assert (answer.status, answer.headers["www-authenticate"]) == (401, 'Token realm="Canvas Catalog"')
    assert answer.json() == {"errors": [{"message": "The key is wrong."}]}
    assert sandboxes.names() == [DEFAULT]


def test_without_a_key(caller: Caller) -> None:
    answer = caller.ask("GET", ORDERS, None, {})
    assert (answer.status, answer.json()) == (401, {"errors": [{"message": "Credentials are missing."}]})


def test_the_key_names_the_sandbox(caller: Caller, sandboxes: Sandboxes) -> None:
    caller.ask("GET", ORDERS, None, {"authorization": "Token token=understudy.acme"})
    assert sandboxes.names() == ["acme", DEFAULT]
    given = headers("acme", sandboxes.get("acme").settings)
    sandboxes.get("acme").records.delete("orders", 1)
    assert caller.ask("GET", f"{ORDERS}/1", None, given).status == 404
    assert caller.ask("GET", f"{ORDERS}/1").status == 200
    other = caller.ask("GET", f"{ORDERS}/1", None, {**given, "X-Understudy-Sandbox": DEFAULT})
    assert other.status == 200


def test_the_rate_of_orders(caller: Caller, sandboxes: Sandboxes) -> None:
    sandboxes.get(DEFAULT).change_settings(requests_per_minute=2)
    answers = [caller.ask("GET", ORDERS) for _ in range(3)]
    assert [answer.status for answer in answers] == [200, 200, 429]
    assert answers[2].headers["retry-after"] == "60"


# DAP


def test_a_client_logs_in_and_comes_in_with_its_token(caller: Caller) -> None:
    answer = login(caller)
    assert (answer.status, answer.json().keys()) == (
        200, {"access_token", "expires_in", "scope", "token_type"},
    )  # fmt: skip
    assert listed(caller, answer.json()["access_token"]).status == 200


@pytest.mark.parametrize(
    ("client", "name"),
    [("us-east-1#acme:understudy", "acme"), ("acme:understudy", "acme"), ("a#b#acme:understudy", "acme")],
)
def test_the_client_id_names_the_sandbox(caller: Caller, sandboxes: Sandboxes, client: str, name: str) -> None:
    token = login(caller, client).json()["access_token"]
    assert tokens.read(token)["sandbox"] == name
    assert name in sandboxes.names()


@pytest.mark.parametrize(
    "client",
    ["us-east-1#default:wrong", "us-east-1#default:", "us-east-1#default", ":understudy", "a b:understudy"],
)
def test_wrong_credentials_are_forbidden(caller: Caller, client: str) -> None:
    answer = login(caller, client)
    assert (answer.status, answer.json()["error"]["type"]) == (403, "AuthenticationError")
    assert answer.json()["error"].keys() == {"type", "uuid", "message"}


@pytest.mark.parametrize(
    "sent",
    ["Bearer x", "Basic ?", "nothing", "Basic /w==", "Basic us-east-1#default:understudy",
     "Bearer us-east-1#default:understudy", "us-east-1#default:understudy"],
)  # fmt: skip
def test_what_is_no_basic_authorization(caller: Caller, sent: str) -> None:
    assert caller.ask("POST", "/ids/auth/login", None, {"authorization": sent, **FORM}, GRANT).status == 403


def test_login_without_credentials(caller: Caller) -> None:
    answer = caller.ask("POST", "/ids/auth/login", None, FORM, GRANT)
    assert (answer.status, answer.headers["www-authenticate"]) == (401, 'Basic realm="DAP"')


CLAIMS: dict[str, Any] = {"sub": "x", "sandbox": DEFAULT, "until": 2**40}


@pytest.mark.parametrize(
    "token",
    ["", "nonsense", "a.b.c", tokens.sign(CLAIMS, "another key"),
     tokens.sign({**CLAIMS, "until": 5}, "understudy"), tokens.sign({**CLAIMS, "until": "soon"}, "understudy"),
     tokens.sign({"sub": "x"}, "understudy"), tokens.sign({**CLAIMS, "sandbox": "../x"}, "understudy"),
     tokens.sign({"object": "x/part-00000", "sandbox": DEFAULT, "until": 2**40}, "understudy")],
    ids=["none", "nonsense", "no JWT", "signed by another", "expired", "no time", "no sandbox", "no name",
         "of a file"],
)  # fmt: skip
def test_tokens_that_do_not_open(caller: Caller, token: str) -> None:
    answer = listed(caller, token)
    assert (answer.status, answer.headers["www-authenticate"]) == (401, 'Bearer realm="DAP"')
    assert answer.json()["error"].keys() == {"type", "uuid", "message"}


def test_a_token_says_what_kind_it_is(caller: Caller) -> None:
    token = login(caller).json()["access_token"]
    assert caller.ask("GET", TABLES, None, {"authorization": token}).status == 401


def test_a_token_expires_by_the_sandboxs_clock(caller: Caller, sandboxes: Sandboxes) -> None:
    token = login(caller).json()["access_token"]
    sandboxes.get(DEFAULT).clock.forward(3599)
    assert listed(caller, token).status == 200
    sandboxes.get(DEFAULT).clock.forward(1)
    assert listed(caller, token).status == 401


def test_another_key_ends_the_tokens_that_were_given(caller: Caller, sandboxes: Sandboxes) -> None:
    token = login(caller).json()["access_token"]
    sandboxes.get(DEFAULT).change_settings(api_key="changed")
    assert listed(caller, token).status == 401


def test_the_same_failure_has_the_same_uuid_and_another_has_another(caller: Caller) -> None:
    first, again = (listed(caller, "x").json()["error"]["uuid"] for _ in range(2))
    assert first == again != login(caller, "a:b").json()["error"]["uuid"]
