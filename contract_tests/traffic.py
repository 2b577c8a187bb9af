"""A request and its answer, as they were on the wire."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import orjson


@dataclass(frozen=True)
class Exchange:
    """Header names are in lower case. `seconds` is how long the answer took, where that was measured."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes
    status: int
    answer_headers: Mapping[str, str]
    answer: bytes
    seconds: float = 0.0

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
