"""A sandbox of a served Catalog, through the control API."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import httpx

Record = dict[str, Any]

ALL = 100_000


class RefusedError(RuntimeError):
    """What the control API said no with."""


class Sandbox:
    """The verbs of the control API; each raises RefusedError."""

    def __init__(self, name: str, http: httpx.Client) -> None:
        self.name = name
        self._http = http

    def records(self, table: str) -> list[Record]:
        found: list[Record] = self._do("GET", f"/records/{table}?limit={ALL}")["records"]
        return found

    def load(self, records: Mapping[str, Sequence[Record]]) -> None:
        """Adds records of any tables, all or none."""
        self._do("POST", "/records", records)

    def add(self, table: str, record: Record) -> Record:
        made: Record = self._do("POST", f"/records/{table}", record)
        return made

    def change(self, table: str, record_id: int, fields: Record) -> None:
        self._do("PATCH", f"/records/{table}/{record_id}", fields)

    def delete(self, table: str, record_id: int) -> None:
        self._do("DELETE", f"/records/{table}/{record_id}")

    def change_settings(self, **settings: Any) -> None:
        self._do("PATCH", "/settings", settings)

    def _do(self, method: str, path: str, body: Any = None) -> Any:
        answer = self._http.request(method, path, json=body)
        if not answer.is_success:
            raise RefusedError(f"{method} {path}: {answer.status_code} {answer.text[:500]}")
        return answer.json() if answer.content else None


@contextmanager
def fresh(url: str, name: str) -> Iterator[Sandbox]:
    """A sandbox of this name, as seeded, of the Catalog at a URL."""
    place = f"{url}/_understudy/apis/catalog/sandboxes"
    httpx.post(place, json={"name": name}).raise_for_status()
    with httpx.Client(base_url=f"{place}/{name}") as http:
        yield Sandbox(name, http)
