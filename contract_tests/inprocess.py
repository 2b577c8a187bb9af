"""Asks an ASGI app in this process, without a socket or a client library between."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote, unquote, urlencode

import orjson
from starlette.types import ASGIApp

from understudy.contract_tests.targets.target import Request


@dataclass(frozen=True)
class Answer:
    """Header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        return orjson.loads(self.body)


class Caller:
    """A client of one app. Use it as a context: the app lives as long as it does."""

    def __init__(self, app: ASGIApp, headers: Mapping[str, str]) -> None:
        self.app = app
        self.headers = headers
        self._runner = asyncio.Runner()

    def __enter__(self) -> Self:
        self._runner.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._runner.__exit__(kind, error, trace)

    def json(
        self, method: str, path: str, body: Any = None, query: Mapping[str, Any] | None = None, **headers: str
    ) -> Answer:
        """Asks with a JSON body, where one is given. Underscores in header names stand for hyphens."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if body is None:
            return self.ask(method, path, query, {**self.headers, **named})
        sent = {**self.headers, "content-type": "application/json", **named}
        return self.ask(method, path, query, sent, orjson.dumps(body))

    def ask(
        self,
        method: str,
        path: str,
        query: Mapping[str, Any] | str | None = None,
        headers: Mapping[str, str] | list[tuple[str, str]] | None = None,
        body: bytes = b"",
    ) -> Answer:
        """Asks with just these headers and bytes. The path is as it is written in a URL."""
        given = self.headers if headers is None else headers
        pairs = list(given.items()) if isinstance(given, Mapping) else given
        text = query if isinstance(query, str) else urlencode(query or {})
        return self._runner.run(self._call(_scope(method, path, text, pairs), body))

    def in_turn(self, requests: Iterable[Request]) -> list[Answer]:
        """Asks for one after another, just so. Faster than one by one."""
        return self._runner.run(self._each(requests))

    async def _each(self, requests: Iterable[Request]) -> list[Answer]:
        return [
            await self._call(_scope(one.method, one.path, one.query, one.headers), one.body) for one in requests
        ]

    async def _call(self, scope: dict[str, Any], body: bytes) -> Answer:
        sent: list[Any] = []
        coming = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive() -> Any:
            """The body, and then nothing for ever: this client never leaves."""
            return coming.pop() if coming else await asyncio.get_running_loop().create_future()

        async def send(message: Any) -> None:
            sent.append(message)

        await self.app(scope, receive, send)
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in sent[0]["headers"]}
        return Answer(sent[0]["status"], headers, b"".join(message.get("body", b"") for message in sent[1:]))


def _scope(method: str, path: str, query: str, headers: Iterable[tuple[str, str]]) -> dict[str, Any]:
    return {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "path": unquote(path),
        "raw_path": quote(path, safe="/%").encode(),
        "query_string": query.encode(),
        "root_path": "",
        "scheme": "http",
        "client": ("127.0.0.1", 1),
        "headers": [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers],
    }
