"""Each kind of mistake in recorded traffic, whose it is, and where."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
import pytest

from understudy.contract_tests.traffic import Exchange
from understudy.contract_tests.verifying.finding import Finding
from understudy.contract_tests.verifying.traffic import verify
from understudy.specs import contract

HERE = "http://127.0.0.1:8080/thinkific/api/public/v1"
JSON = {"content-type": "application/json"}
GROUP = {"id": 1, "name": "Night owls", "token": "abc", "created_at": "2026-01-01T00:00:00.000Z"}


def asked(
    method: str, path: str, status: int, answer: Any = None, body: Any = None, headers: Mapping[str, str] = JSON
) -> Exchange:
    sent = b"" if body is None else orjson.dumps(body)
    answered = b"" if answer is None else orjson.dumps(answer)
    return Exchange(method, path if "://" in path else HERE + path, headers, sent, status, JSON, answered)


REFUSED = {"errors": {"name": ["can't be blank"]}}
SCHEMA_HERE = "http://shop.example"


@pytest.mark.parametrize(
    ("exchange", "code", "whose", "pointer", "at"),
    [
        (asked("GET", "/groups/1", 404, {"error": "Record not found."}), None, "", "", ""),
        (asked("POST", "/groups", 422, REFUSED, {"name": 7}), "broken-request", "client",
         "#/components/schemas/GroupRequest/properties/name/type", "body/name"),
        (asked("POST", "/groups", 201, GROUP, {}), "accepted-broken-request", "target",
         "#/components/schemas/GroupRequest/required/0", "body"),
        (asked("POST", "/groups", 415, {"error": ""}, {}, {}), "broken-request", "client",
         "#/paths/~1groups/post/requestBody/content", "body"),
        (asked("POST", "/groups", 400, {"error": ""}), "broken-request", "client",
         "#/paths/~1groups/post/requestBody/required", "body"),
        (asked("GET", "/courses?page=x", 400, {"error": ""}), "broken-request", "client",
         "#/components/parameters/Page/schema/type", "query/page"),
        (asked("GET", "/courses?page=%zz", 400, {"error": ""}), "broken-request", "client",
         "#/paths/~1courses/get", "query"),
        (asked("GET", "/groups/1", 418), "undocumented-status", "target",
         "#/paths/~1groups~1{id}/get/responses", "status"),
        (asked("GET", "/groups/1", 200, {"id": "one"}), "broken-answer", "target", None, None),
        (asked("GET", "/groups/1", 0), "no-answer", "target", "", "status"),
        (asked("GET", "/nothing", 404), "unknown-path", "client", "#/paths", "path"),
        (asked("GET", "/nothing", 200), "unknown-path", "target", "#/paths", "path"),
        (asked("PATCH", "/groups", 405), "unknown-method", "client", "#/paths", "method"),
    ],
    ids=["kept", "type", "accepted", "media-type", "no-body", "query", "escape", "status", "answer", "nothing",
         "path", "path-taken", "method"],
)  # fmt: skip
def test_a_mistake(exchange: Exchange, code: str | None, whose: str, pointer: str | None, at: str | None) -> None:
    findings = verify([exchange], contract.load("thinkific")).findings
    if code is None:
        assert findings == []
        return
    first = findings[0]
    assert (first.code, str(first.whose), first.entry) == (code, whose, 0), str(first)
    if pointer is not None:
        assert (first.pointer, first.at) == (pointer, at)


@pytest.mark.parametrize(
    ("url", "operation"),
    [
        ("http://127.0.0.1:8080/thinkific/api/public/v1/groups", "getGroups"),
        ("https://api.thinkific.com/api/public/v1/groups", "getGroups"),
        ("https://proxy.example/some/where/api/public/v1/groups", "getGroups"),
    ],
)
def test_wherever_it_was(url: str, operation: str) -> None:
    verified = verify([asked("GET", url, 429, {"error": "Too many"})], contract.load("thinkific"))
    assert list(verified.operations) == [operation]


@pytest.mark.parametrize(
    ("url", "operation"),
    [
        ("http://localhost/products/:first", "products.get"),
        ("http://localhost/schema/products/:first", "products.get"),
        ("http://localhost/v2/store/products/:first", "own.get_entry"),
    ],
)
def test_of_schema_the_first_that_fits(url: str, operation: str) -> None:
    verified = verify([asked("GET", url, 404)], contract.load("schema"))
    assert list(verified.operations) == [operation]


def test_with_a_base_url_all_else_is_left_out() -> None:
    traffic = [asked("GET", f"{SCHEMA_HERE}/v2/products/:count", 401), asked("GET", "http://other/products", 404)]
    verified = verify(traffic, contract.load("schema"), f"{SCHEMA_HERE}/v2/")
    assert (dict(verified.operations), verified.elsewhere) == ({"products.count": 1}, 1)


def test_of_alternatives_the_cause_is_told() -> None:
    traffic = [
        asked("POST", f"{SCHEMA_HERE}/contacts", 400, {"errors": {}}, {"email": "a@example.com", "address1": []})
    ]
    finding, *_ = verify(traffic, contract.load("schema"), SCHEMA_HERE).findings
    assert (finding.pointer, finding.at) == ("#/components/schemas/Sent.string/anyOf", "body/address1")


def test_what_openapi_core_does_not_see_is_said() -> None:
    user = {"first_name": "Ada", "last_name": "Lark", "email": "nobody@"}
    (finding,) = verify([asked("POST", "/users", 422, REFUSED, user)], contract.load("thinkific")).findings
    assert isinstance(finding, Finding)
    assert "openapi-core sees nothing wrong" in str(finding)
