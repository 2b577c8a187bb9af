"""Figures of Schema over HTTP, beside a bare ASGI app that sends the same bytes; and when every API is ready."""

from __future__ import annotations

import http.client
import json
import sys
import tempfile
import time
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import load, servers
from benchmarks.scenarios import REPORT
from understudy.contract_tests.serving import Served, served

SECONDS = 3
ROUNDS = 3
KEY = "Basic " + b64encode(b"default:understudy").decode()
HEADERS = {"Authorization": KEY, "Content-Type": "application/json"}

READ = """
wrk.headers["Authorization"] = "%s"
function request() return wrk.format("GET", "%s") end
"""
WRITE = """
wrk.headers["Authorization"] = "%s"
local made = 0
function request()
  made = made + 1
  return wrk.format("POST", "%s", nil, '%s')
end
"""

Say = Callable[[str], None]


@dataclass(frozen=True)
class ShopFigures:
    """
    read, product, order   reading a product, making one, and making an order of one item: requests a second,
                           ours and the bare app's, medians
    ready                  seconds until every API answers on one port, median
    """

    read: tuple[float, float]
    product: tuple[float, float]
    order: tuple[float, float]
    ready: float


def measure(say: Say) -> ShopFigures:
    if missing := load.missing():
        raise SystemExit(missing)
    say("serving Schema")
    with served("schema") as ours:
        product = _ask(ours, "POST", "/products", {"name": "Mug", "price": 8})
        account = _ask(ours, "POST", "/accounts", {"email": "bench@example.com"})
        given = {"account_id": account["id"], "items": [{"product_id": product["id"], "quantity": 2}]}
        order = _ask(ours, "POST", "/orders", given)
        path = f"/products/{product['id']}"
        scripts = {
            "read": READ % (KEY, path),
            "product": WRITE
            % (KEY, "/products", '{"slug":"p' + "' .. made .. '" + f'{time.time_ns()}","name":"Mug"}}'),
            "order": WRITE % (KEY, "/orders", json.dumps(given)),
        }
        answers = {"read": product, "product": product, "order": order}
        figures = {name: _beside(ours, answers[name], script, say, name) for name, script in scripts.items()}
    return ShopFigures(**figures, ready=median(_ready() for _ in range(ROUNDS)))


def _beside(ours: Served, answer: Any, script: str, say: Say, name: str) -> tuple[float, float]:
    """Requests a second of ours and of the bare app, in turns."""
    with tempfile.TemporaryDirectory() as folder:
        for file in ("course", "users", "group"):
            (Path(folder) / f"{file}.json").write_text(json.dumps(answer))
        port = servers.free_port()
        command = [sys.executable, "-m", "benchmarks.bare", str(port), folder]
        with servers.started(command, port, "/", ""):
            rates: tuple[list[float], list[float]] = ([], [])
            for number in range(ROUNDS):
                say(f"Schema, {name}, round {number + 1} of {ROUNDS}")
                for target, found in zip((ours.port, port), rates, strict=True):
                    once = script.replace("' .. made .. '", f"' .. made .. '-{number}-")
                    found.append(load.run(target, once + REPORT, SECONDS).requests_per_second)
    return median(rates[0]), median(rates[1])


def _ask(server: Served, method: str, path: str, given: Any) -> Any:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.request(method, path, json.dumps(given), HEADERS)
    response = connection.getresponse()
    answer = json.loads(response.read())
    if response.status != 200:
        raise RuntimeError(f"{method} {path} was answered with {response.status}: {answer}")
    return answer


def _ready() -> float:
    """Seconds from the command to the first answer of each API, on one port."""
    port = servers.free_port()
    command = [sys.executable, "-m", "understudy", "serve", f"--port={port}"]
    with servers.started(command, port, "/thinkific/api/public/v1/courses/1", "") as server:
        return server.ready
