"""Delivery beside the requests: whose queue, in what order, and what if a sandbox does not stay."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from typing import Any

import orjson
import pytest

from understudy.mocks.delivery.deliverer import Deliverer
from understudy.mocks.outgoing import Answer
from understudy.mocks.sandboxes import Sandboxes, Start
from understudy.mocks.schema.api import SCHEMA

Sent = list[tuple[str, str]]
GOOD = Answer(200, "OK")
PATIENCE = 10


@pytest.fixture
def sandboxes() -> Iterator[Sandboxes]:
    made = SCHEMA.sandboxes(lambda: iter(()), Start(clock="2026-01-01T00:00:00Z"))
    yield made
    made.close()


def shop(sandboxes: Sandboxes, name: str, port: int = 1, alias: str = "a") -> Any:
    """A shop whose products are told of on a port."""
    found = (sandboxes.known(name) or sandboxes.make(name)).behaviour
    url = f"http://localhost:{port}/"
    found.put(f"/:webhooks/{alias}", {"alias": alias, "url": url, "events": ["product.created"]})
    return found


def play(sandboxes: Sandboxes, done: Callable[[Sent], bool], hold: str = "", answer: Answer = GOOD) -> Sent:
    """What is sent until it is `done`. Whoever has `hold` in its URL answers only after that."""
    sent: Sent = []

    async def run() -> None:
        release = asyncio.Event()

        async def send(url: str, body: bytes) -> Answer:
            sent.append((url, orjson.loads(body)["data"]["id"]))
            if hold and hold in url:
                await release.wait()
            return answer

        deliverer = asyncio.create_task(Deliverer([sandboxes], send).run())
        async with asyncio.timeout(PATIENCE):
            while not done(sent):
                await asyncio.sleep(0.005)
        deliverer.cancel()
        await asyncio.sleep(0)
        release.set()
        await asyncio.wait([deliverer])

    asyncio.run(run())
    return sent


def waiting(found: Any) -> int:
    count: int = found.store.count("events", {"webhooks_pending": {"$gt": 0}})
    return count


def make(found: Any, many: int = 1) -> list[str]:
    return [found.post("/products", {"name": f"Mug {number}"})["id"] for number in range(many)]


def test_each_sandbox_has_its_own(sandboxes: Sandboxes) -> None:
    one, other = shop(sandboxes, "one", 1), shop(sandboxes, "other", 2)
    made = [(f"http://localhost:{port}/", make(found)[0]) for port, found in ((1, one), (2, other))]
    sent = play(sandboxes, lambda sent: len(sent) == 2)
    assert sorted(sent) == sorted(made)
    assert one.store.count("events") == other.store.count("events") == 1


def test_in_order_and_once(sandboxes: Sandboxes) -> None:
    found = shop(sandboxes, "one")
    made = make(found, 20)
    assert [product for _, product in play(sandboxes, lambda _: waiting(found) == 0)] == made


def test_a_slow_receiver_holds_nobody_else_up(sandboxes: Sandboxes) -> None:
    shop(sandboxes, "one", 1, "slow")
    found = shop(sandboxes, "one", 2, "quick")
    make(found, 3)
    quick = "http://localhost:2/"
    sent = play(sandboxes, lambda sent: [url for url, _ in sent].count(quick) == 3, hold=":1/")
    assert [url for url, _ in sent].count("http://localhost:1/") == 1


def test_what_is_on_its_way_comes_to_its_end_first(sandboxes: Sandboxes) -> None:
    """When the server stops: what was received is noted, and what comes after it waits."""
    found = shop(sandboxes, "one")
    make(found, 2)
    play(sandboxes, lambda sent: len(sent) == 1, hold=":1/")
    assert waiting(found) == 1


@pytest.mark.parametrize("end", ["deleted", "reset", "restored"])
def test_a_sandbox_that_does_not_stay(sandboxes: Sandboxes, caplog: pytest.LogCaptureFixture, end: str) -> None:
    found = shop(sandboxes, "one")
    before = found.sandbox.snapshot()
    make(found)
    other = shop(sandboxes, "other", 2)

    def ended(sent: Sent) -> bool:
        if not sent:
            return False
        if end == "deleted":
            sandboxes.end("one")
        elif end == "reset":
            sandboxes.reset("one")
        else:
            found.sandbox.restore(before)
        return True

    with caplog.at_level(logging.ERROR):
        play(sandboxes, ended, hold=":1/")
        make(other)
        assert len(play(sandboxes, lambda sent: waiting(other) == 0)) == 1
    assert not caplog.records
    if end != "deleted":
        assert found.store.count("events:webhooks") == 0


def test_a_clock_that_is_moved_brings_one_attempt(sandboxes: Sandboxes) -> None:
    found = shop(sandboxes, "one")
    make(found)
    play(sandboxes, lambda sent: len(sent) == 1, answer=Answer(500, "No"))
    found.sandbox.clock.forward(3600 * 5)
    assert len(play(sandboxes, lambda _: waiting(found) == 0)) == 1


def test_what_the_clock_brings_is_sent_without_a_request(sandboxes: Sandboxes) -> None:
    found = shop(sandboxes, "one")
    found.put("/:webhooks/a", {"events": ["cart.abandoned"]})
    cart = found.post("/carts", {})["id"]
    found.sandbox.clock.forward(3600 * 3)
    assert play(sandboxes, lambda sent: bool(sent)) == [("http://localhost:1/", cart)]


def test_what_cannot_be_sent_stops_nothing(sandboxes: Sandboxes, caplog: pytest.LogCaptureFixture) -> None:
    """A mistake of ours is logged, and the queues of others are looked after."""
    broken, found = shop(sandboxes, "broken", 1), shop(sandboxes, "one", 2)
    make(broken)
    make(found)

    def fail(*_: Any) -> None:
        raise RuntimeError("a mistake")

    broken.sandbox.outgoing.due = fail
    with caplog.at_level(logging.ERROR):
        assert len(play(sandboxes, lambda _: waiting(found) == 0)) == 1
    assert "broken" in caplog.text
