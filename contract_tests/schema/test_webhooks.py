"""Webhooks from outside: a real mock, a real receiver that is lost, and a clock that is moved."""

from __future__ import annotations

import json
import time
import urllib.request
from base64 import b64encode
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from understudy.contract_tests.schema.receiving import Receiver
from understudy.contract_tests.serving import Served, served

PATIENCE = 20.0
HOUR = 3600
KEY = "Basic " + b64encode(b"default:understudy").decode()
CLOCK = "/_understudy/apis/schema/sandboxes/default/clock"
START = ("schema", "--records", "100")


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    made = Receiver()
    made.begin()
    yield made
    made.end()


def ask(server: Served, method: str, path: str, given: Any = None) -> Any:
    headers = {"Authorization": KEY, "Content-Type": "application/json"}
    body = None if given is None else json.dumps(given).encode()
    request = urllib.request.Request(server.root + path, body, headers, method=method)
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
        return json.loads(answer.read())


def until(true: Callable[[], Any]) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.02)


def make(server: Served, *names: str) -> list[str]:
    """Products, whose ids are told."""
    return [str(ask(server, "POST", "/products", {"name": name})["id"]) for name in names]


def attempts(server: Served) -> int:
    """Of the first delivery that waits."""
    [hook] = ask(server, "GET", "/:webhooks?alias=test")["results"]
    return int(hook.get("attempts_failed") or 0)


def test_each_event_is_received_once_whatever_happens_in_between(tmp_path: Path, receiver: Receiver) -> None:
    data = ("--data", str(tmp_path / "shop.db"))
    with served(*START, *data, "--clock", "2026-01-01T00:00:00Z") as server:
        hook = {"url": receiver.url, "alias": "test", "api": "com", "events": ["product.created"]}
        ask(server, "PUT", "/:webhooks/test", hook)
        made = make(server, "One", "Two")
        until(lambda: len(receiver.events) == 2)
        receiver.end()
        made += make(server, "Three", "Four")
        until(lambda: attempts(server) == 1)
        ask(server, "PATCH", CLOCK, {"forward": HOUR})
        until(lambda: attempts(server) == 2)
    with served(*START, *data) as server:
        made += make(server, "Five")
        receiver.begin()
        ask(server, "PATCH", CLOCK, {"forward": HOUR - 1})
        assert len(receiver.events) == 2
        ask(server, "PATCH", CLOCK, {"forward": 1})
        until(lambda: len(receiver.events) >= len(made))
        until(lambda: ask(server, "GET", "/events/:count?webhooks_pending[$gt]=0&type=product.created") == 0)
        assert [event["data"]["id"] for event in receiver.events] == made
        [last] = ask(server, "GET", "/events:webhooks?sort=id+desc&limit=1")["results"]
        assert (last["status"], last["attempts"], last["pending"]) == (200, 1, False)


def test_what_waits_through_a_restart_is_received(tmp_path: Path, receiver: Receiver) -> None:
    """Also what had never been tried, and without anybody who asks for anything."""
    data = ("--data", str(tmp_path / "shop.db"))
    receiver.end()
    with served(*START, *data) as server:
        hook = {"url": receiver.url, "alias": "test", "api": "com", "events": ["product.created"]}
        ask(server, "PUT", "/:webhooks/test", hook)
        made = make(server, "One", "Two", "Three")
        until(lambda: attempts(server) == 1)
        ask(server, "PATCH", CLOCK, {"forward": HOUR})
        until(lambda: attempts(server) == 2)
        server.process.kill()
        server.process.wait()
    receiver.begin()
    with served(*START, *data) as server:
        ask(server, "PATCH", CLOCK, {"forward": HOUR})
        until(lambda: len(receiver.events) >= 3)
        until(lambda: ask(server, "GET", "/events/:count?webhooks_pending[$gt]=0&type=product.created") == 0)
    assert [event["data"]["id"] for event in receiver.events] == made


def test_a_mock_is_not_steered_by_what_it_sends() -> None:
    """A client of the API cannot reach the control API through a webhook."""
    with served(*START) as server:
        reset = f"{server.root}/_understudy/apis/schema/sandboxes/default/reset"
        ask(server, "PUT", "/:webhooks/test", {"url": reset, "api": "com", "events": ["product.created"]})
        make(server, "Still there")
        until(lambda: ask(server, "GET", "/events:webhooks?status=403")["count"] == 1)
        assert ask(server, "GET", "/products/still-there")["name"] == "Still there"
