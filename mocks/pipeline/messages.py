"""What an operation is given, and what it answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

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


@dataclass(frozen=True, slots=True)
class Response:
    status: int
    body: bytes = b""
    headers: Headers = field(default=())


def json(status: int, content: Any, headers: Iterable[tuple[bytes, bytes]] = ()) -> Response:
    return Response(status, orjson.dumps(content), (*JSON, *headers))


def encoded(status: int, body: bytes) -> Response:
    """A body that is JSON already."""
    return Response(status, body, JSON)


NO_CONTENT = Response(204)
CREATED = Response(201)
ACCEPTED = Response(202)
OK = Response(200)
