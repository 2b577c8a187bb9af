"""A sandbox of a mock that is running, through its control API."""

from __future__ import annotations

import http.client
from typing import Any
from urllib.parse import quote, urlsplit

import click
import orjson

from understudy.fixtures.steps import Record, Step

SECONDS = 60
AT_ONCE = 10_000
REFUSED = 400


class RemoteSandbox:
    """One sandbox. Every verb raises click's ClickException where the mock does not do what it is asked."""

    def __init__(self, url: str, api: str, name: str) -> None:
        """`url` is where the mock is, as `understudy serve` tells it."""
        try:
            parts = urlsplit(url)
            self._connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=SECONDS)
        except (ValueError, http.client.InvalidURL) as error:
            raise _no_url(url) from error
        if parts.scheme != "http" or not parts.hostname:
            raise _no_url(url)
        self._root = f"http://{parts.netloc}"
        self._path = f"/_understudy/apis/{api}/sandboxes/{quote(name, safe='')}"

    def close(self) -> None:
        self._connection.close()

    # Clock

    def clock(self) -> tuple[str, bool]:
        """What time it is (RFC 3339), and whether the clock stands."""
        clock = self._ask("GET", "/clock")
        return clock["now"], clock["frozen"]

    def set_clock(self, moment: str) -> None:
        self._ask("PATCH", "/clock", {"now": moment})

    # Records

    def records(self, collection: str) -> list[Record]:
        """Every record of a collection, in the order of their ids."""
        found: list[Record] = []
        while True:
            page = self._ask("GET", f"/records/{collection}?limit={AT_ONCE}&offset={len(found)}")
            found += page["records"]
            if not page["records"] or len(found) >= page["total"]:
                return sorted(found, key=lambda record: record["id"])

    def take(self, step: Step) -> None:
        """Makes, changes and deletes what the step says; what it makes, all or none."""
        made: dict[str, list[Record]] = {}
        for collection, record in step.made:
            made.setdefault(collection, []).append(record)
        if made:
            self._ask("POST", "/records", made)
        for collection, record_id, values in step.changed:
            self._ask("PATCH", f"/records/{collection}/{record_id}", values)
        for collection, record_id in step.removed:
            self._ask("DELETE", f"/records/{collection}/{record_id}")

    def _ask(self, method: str, path: str, body: Any = None) -> Any:
        sent = None if body is None else orjson.dumps(body)
        headers = {} if body is None else {"Content-Type": "application/json"}
        place = f"{self._root}{self._path}{path}"
        try:
            self._connection.request(method, self._path + path, sent, headers)
            response = self._connection.getresponse()
            text = response.read()
            answer = orjson.loads(text) if text else None
        except (OSError, http.client.HTTPException, orjson.JSONDecodeError) as error:
            raise click.ClickException(f"no mock answers at {self._root}: {error}") from error
        if response.status >= REFUSED:
            raise click.ClickException(f"the mock refuses {method} {place}: {response.status} {text.decode()}")
        return answer


def _no_url(url: str) -> click.ClickException:
    return click.ClickException(f"{url!r} is not where a mock can be: write http://127.0.0.1:8080")
