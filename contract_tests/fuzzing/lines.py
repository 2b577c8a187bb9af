"""A labelled request as a line of JSON, and back."""

from __future__ import annotations

from base64 import b64decode, b64encode
from typing import Any
from urllib.parse import urlsplit

import orjson

from understudy.contract_tests.fuzzing.fuzzer import Fuzzed, Label
from understudy.contract_tests.fuzzing.judging import Rule
from understudy.contract_tests.targets.target import Request


def label(fuzzed: Fuzzed) -> dict[str, Any]:
    """What a request is for: whether it is valid, the rule that it breaks, and the statuses that may come."""
    told = fuzzed.label
    if told.rule is None:
        return {"valid": True, "expected": told.expected}
    return {
        "valid": False,
        "rule": told.rule.pointer,
        "keyword": told.rule.keyword,
        "also": told.also,
        "expected": told.expected,
    }


def line(number: int, fuzzed: Fuzzed, base_url: str) -> bytes:
    """One line, without its end."""
    request = fuzzed.request
    return orjson.dumps(
        {
            "number": number,
            "operation": fuzzed.operation_id,
            "method": request.method,
            "url": url(request, base_url),
            "headers": request.headers,
            **_body(request.body),
            "label": label(fuzzed),
        }
    )


def read(text: bytes, base_url: str = "") -> Fuzzed:
    """The request of a line. Raises KeyError and ValueError for what is none."""
    said = orjson.loads(text)
    parts = urlsplit(said["url"].removeprefix(base_url))
    body = b64decode(said["body_base64"]) if "body_base64" in said else said.get("body", "").encode()
    headers = tuple((name, value) for name, value in said["headers"])
    told = said["label"]
    rule = None if told["valid"] else Rule(told["rule"], told["keyword"])
    return Fuzzed(
        said["operation"],
        Request(said["method"], parts.path, parts.query, headers, body),
        Label(rule, tuple(told.get("also", ())), tuple(told["expected"])),
    )


def url(request: Request, base_url: str) -> str:
    return f"{base_url}{request.path}?{request.query}" if request.query else base_url + request.path


def _body(body: bytes) -> dict[str, str]:
    if not body:
        return {}
    try:
        return {"body": body.decode()}
    except UnicodeDecodeError:
        return {"body_base64": b64encode(body).decode()}


def title(fuzzed: Fuzzed) -> str:
    """What a request is for, in a few words."""
    rule = fuzzed.label.rule
    expected = " or ".join(map(str, fuzzed.label.expected))
    told = "is valid" if rule is None else f"breaks {rule.keyword} at {rule.pointer}"
    return f"{fuzzed.operation_id} {told}: {expected}"
