"""What an operation is given, and what it answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from starlette.types import Scope

Headers = tuple[tuple[bytes, bytes], ...]

JSON: Headers = ((b"content-type", b"application/json"),)


@dataclass(slots=True)
class Request:
    """A request that the contract has passed: values typed, defaults filled in, unknown body fields dropped.

    Names in `headers` are in lower case.
    """

    path: Mapping[str, Any]
    query: Mapping[str, Any]
    headers: Mapping[str, Any]
    body: Any = None
    scope: Scope = field(default_factory=dict)

    @property
    def root(self) -> str:
        """Where the API is, as the client called it: `http://localhost:8080/catalog`."""
        scope = self.scope
        host = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"host"), None)
        if host is None:
            address, port = scope.get("server") or ("localhost", 80)
            host = f"{address}:{port}"
        return f"{scope['scheme']}://{host}{scope.get('root_path', '')}"

    @property
    def url(self) -> str:
        """The URL that was asked for, without its query."""
        return self.root + str(self.scope["path"])


@dataclass(frozen=True, slots=True)
class Response:
    """`chunks`, where given, are the body: each is made when the one before it has gone out."""

    status: int
    body: bytes = b""
    headers: Headers = field(default=())
    chunks: Iterator[bytes] | None = None


def json(status: int, content: Any, headers: Iterable[tuple[bytes, bytes]] = ()) -> Response:
    return Response(status, orjson.dumps(content), (*JSON, *headers))


def encoded(status: int, body: bytes) -> Response:
    """A body that is JSON already."""
    return Response(status, body, JSON)


NO_CONTENT = Response(204)
CREATED = Response(201)
ACCEPTED = Response(202)
OK = Response(200)
