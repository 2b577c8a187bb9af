"""The queue of deliveries: its order, its hours and days, and how it ends."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from understudy.mocks.errors import Invalid
from understudy.mocks.outgoing import Answer, Message
from understudy.mocks.sandbox import Sandbox
from understudy.mocks.sandboxes import Start
from understudy.mocks.schema.api import SCHEMA
from understudy.mocks.schema.events.outbox import Outbox
from understudy.mocks.schema.settings import Settings
from understudy.mocks.schema.shop import Shop

Record = dict[str, Any]
URL = "http://127.0.0.1:9000/hook"
GOOD, BAD = Answer(200, "OK"), Answer(503, "Down")
HOUR, DAY = 3600, 86400
NOW = "2026-01-01T00:00:00.000Z"


@pytest.fixture
def outbox(shop: Shop) -> Outbox:
    shop.put("/:webhooks/example", {"api": "com", "url": URL, "events": ["product.created", "contact.created"]})
    return shop.happenings.outbox


@pytest.fixture
def hook(shop: Shop, outbox: Outbox) -> Any:
    def read() -> Record:
        found: Record = shop.get("/:webhooks/example", {})
        return found

    return read


def make(shop: Shop, *names: str) -> None:
    for name in names:
        shop.post("/products", {"name": name})


def only(outbox: Outbox) -> Message:
    [message] = outbox.due()
    return message


def pending(shop: Shop) -> int:
    found: int = shop.get("/events/:count", {"webhooks_pending": {"$gt": 0}})
    return found


def test_what_is_sent_is_the_event(shop: Shop, outbox: Outbox) -> None:
    make(shop, "Mug")
    [event] = shop.get("/events", {"type": "product.created"})["results"]
    message = only(outbox)
    told = {name: event[name] for name in ("id", "date_created", "model", "type", "data")}
    assert (message.url, message.attempt) == (URL, 1)
    assert orjson.loads(message.body) == told
    [delivery] = shop.get(f"/events/{event['id']}/webhooks", {})["results"]
    assert (event["webhooks_pending"], delivery["pending"], delivery["attempts"]) == (1, True, 0)


def test_only_what_is_asked_for_is_sent(shop: Shop, outbox: Outbox) -> None:
    shop.post("/categories", {"name": "Cups"})
    assert outbox.due() == []
    assert pending(shop) == 0


def test_one_after_the_other(shop: Shop, outbox: Outbox) -> None:
    make(shop, "Mug", "Cup")
    shop.post("/contacts", {"email": "a@example.com"})
    types = []
    while outbox.due():
        message = only(outbox)
        types.append(message.body.split(b'"type":"')[1].split(b'"')[0].decode())
        outbox.sent(message, GOOD)
    assert types == ["product.created", "product.created", "contact.created"]
    assert pending(shop) == 0


def test_what_is_received_is_noted(shop: Shop, outbox: Outbox) -> None:
    make(shop, "Mug")
    outbox.sent(only(outbox), GOOD)
    [delivery] = shop.get("/events:webhooks", {})["results"]
    told = {"attempts": 1, "date_sent": NOW, "date_retry": None, "status": 200, "response": "OK", "pending": False}
    assert {name: delivery[name] for name in told} == told


def test_a_failure_is_tried_again_in_an_hour(shop: Shop, outbox: Outbox, hook: Any) -> None:
    make(shop, "Mug", "Cup")
    first = only(outbox)
    outbox.sent(first, BAD)
    assert outbox.due() == []
    [waiting] = shop.get("/webhooks", {})["results"]
    assert (waiting["error"], waiting["retry_count"], waiting["url"]) == ("503 Service Unavailable", 1, URL)
    assert waiting["date_retry"] == "2026-01-01T01:00:00.000Z"
    assert (hook()["attempts_failed"], hook()["date_first_failed"]) == (1, NOW)
    assert hook()["date_final_attempt"] == "2026-01-08T00:00:00.000Z"
    shop.sandbox.clock.forward(HOUR)
    again = only(outbox)
    assert (again.id, again.attempt) == (first.id, 2)
    outbox.sent(again, GOOD)
    assert only(outbox).id != first.id
    assert (hook()["attempts_failed"], hook()["date_first_failed"]) == (0, None)
    assert shop.get("/webhooks/:count", {}) == 0


def test_hourly_with_an_alert_after_two_days_and_an_end_after_seven(shop: Shop, outbox: Outbox, hook: Any) -> None:
    make(shop, "Mug")
    alerts = []
    for hour in range(8 * 24):
        if outbox.due():
            outbox.sent(only(outbox), BAD)
        made = shop.get("/notifications", {"sort": "date_created"})["results"]
        if len(made) > len(alerts):
            alerts.append((hour, made[-1]["template"], made[-1]["record_id"]))
        shop.sandbox.clock.forward(HOUR)
    own = hook()["id"]
    assert alerts == [(48, "webhooks.failing", own), (168, "webhooks.disabled", own)]
    assert (hook()["enabled"], hook()["attempts_failed"]) == (False, 169)
    make(shop, "Cup")
    assert (outbox.due(), pending(shop)) == ([], 1)


def test_what_is_switched_on_again_goes_on_where_it_was(shop: Shop, outbox: Outbox, hook: Any) -> None:
    make(shop, "Mug")
    outbox.sent(only(outbox), BAD)
    shop.sandbox.clock.forward(7 * DAY)
    outbox.sent(only(outbox), BAD)
    assert hook()["enabled"] is False
    shop.put("/:webhooks/example", {"enabled": True})
    assert only(outbox).attempt == 3
    assert (hook()["attempts_failed"], hook()["date_first_failed"]) == (0, None)


def test_a_new_url_is_tried_at_once(shop: Shop, outbox: Outbox) -> None:
    make(shop, "Mug")
    outbox.sent(only(outbox), BAD)
    shop.put("/:webhooks/example", {"url": "http://localhost:9001/"})
    assert only(outbox).url == "http://localhost:9001/"


def test_webhooks_do_not_wait_for_each_other(shop: Shop, outbox: Outbox) -> None:
    shop.put("/:webhooks/other", {"api": "com", "url": URL, "events": ["product.created"]})
    make(shop, "Mug")
    one, other = outbox.due()
    outbox.sent(one, BAD)
    assert only(outbox) == other
    outbox.sent(other, GOOD)
    [event] = shop.get("/events", {"webhooks_pending": 1})["results"]
    assert event["type"] == "product.created"


@pytest.mark.parametrize("end", ["webhook", "event", "restored"])
def test_what_changes_while_something_is_on_its_way(
    shop: Shop, sandbox: Sandbox[Settings], outbox: Outbox, hook: Any, end: str
) -> None:
    before = sandbox.snapshot()
    make(shop, "Mug")
    message = only(outbox)
    if end == "webhook":
        shop.delete("/:webhooks/example")
    elif end == "event":
        shop.delete("/events/:last")
    else:
        sandbox.restore(before)
    outbox.sent(message, GOOD)
    assert (outbox.due(), pending(shop)) == ([], 0)


def test_an_answer_counts_once(shop: Shop, outbox: Outbox) -> None:
    make(shop, "Mug")
    message = only(outbox)
    outbox.sent(message, GOOD)
    outbox.sent(message, BAD)
    assert shop.get("/events:webhooks/:last", {})["status"] == 200
    assert outbox.due() == []


def test_what_goes_to_strangers_stays_here(shop: Shop, outbox: Outbox) -> None:
    shop.put("/:webhooks/example", {"url": "https://yourserver.com/webhook"})
    make(shop, "Mug")
    delivery = shop.get("/events:webhooks/:last", {})
    assert "--webhook-host yourserver.com" in delivery["response"]
    assert (delivery["attempts"], delivery["pending"], outbox.due(), outbox.listened) == (0, True, [], False)


def test_ids_do_not_depend_on_what_is_received(shop: Shop, sandbox: Sandbox[Settings], outbox: Outbox) -> None:
    make(shop, "Mug")
    start, made = sandbox.snapshot(), []
    for answer in (GOOD, BAD):
        sandbox.restore(start)
        outbox.sent(only(outbox), answer)
        sandbox.clock.forward(3 * DAY)
        if outbox.due():
            outbox.sent(only(outbox), answer)
        made.append(shop.post("/contacts", {"email": "a@example.com"})["id"])
    assert made[0] == made[1]


def test_what_is_refused_is_not_sent(shop: Shop, outbox: Outbox) -> None:
    make(shop, "Mug")
    outbox.sent(only(outbox), GOOD)
    with pytest.raises(Invalid):
        shop.post("/products", {"name": "Mug", "slug": "mug"})
    assert outbox.due() == []


def test_a_snapshot_has_what_waits(shop: Shop, sandbox: Sandbox[Settings], outbox: Outbox) -> None:
    make(shop, "Mug", "Cup")
    before, first = sandbox.snapshot(), only(outbox)
    outbox.sent(first, GOOD)
    sandbox.restore(before)
    assert only(outbox) == first


def test_what_goes_to_hosts_that_are_allowed_is_sent() -> None:
    made = SCHEMA.sandboxes(lambda: iter(()), Start(clock=NOW, hosts=("*.example.com",)))
    found = made.make("default").behaviour
    found.put("/:webhooks/example", {"url": "https://hooks.example.com/", "events": ["product.created"]})
    make(found, "Mug")
    assert only(found.happenings.outbox).url == "https://hooks.example.com/"
    made.close()


def test_deliveries_that_are_made_by_hand(shop: Shop, outbox: Outbox, hook: Any) -> None:
    """Of nothing, or of an event that says nothing."""
    bare = shop.post("/events", {"model": "products", "type": "product.created"})
    for event in ("5" * 24, bare["id"]):
        shop.post("/events:webhooks", {"parent_id": event, "webhook_id": hook()["id"]})
    outbox.sent(only(outbox), BAD)
    shop.sandbox.clock.forward(HOUR)
    outbox.sent(only(outbox), GOOD)
    assert outbox.due() == []
    assert shop.get("/events:webhooks/:count", {}) == 1
