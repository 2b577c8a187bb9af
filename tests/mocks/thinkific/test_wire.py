"""How each kind of refusal looks on the wire."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from understudy.mocks.errors import Denied, Exhausted, Invalid, NotFound, Unreadable
from understudy.mocks.pipeline.errors import ContractViolation, ProtocolError, Violation
from understudy.mocks.thinkific.wire import render


def violation(path: tuple[str | int, ...], keyword: str, value: Any = None, **schema: Any) -> Violation:
    return Violation(path, keyword, schema, value, "is wrong")


@pytest.mark.parametrize(
    ("failure", "status", "body"),
    [
        (Invalid(code="has been taken"), 422, {"errors": {"code": ["has been taken"]}}),
        (Invalid(code=["a", "b"], note="c"), 422, {"errors": {"code": ["a", "b"], "note": ["c"]}}),
        (Invalid(["a", "b"]), 422, {"errors": ["a", "b"]}),
        (Invalid([{"user_id": "not found"}]), 422, {"errors": [{"user_id": "not found"}]}),
        (Invalid({"group_id": "a"}), 422, {"errors": {"group_id": "a"}}),
        (NotFound("users", 1), 404, {"error": "Record not found."}),
        (NotFound("users", 1, {"user_id": ["a"]}), 404, {"error": {"user_id": ["a"]}}),
        (NotFound("groups", 1, [{"group_id": "a"}]), 404, {"error": [{"group_id": "a"}]}),
        (Denied("no"), 403, {"error": "no"}),
        (Unreadable("what?"), 400, {"error": "what?"}),
        (Exhausted(60, 0.1), 429, {"error": "Too many requests: try again in 1 seconds."}),
        (ProtocolError(415, "no"), 415, {"error": "no"}),
        (
            ContractViolation(
                "body",
                [
                    violation(("name",), "required"),
                    violation(("code",), "maxLength", "x", maxLength=3),
                    violation(("roles", 0), "enum", "x", enum=["a", "b"]),
                    violation((), "oneOf", {}, **{"x-messages": {"oneOf": {"base": "one of them"}}}),
                ],
            ),
            422,
            {
                "errors": {
                    "name": ["can't be blank"],
                    "code": ["is too long (maximum is 3 characters)"],
                    "roles.0": ["is not included in the list: a, b"],
                    "base": ["one of them"],
                }
            },
        ),
        (ContractViolation("path", [violation(("id",), "type", "x")]), 404, {"error": "Record not found."}),
        (
            ContractViolation("query", [violation(("page",), "type"), violation(("promotion_id",), "required")]),
            400,
            {"error": "Parameter page is invalid: is wrong. Parameter promotion_id is required."},
        ),
    ],
    ids=[
        "a rule", "rules", "a list", "a list of maps", "a plain map", "not found", "not found, by field",
        "not found, in a list", "denied", "unreadable", "exhausted", "protocol", "body", "path", "query",
    ],
)  # fmt: skip
def test_render(failure: Any, status: int, body: Any) -> None:
    response = render(failure, "/")
    assert (response.status, orjson.loads(response.body)) == (status, body)
    assert (b"content-type", b"application/json") in response.headers


@pytest.mark.parametrize(("wait", "seconds"), [(0.1, b"1"), (1.0, b"1"), (59.2, b"60")])
def test_exhausted_says_when_to_come_again(wait: float, seconds: bytes) -> None:
    headers = dict(render(Exhausted(60, wait), "/").headers)
    assert (headers[b"ratelimit-reset"], headers[b"retry-after"]) == (seconds, seconds)


def test_headers_of_the_protocol_are_kept() -> None:
    challenge = (b"www-authenticate", b"Bearer")
    assert challenge in render(ProtocolError(401, "no", (challenge,)), "/").headers


def test_what_is_no_failure_has_no_shape() -> None:
    with pytest.raises(TypeError):
        render(ValueError("?"), "/")  # type: ignore[arg-type]
