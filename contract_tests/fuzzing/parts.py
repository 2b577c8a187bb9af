"""The parts of a request, and how they become bytes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, quote_plus

import orjson

from understudy.contract_tests.fuzzing.operations import FORM, JSON
from understudy.contract_tests.fuzzing.text import said
from understudy.contract_tests.targets.target import Request

NOTHING = object()
"""No body at all."""


@dataclass
class Parts:
    """Values by name; of the query, objects stand for names in brackets. `raw` is sent in the place of `body`."""

    method: str
    template: str
    path: dict[str, Any] = field(default_factory=dict)
    query: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    credentials: dict[str, str] = field(default_factory=dict)
    body: Any = NOTHING
    kind: str = JSON
    raw: bytes | None = None

    def request(self) -> Request:
        """What is sent."""
        body = self.raw if self.raw is not None else self._body()
        headers = {**self.credentials, **self.headers}
        if body or self.body is not NOTHING:
            headers["Content-Type"] = self.kind
        return Request(self.method, self._path(), "&".join(self._query()), tuple(headers.items()), body)

    def _path(self) -> str:
        path = self.template
        for name, value in self.path.items():
            path = path.replace(f"{{{name}}}", quote(said(value) or "", safe=""))
        return path

    def _query(self) -> Iterator[str]:
        for name, value in self.query.items():
            yield from _pairs(name, value)

    def _body(self) -> bytes:
        if self.body is NOTHING:
            return b""
        if self.kind == FORM:
            return "&".join(pair for name, value in self.body.items() for pair in _pairs(name, value)).encode()
        return orjson.dumps(self.body)


def _pairs(name: str, value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for inner, content in value.items():
            yield from _pairs(f"{name}[{inner}]", content)
    elif (text := said(value)) is not None:
        yield f"{quote_plus(name, safe='[]')}={quote_plus(text)}"
