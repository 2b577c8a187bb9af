"""Asks for the operations of a contract by their names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import orjson

from understudy.contract_tests.inprocess import Caller
from understudy.contract_tests.traffic import Exchange
from understudy.specs.contract import Contract


@dataclass(frozen=True)
class Ask:
    """What fills a path template, what stands in the query and in headers, and the body: bytes, or what becomes
    JSON."""

    path: Mapping[str, Any] = field(default_factory=dict)
    query: Mapping[str, Any] = field(default_factory=dict)
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)


class Asking:
    """Asks a mock that is served from a contract."""

    def __init__(self, contract: Contract, caller: Caller) -> None:
        self._operations = contract.operations()
        self._base = urlsplit(contract.document.get("servers", [{"url": ""}])[0]["url"]).path.rstrip("/")
        self._caller = caller

    def send(self, operation_id: str, asked: Ask, *more_headers: tuple[str, str]) -> Exchange:
        """`more_headers` come after those of `asked`, and may repeat them."""
        method, template, _ = self._operations[operation_id]
        path = self._base + template.format(**asked.path)
        usual = {"content-type": "application/json"} if asked.body is not None else {}
        given = {name.lower(): value for name, value in asked.headers.items()}
        sent = [*{**usual, **given}.items(), *more_headers]
        body = b"" if asked.body is None else asked.body
        if not isinstance(body, bytes):
            body = orjson.dumps(body)
        answer = self._caller.ask(method, path, asked.query, sent, body)
        url = f"http://localhost{path}"
        return Exchange(method, url, dict(sent), body, answer.status, answer.headers, answer.body)


def documented(contract: Contract, *out_of_reach: tuple[str, int]) -> list[tuple[str, int]]:
    """Every operationId with every status that is documented for it."""
    pairs = [
        (operation_id, int(status))
        for operation_id, (_, _, operation) in contract.operations().items()
        for status in operation["responses"]
    ]
    return [pair for pair in pairs if pair not in out_of_reach]
