"""Schema over HTTP: who comes in, what bodies may be, and how it says no."""

from __future__ import annotations

import json
from base64 import b64encode
from typing import Any

import pytest

from understudy.contract_tests.inprocess import Answer, Caller
from understudy.mocks.data_files import DEFAULT
from understudy.mocks.sandboxes import Sandboxes

FORM = {"content-type": "application/x-www-form-urlencoded"}
JSON = {"content-type": "application/json"}


def basic(client: str) -> dict[str, str]:
    return {"authorization": "Basic " + b64encode(client.encode()).decode()}


def ask(caller: Caller, method: str, path: str, body: bytes | str = b"", **headers: str) -> Answer:
    sent = body.encode() if isinstance(body, str) else body
    given = {**caller.headers, **{name.replace("_", "-"): value for name, value in headers.items()}}
    return caller.ask(method, path, "", {**given, "content-length": str(len(sent))}, sent)


def form(caller: Caller, method: str, path: str, body: str) -> Answer:
    return ask(caller, method, path, body, content_type=FORM["content-type"])


def test_forms_with_brackets(caller: Caller) -> None:
    body = "name=Jane Smith&email=jane@example.com&addresses[0][address1]=123 Nice Place&addresses[0][name]=Jane"
    made = form(caller, "POST", "/accounts", body)
    assert (made.status, made.json()["email"]) == (200, "jane@example.com")
    found = caller.ask("GET", f"/accounts/{made.json()['id']}/addresses/:first").json()
    assert found["address1"] == "123 Nice Place"


def test_a_query_in_the_body_of_get(caller: Caller) -> None:
    for name in ("A", "B"):
        caller.json("POST", "/products", {"name": name}, content_length="1")
    answer = ask(caller, "GET", "/products", b'{"name": "B", "fields": "name"}', **JSON)
    assert [one["name"] for one in answer.json()["results"]] == ["B"]


@pytest.mark.parametrize("path", ["/products/%7Bid%7D", "/products/{id}", "/products/{slug}"])
def test_places_in_a_path_are_filled_from_what_is_sent(caller: Caller, path: str) -> None:
    made = form(caller, "POST", "/products", "name=Mug").json()
    sent = json.dumps({"id": made["id"], "slug": "mug"})
    assert ask(caller, "GET", path, sent, content_type="application/json").json()["name"] == "Mug"
    assert ask(caller, "PUT", path, sent, content_type="application/json").status == 200


def test_null_as_the_body_of_delete(caller: Caller) -> None:
    made = form(caller, "POST", "/products", "name=Mug").json()
    assert (
        ask(caller, "DELETE", f"/products/{made['id']}", b"null", content_type="application/json").json() == made
    )


def test_a_slash_at_the_end(caller: Caller) -> None:
    assert form(caller, "POST", "/products/", "name=Mug").status == 200


def test_what_is_not_there_is_null(caller: Caller) -> None:
    for path in ("/products/x", "/nothing", "/nothing/at/all", "/products/x/name"):
        answer = caller.ask("GET", path)
        assert (answer.status, answer.body) == (404, b"null")


def test_rules_that_are_broken(caller: Caller) -> None:
    answer = form(caller, "POST", "/accounts", "email=nobody")
    assert answer.status == 400
    assert answer.json() == {"errors": {"email": {"message": "Must be an email address", "code": "FORMAT"}}}


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b'{"a": 1, "a": 2}', "application/json", 400),
        (b"[1]", "application/json", 400),
        (b'"text"', "application/json", 400),
        (b'{"name": "a\\u0000b"}', "application/json", 400),
        (b"name=%00", "application/x-www-form-urlencoded", 400),
        (b"name=\xff", "application/x-www-form-urlencoded", 400),
        (b"a" + b"[b]" * 40 + b"=1", "application/x-www-form-urlencoded", 400),
        (b"<xml/>", "text/xml", 415),
        (b"{}", "application/json; charset=utf-16", 415),
        (b"x" * 1_100_000, "application/json", 413),
    ],
    ids=["no JSON", "twice", "list", "text", "null", "null in form", "no UTF-8", "deep", "XML", "UTF-16", "large"],
)  # fmt: skip
def test_bodies_that_cannot_be(caller: Caller, body: bytes, kind: str, status: int) -> None:
    answer = ask(caller, "POST", "/products", body, content_type=kind)
    assert answer.status == status
    assert answer.json().keys() <= {"error", "errors"}
    assert caller.ask("GET", "/products/:count").json() == 0


# Who comes in


@pytest.mark.parametrize(
    "given",
    [{}, {"authorization": "Bearer x"}, basic("default:wrong"), basic("default"), basic("no name:understudy"),
     basic(":understudy")],
    ids=["nothing", "bearer", "wrong key", "no key", "no name", "no client"],
)  # fmt: skip
def test_who_does_not_come_in(caller: Caller, given: dict[str, str]) -> None:
    answer = caller.ask("GET", "/products", None, given)
    assert (answer.status, answer.json().keys()) == (401, {"error"})
    assert answer.headers["www-authenticate"] == 'Basic realm="Schema"'


def test_the_client_names_the_sandbox(caller: Caller, sandboxes: Sandboxes) -> None:
    form(caller, "POST", "/products", "name=Mug")
    assert caller.ask("GET", "/products/:count", None, basic("acme:understudy")).json() == 0
    assert sandboxes.names() == ["acme", DEFAULT]
    mine: dict[str, Any] = caller.ask("GET", "/:clients/:self", None, basic("acme:understudy")).json()
    assert mine["id"] == "acme"


def test_login(caller: Caller) -> None:
    form(caller, "POST", "/accounts", "email=a@b.org&password=secret&first_name=Ada")
    found = caller.ask("GET", "/accounts/:login", {"email": "a@b.org", "password": "secret"})
    assert (found.status, found.json()["first_name"]) == (200, "Ada")
    assert caller.ask("GET", "/accounts/:login", {"email": "a@b.org", "password": "wrong"}).status == 404
    assert caller.ask("GET", "/accounts/:login").status == 404


def test_options_tell_the_models(caller: Caller) -> None:
    assert "products" in caller.ask("GET", "/:options").json()["models"]


def test_no_body_is_an_empty_object(caller: Caller) -> None:
    assert caller.ask("POST", "/contacts").status == 200
    assert ask(caller, "POST", "/contacts", b"null", **JSON).status == 400


def test_a_record_whose_key_is_asked_for(caller: Caller) -> None:
    answer = caller.json("POST", "/settings", {"id": None})
    assert answer.json() == {"errors": {"id": {"message": "Required", "code": "REQUIRED"}}}


def test_what_is_added_to_a_list_that_follows_from_others_is_not_kept(caller: Caller) -> None:
    cart = caller.json("POST", "/carts", {}).json()
    answer = ask(caller, "POST", f"/carts/{cart['id']}/discounts", b"null", **JSON)
    assert (answer.status, answer.json()) == (200, None)
