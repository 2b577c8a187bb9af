"""Every format says the same, byte for byte, to the tool that it is for."""

from __future__ import annotations

import json
import re
import subprocess
from base64 import b64decode
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from itertools import islice
from shutil import which
from threading import Thread
from typing import Any

import pytest

from understudy.contract_tests import har
from understudy.contract_tests.fuzzing.fuzzer import Fuzzed, Fuzzer, Label
from understudy.contract_tests.fuzzing.lines import url
from understudy.contract_tests.fuzzing.writers import WRITERS
from understudy.contract_tests.targets.target import Request
from understudy.specs import contract

BASE = "http://localhost:8080/thinkific"
VALID = Label(None, (), (200,))
BODIES = [
    b"",
    b"{}",
    b'it\'s \\ $HOME `x` "q"\n\r\t',
    "é👋".encode(),
    bytes(range(1, 256)),
    b"\0a@",
    b"@file",
    b"x" * 200_000,
]
REQUESTS = [
    Fuzzed("put", Request("PUT", f"/a%20b/{number}", "q=%26&r=[x]", (("X-One", "a 'b' \"c\""),), body), VALID)
    for number, body in enumerate(BODIES)
]


@pytest.fixture(scope="module")
def requests() -> list[Fuzzed]:
    return [*islice(Fuzzer(contract.load("thinkific")).requests(1), 300), *REQUESTS]


def written(kind: str, requests: list[Fuzzed], base: str = BASE) -> bytes:
    return b"".join(WRITERS[kind](requests, base))


def test_jsonl(requests: list[Fuzzed]) -> None:
    lines = [json.loads(one) for one in written("jsonl", requests).splitlines()]
    assert [one["number"] for one in lines] == list(range(len(requests)))
    for one, fuzzed in zip(lines, requests, strict=True):
        assert one["url"] == url(fuzzed.request, BASE)
        body = b64decode(one["body_base64"]) if "body_base64" in one else one.get("body", "").encode()
        assert body == fuzzed.request.body


def test_har(requests: list[Fuzzed]) -> None:
    exchanges = list(har.read(document := json.loads(written("har", requests))))
    assert [one.body for one in exchanges] == [one.request.body for one in requests]
    assert [one.url for one in exchanges] == [url(one.request, BASE) for one in requests]
    assert {"startedDateTime", "time", "request", "response", "cache", "timings"} <= document["log"]["entries"][
        0
    ].keys()


def test_postman(requests: list[Fuzzed]) -> None:
    collection = json.loads(written("postman", requests))
    assert collection["info"]["schema"].endswith("/v2.1.0/collection.json")
    for item, fuzzed in zip(collection["item"], requests, strict=True):
        asked = item["request"]
        assert (asked["method"], asked["url"]) == (fuzzed.request.method, url(fuzzed.request, BASE))
        assert [(one["key"], one["value"]) for one in asked["header"]] == list(fuzzed.request.headers)
        body = asked.get("body", {"mode": "raw", "raw": ""})
        said = body["raw"].encode() if body["mode"] == "raw" else b64decode(body["file"]["content"])
        assert said == fuzzed.request.body


def test_k6(requests: list[Fuzzed]) -> None:
    script = written("k6", requests).decode()
    rows = [json.loads(row) for row in re.findall(r"^  (\[.*\]),$", script, re.MULTILINE)]
    assert [b64decode(row[4] or "") for row in rows] == [one.request.body for one in requests]


@pytest.mark.skipif(not which("node"), reason="node checks the syntax of the script")
def test_k6_is_a_script(requests: list[Fuzzed]) -> None:
    done = subprocess.run(
        ["node", "--input-type=module", "--check"], input=written("k6", requests), capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()


Got = tuple[str, str, str | None, bytes]


@pytest.fixture
def server() -> Iterator[tuple[str, list[Got]]]:
    """Where a server listens, and what it got."""
    got: list[Got] = []

    class Handler(BaseHTTPRequestHandler):
        def do_PUT(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", "0")))
            got.append((self.command, self.path, self.headers.get("x-one"), body))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as listening:
        thread = Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{listening.server_port}", got
        listening.shutdown()
        thread.join()


@pytest.mark.skipif(not (which("bash") and which("curl")), reason="the script is for bash and curl")
def test_curl_sends_every_byte(server: tuple[str, list[Got]]) -> None:
    base, got = server
    done = subprocess.run(["bash"], input=written("curl", REQUESTS, base), capture_output=True, check=False)
    assert done.stdout.decode().split("\n")[:-1] == ["200 of 200"] * len(REQUESTS), done.stderr.decode()
    assert got == [
        (
            one.request.method,
            f"{one.request.path}?{one.request.query}",
            one.request.headers[0][1],
            one.request.body,
        )
        for one in REQUESTS
    ]
