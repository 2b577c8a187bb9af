"""Figures of Catalog's files: a table of a million rows, pulled over HTTP from a server with a data file."""

from __future__ import annotations

import base64
import http.client
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import orjson

from benchmarks import servers
from understudy.contract_tests.serving import served
from understudy.fixtures.catalog import generate
from understudy.mocks.catalog.api import CATALOG
from understudy.mocks.catalog.dap.formats import FORMATS
from understudy.mocks.catalog.dap.formats.gzip import GZIP, LEVEL
from understudy.mocks.data_files import DEFAULT
from understudy.mocks.sandboxes import Start
from understudy.specs.catalog.tables import NAMESPACE

ROWS = 1_000_000
TABLE = "order_items"
MODEL_RECORDS = 60_000
CHUNK = 1 << 16


@dataclass(frozen=True)
class FileFigures:
    """
    rows          a second, by format
    memory        most MB that the server had while it sent jsonl, and all formats
    compression   rows of jsonl a second, when all that is done is to compress them
    """

    rows: dict[str, float]
    memory: tuple[float, float]
    compression: float


def measure(say: Callable[[str], None]) -> FileFigures:
    with tempfile.TemporaryDirectory() as folder:
        say(f"making a table of {ROWS:,} rows")
        data = Path(folder) / "catalog.db"
        made = CATALOG.sandboxes(records, Start(seed=1), data)
        made.make(DEFAULT)
        made.close()
        rows: dict[str, float] = {}
        peaks, lines = [], b""
        with served(CATALOG.name, f"--data={data}") as server:
            client = Client(server.port)
            for form in FORMATS:
                say(f"pulling {ROWS:,} rows as {form}")
                begin = time.perf_counter()
                pulled = client.pull(form, keep=not rows)
                rows[form] = ROWS / (time.perf_counter() - begin)
                lines = lines or pulled
                peaks.append(servers.peak(server.process.pid))
    return FileFigures(rows, (peaks[0], peaks[-1]), compression(lines))


def records() -> Iterator[tuple[str, dict[str, Any]]]:
    """A small catalog, with the table in question made long by repetition."""
    rows = []
    for table, record in generate(seed=1, records=MODEL_RECORDS):
        if table == TABLE:
            rows.append(record)
        else:
            yield table, record
    numbers = count(1)
    for _ in range(-(-ROWS // len(rows))):
        yield from ((TABLE, {**row, "id": number}) for row in rows if (number := next(numbers)) <= ROWS)


def compression(lines: bytes) -> float:
    """Rows a second."""
    plain = zlib.decompressobj(GZIP).decompress(lines)
    rows = plain.count(b"\n")
    compressor = zlib.compressobj(LEVEL, zlib.DEFLATED, GZIP)
    begin = time.perf_counter()
    for start in range(0, len(plain), CHUNK):
        compressor.compress(plain[start : start + CHUNK])
    return rows / (time.perf_counter() - begin)


class Client:
    """Pulls a table as the official client does, one object after the other."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port)
        basic = base64.b64encode(b"us-east-1#default:understudy").decode()
        form = {"Authorization": f"Basic {basic}", "Content-Type": "application/x-www-form-urlencoded"}
        token = self._ask("/ids/auth/login", b"grant_type=client_credentials", form)["access_token"]
        self.headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def pull(self, form: str, *, keep: bool) -> bytes:
        """Every object of a snapshot; `keep` returns the first."""
        query = orjson.dumps({"format": form})
        job = self._ask(f"/dap/query/{NAMESPACE}/table/{TABLE}/data", query, self.headers)
        urls = self._ask("/dap/object/url", orjson.dumps(job["objects"]), self.headers)["urls"]
        first = b""
        for number, entry in enumerate(job["objects"]):
            self.connection.request("GET", urlsplit(urls[entry["id"]]["url"]).path)
            response = self.connection.getresponse()
            while chunk := response.read(CHUNK):
                if keep and number == 0:
                    first += chunk
        return first

    def _ask(self, path: str, body: bytes, headers: dict[str, str]) -> Any:
        self.connection.request("POST", path, body, headers)
        return orjson.loads(self.connection.getresponse().read())
