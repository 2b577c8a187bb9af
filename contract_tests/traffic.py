"""A request and its answer, as they were on the wire."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import orjson
from schemathesis.core.transport import Response


@dataclass(frozen=True)
class Exchange:
    """Header names are in lower case."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes
    status: int
    answer_headers: Mapping[str, str]
    answer: bytes

    @classmethod
    def of(cls, response: Response) -> Exchange:
        """What Schemathesis recorded."""
        request = response.request
        body = request.body if isinstance(request.body, str | bytes) else b""
        return cls(
            method=request.method or "",
            url=request.url or "",
            headers={name.lower(): _text(value) for name, value in request.headers.items()},
            body=body.encode() if isinstance(body, str) else body,
            status=response.status_code,
            answer_headers={name: values[0] for name, values in response.headers.items()},
            answer=response.content,
        )

    @property
    def origin(self) -> str:
        """Scheme and host, as in `https://localhost:8080`."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def path(self) -> str:
        return urlsplit(self.url).path

    @property
    def query(self) -> str:
        return urlsplit(self.url).query

    def json(self) -> Any:
        """What the answer means."""
        return orjson.loads(self.answer)

    def __str__(self) -> str:
        return f"{self.method} {self.url} {self.body[:300]!r} -> {self.status} {self.answer[:300]!r}"


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value
