"""A collection for Postman (v2.1), with a test of the status for each request."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator
from typing import Any

import orjson

from understudy.contract_tests.fuzzing.fuzzer import Fuzzed
from understudy.contract_tests.fuzzing.lines import label, title, url

SCHEMA = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"


def write(requests: Iterable[Fuzzed], base_url: str) -> Iterator[bytes]:
    info = {"name": "Fuzzed requests", "description": "Written by `understudy fuzz`.", "schema": SCHEMA}
    yield b'{"info":' + orjson.dumps(info) + b',"item":[\n'
    for number, fuzzed in enumerate(requests):
        yield (b",\n" if number else b"") + orjson.dumps(_item(number, fuzzed, base_url))
    yield b"\n]}\n"


def _item(number: int, fuzzed: Fuzzed, base_url: str) -> dict[str, Any]:
    request = fuzzed.request
    test = f"pm.test('status', () => pm.expect({list(fuzzed.label.expected)}).to.include(pm.response.code));"
    return {
        "name": f"{number} {fuzzed.operation_id}",
        "request": {
            "description": orjson.dumps(label(fuzzed)).decode(),
            "method": request.method,
            "header": [{"key": name, "value": value} for name, value in request.headers],
            "url": url(request, base_url),
            **({"body": _body(request.body)} if request.body else {}),
        },
        "event": [
            {"listen": "test", "script": {"type": "text/javascript", "exec": [f"// {title(fuzzed)}", test]}}
        ],
        "protocolProfileBehavior": {"disableBodyPruning": True, "disableUrlEncoding": True},
    }


def _body(body: bytes) -> dict[str, Any]:
    """Postman knows texts; other bytes are in base64, as the content of a file."""
    try:
        return {"mode": "raw", "raw": body.decode()}
    except UnicodeDecodeError:
        return {"mode": "file", "file": {"content": b64encode(body).decode()}}
