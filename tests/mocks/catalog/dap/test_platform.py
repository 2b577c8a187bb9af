"""DAP's verbs, without HTTP."""

from __future__ import annotations

from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

import jwt
import pytest
from jsonschema_rs import Draft202012Validator
from tests.mocks.catalog.dap.reading import rows_of

from understudy.mocks.catalog.dap.formats import FORMATS
from understudy.mocks.catalog.dap.platform import LIMITS, Platform
from understudy.mocks.catalog.dap.refusals import (
    AccountRefused,
    NotThere,
    OutOfRange,
    SnapshotRequired,
    UrlExpired,
)
from understudy.mocks.catalog.dap.tokens import FAR, read
from understudy.mocks.catalog.settings import Settings
from understudy.mocks.errors import Exhausted, Invalid
from understudy.mocks.sandbox import Sandbox
from understudy.specs.catalog.dap import schema_document
from understudy.specs.catalog.tables import tables

DAY = 24 * 60 * 60
JSONL = {"format": "jsonl"}

Box = Sandbox[Settings]


def files(platform: Platform, job: dict[str, Any]) -> list[bytes]:
    urls = platform.urls(job["objects"], "http://here")["urls"]
    return [b"".join(_open(platform, urls[entry["id"]]["url"])) for entry in job["objects"]]


def _open(platform: Platform, url: str) -> Any:
    token, name = urlsplit(url).path.split("/")[-2:]
    claims = read(token)
    return platform.file(claims["object"], claims["until"], name)


def rows(platform: Platform, table: str, **query: Any) -> list[dict[str, Any]]:
    job = platform.create_job(table, JSONL | query)
    return [row for file in files(platform, job) for row in rows_of("jsonl", table, file)]


def state(found: list[dict[str, Any]], before: dict[Any, Any] | None = None) -> dict[Any, Any]:
    """What a consumer knows after these rows."""
    known = dict(before or {})
    for row in found:
        if row["meta"].get("action") == "D":
            known.pop(row["key"]["id"], None)
        else:
            known[row["key"]["id"]] = row["value"]
    return known


# Tokens


def test_a_token_lives_an_hour_by_the_sandboxs_clock(platform: Platform, sandbox: Box) -> None:
    claims = read(platform.login("us-east-1#default")["access_token"])
    assert (claims["sub"], claims["sandbox"]) == ("us-east-1#default", "default")
    assert claims["until"] == int(sandbox.clock.seconds()) + 3600


def test_clients_that_read_the_clock_on_the_wall_do_not_take_a_token_for_expired(
    platform: Platform, sandbox: Box
) -> None:
    assert read(platform.login("x")["access_token"])["exp"] == FAR
    sandbox.clock.load({"shift": 0.0, "frozen": None})
    token = platform.login("x")["access_token"]
    assert read(token)["exp"] == read(token)["until"]
    assert jwt.decode(token, options={"verify_signature": False, "verify_exp": True})


def test_an_account_that_may_not(platform: Platform, sandbox: Box) -> None:
    platform.welcome()
    sandbox.change_settings(dap_account="AccountDisabled")
    with pytest.raises(AccountRefused) as refused:
        platform.welcome()
    assert refused.value.type == "AccountDisabled"


# Tables


def test_every_table_is_listed_and_has_a_schema(platform: Platform) -> None:
    listed = platform.list_tables()["tables"]
    assert listed == list(tables())
    assert all(
        platform.schema(name) == {"schema": schema_document(tables()[name]), "version": 1} for name in listed
    )


# Snapshots


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("table", sorted(tables()))
def test_a_snapshot_holds_the_table(platform: Platform, sandbox: Box, table: str, form: str) -> None:
    job = platform.create_job(table, {"format": form, "mode": "condensed"})
    found = [row for file in files(platform, job) for row in rows_of(form, table, file)]
    validator = Draft202012Validator(schema_document(tables()[table]), validate_formats=True)
    assert all(validator.is_valid(row) for row in found)
    records = {
        record["id"]: {name: value for name, value in record.items() if name != "id" and value is not None}
        for record in sandbox.store.find(table)
    }
    assert state(found) == records
    assert len(job["objects"]) == bool(records)


def test_a_large_table_is_cut_into_objects(platform: Platform, sandbox: Box) -> None:
    whole = rows(platform, "order_items")
    sandbox.change_settings(dap_rows_per_object=3)
    job = platform.create_job("order_items", JSONL | {"mode": "expanded"})
    made = [rows_of("jsonl", "order_items", file) for file in files(platform, job)]
    assert [len(part) for part in made] == [3, 1]
    assert [row for part in made for row in part] == whole


@pytest.mark.parametrize("change", ["made", "changed", "deleted"])
def test_a_file_is_of_the_moment_of_its_job(platform: Platform, sandbox: Box, change: str) -> None:
    job = platform.create_job("orders", JSONL)
    before = files(platform, job)
    order = sandbox.records.get("orders", 1)
    if change == "made":
        sandbox.records.insert("orders", {**order, "id": 9})
    elif change == "changed":
        sandbox.records.update("orders", 1, {"total": 1.0})
    else:
        sandbox.records.delete("orders", 1)
    assert files(platform, job) == before


# Increments


def test_an_increment_tells_what_was_made_changed_and_deleted(platform: Platform, sandbox: Box) -> None:
    at = platform.create_job("orders", JSONL)["at"]
    sandbox.records.update("orders", 1, {"total": 1.0})
    sandbox.records.delete("orders", 2)
    made = sandbox.records.insert("orders", {**sandbox.records.get("orders", 1), "id": 9})
    found = rows(platform, "orders", since=at)
    assert [(row["key"]["id"], row["meta"]["action"]) for row in found] == [(1, "U"), (2, "D"), (9, "U")]
    assert found[0]["value"]["total"] == 1.0
    assert "value" not in found[1]
    assert found[2]["value"]["email"] == made["email"]


def test_since_is_part_of_an_increment_and_until_is_not(platform: Platform, sandbox: Box) -> None:
    at = platform.create_job("users", JSONL)["at"]
    for name in ("first", "second"):
        sandbox.clock.forward(60)
        sandbox.records.update("users", 1, {"user_name": name})
    first, second = ("2026-01-01T00:01:00Z", "2026-01-01T00:02:00Z")
    found = rows(platform, "users", since=at, until=second)
    assert [row["value"]["user_name"] for row in found] == ["first"]
    assert rows(platform, "users", since=first, until=second) == found
    assert [row["value"]["user_name"] for row in rows(platform, "users", since=second)] == ["second"]


def test_an_increment_in_which_nothing_changed_has_no_objects(platform: Platform) -> None:
    at = platform.create_job("users", JSONL)["at"]
    job = platform.create_job("users", JSONL | {"since": at})
    assert (job["objects"], job["since"], job["until"]) == ([], at, at)


@pytest.mark.parametrize("form", FORMATS)
def test_a_large_increment_in_every_format(platform: Platform, sandbox: Box, form: str) -> None:
    sandbox.change_settings(dap_rows_per_object=2)
    at = platform.create_job("order_items", JSONL)["at"]
    for number in (1, 2, 3):
        sandbox.records.update("order_items", number, {"quantity": 7})
    sandbox.records.delete("order_items", 4)
    sandbox.records.delete("order_items", 2)
    job = platform.create_job("order_items", {"format": form, "since": at})
    made = [rows_of(form, "order_items", file) for file in files(platform, job)]
    assert [[(row["key"]["id"], row["meta"]["action"]) for row in part] for part in made] == [
        [(1, "U"), (2, "D")], [(3, "U"), (4, "D")],
    ]  # fmt: skip
    validator = Draft202012Validator(schema_document(tables()["order_items"]), validate_formats=True)
    assert all(validator.is_valid(row) for part in made for row in part)


def test_snapshots_and_increments_lead_to_the_same_state(platform: Platform, sandbox: Box) -> None:
    """snapshot(t1) + incremental(t1, t2) = snapshot(t2), for every two of the moments; the clock stands still."""
    told: list[tuple[str, dict[Any, Any]]] = []
    for number in range(6):
        sandbox.records.update("orders", 1, {"total": float(number)})
        if number == 2:
            sandbox.records.delete("orders", 2)
        if number % 2:
            sandbox.records.insert("orders", {**sandbox.records.get("orders", 1), "id": 10 + number})
        job = platform.create_job("orders", JSONL)
        told.append(
            (job["at"], state([r for file in files(platform, job) for r in rows_of("jsonl", "orders", file)]))
        )
    assert [len(known) for _, known in told] == [4, 5, 4, 5, 5, 6]
    for index, (since, before) in enumerate(told):
        for until, after in told[index:]:
            assert state(rows(platform, "orders", since=since, until=until), before) == after
    assert all(earlier < later for (earlier, _), (later, _) in pairwise(told))


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ({"since": "2025-12-31T23:59:59.999999Z"}, SnapshotRequired),
        ({"since": "0001-01-01T00:00:00Z"}, SnapshotRequired),
        ({"since": "2026-01-01T00:00:00.001Z"}, OutOfRange),
        ({"since": "9999-12-31T23:59:59Z"}, OutOfRange),
        ({"since": "2026-01-01T00:00:00Z", "until": "2026-01-01T00:00:01Z"}, OutOfRange),
    ],
    ids=["before the log", "long ago", "future", "far future", "until in the future"],
)
def test_times_that_cannot_be_answered_for(platform: Platform, query: dict[str, str], error: Any) -> None:
    with pytest.raises(error) as refused:
        platform.create_job("orders", JSONL | query)
    assert refused.type is error
    assert (refused.value.since, refused.value.until) == ("2026-01-01T00:00:00.000000Z",) * 2


def test_an_end_before_the_beginning(platform: Platform, sandbox: Box) -> None:
    sandbox.clock.forward(60)
    query = {"since": "2026-01-01T00:00:30Z", "until": "2026-01-01T00:00:10Z"}
    with pytest.raises(Invalid, match="until must not be earlier than since"):
        platform.create_job("orders", JSONL | query)


# Jobs


def test_the_same_query_gives_the_same_job_until_there_is_something_new(platform: Platform, sandbox: Box) -> None:
    job = platform.create_job("orders", JSONL)
    sandbox.clock.forward(60)
    sandbox.records.update("users", 1, {"user_name": "of another table"})
    assert platform.create_job("orders", JSONL) == job
    assert platform.create_job("orders", JSONL | {"mode": "expanded"})["id"] != job["id"]
    assert platform.create_job("orders", {"format": "csv"})["id"] != job["id"]
    sandbox.records.update("orders", 1, {"total": 1.0})
    assert platform.create_job("orders", JSONL)["id"] != job["id"]
    assert platform.job(job["id"]) == job


def test_an_increment_with_an_end_stays_the_same_job(platform: Platform, sandbox: Box) -> None:
    at = platform.create_job("orders", JSONL)["at"]
    sandbox.clock.forward(60)
    query = JSONL | {"since": at, "until": "2026-01-01T00:01:00Z"}
    job = platform.create_job("orders", query)
    sandbox.records.update("orders", 1, {"total": 1.0})
    assert platform.create_job("orders", query) == job


def test_jobs_wait_and_run_by_the_clock(platform: Platform, sandbox: Box) -> None:
    sandbox.change_settings(dap_waiting_seconds=5.0, dap_running_seconds=2.5)
    seen = [platform.create_job("orders", JSONL)]
    for seconds in (4.999, 0.001, 2.499, 0.001):
        sandbox.clock.forward(seconds)
        seen.append(platform.job(seen[0]["id"]))
    assert [job["status"] for job in seen] == ["waiting", "waiting", "running", "running", "complete"]
    assert all(job.keys() == {"id", "status"} for job in seen[:-1])
    assert len(files(platform, seen[-1])) == 1


def test_objects_of_a_job_that_goes_on_are_not_there_yet(platform: Platform, sandbox: Box) -> None:
    sandbox.change_settings(dap_running_seconds=5.0)
    job = platform.create_job("orders", JSONL)
    with pytest.raises(NotThere):
        platform.urls([{"id": f"{job['id']}/part-00000"}], "http://here")


def test_a_job_that_fails(platform: Platform, sandbox: Box) -> None:
    sandbox.change_settings(dap_failing_tables=["orders"])
    job = platform.create_job("orders", JSONL)
    assert (job["status"], job["error"].keys()) == ("failed", {"type", "uuid", "message"})
    assert platform.create_job("users", JSONL)["status"] == "complete"


def test_a_job_lives_a_day(platform: Platform, sandbox: Box) -> None:
    job = platform.create_job("orders", JSONL)
    sandbox.clock.forward(DAY - 0.001)
    assert platform.create_job("orders", JSONL) == job
    sandbox.clock.forward(0.001)
    with pytest.raises(NotThere):
        platform.job(job["id"])
    assert platform.create_job("orders", JSONL)["id"] != job["id"]


def test_when_a_job_expires_is_said_where_the_clock_is_that_on_the_wall(platform: Platform, sandbox: Box) -> None:
    assert "expires_at" not in platform.create_job("orders", JSONL)
    sandbox.clock.load({"shift": 0.0, "frozen": None})
    assert "expires_at" in platform.create_job("users", JSONL)


# Objects


def test_a_url_lives_fifteen_minutes(platform: Platform, sandbox: Box) -> None:
    job = platform.create_job("orders", JSONL)
    ((entry,),) = [platform.urls(job["objects"], "http://here")["urls"].values()]
    sandbox.clock.forward(15 * 60 - 0.001)
    assert b"".join(_open(platform, entry["url"]))
    sandbox.clock.forward(0.001)
    with pytest.raises(UrlExpired):
        _open(platform, entry["url"])


@pytest.mark.parametrize("object_id", ["nothing", "a/part-00000", "{job}", "{job}/part-00001", "{job}/part-0"])
def test_objects_that_are_not_there(platform: Platform, object_id: str) -> None:
    job = platform.create_job("orders", JSONL)
    with pytest.raises(NotThere) as refused:
        platform.urls([{"id": object_id.format(job=job["id"])}], "http://here")
    assert refused.value.kind == "object"


def test_a_file_under_another_name(platform: Platform) -> None:
    job = platform.create_job("orders", JSONL)
    with pytest.raises(NotThere):
        platform.file(job["objects"][0]["id"], 2**62, "part-00000.csv.gz")


def test_a_file_stops_where_its_sandbox_was_put_back(platform: Platform, sandbox: Box) -> None:
    before = sandbox.snapshot()
    job = platform.create_job("orders", JSONL)
    file = platform.file(job["objects"][0]["id"], 2**62, "part-00000.jsonl.gz")
    next(file)
    sandbox.restore(before)
    with pytest.raises(NotThere):
        list(platform.file(job["objects"][0]["id"], 2**62, "part-00000.jsonl.gz"))


# Limits


@pytest.mark.parametrize("kind", sorted(LIMITS))
def test_documented_limits_hold_when_they_are_switched_on(platform: Platform, sandbox: Box, kind: str) -> None:
    job = platform.create_job("orders", JSONL)["id"]
    ask = {
        "create_job": lambda: platform.create_job("orders", JSONL),
        "get_job": lambda: platform.job(job),
        "list_tables": platform.list_tables,
        "schema": lambda: platform.schema("orders"),
        "urls": lambda: platform.urls([], "http://here"),
    }[kind]
    for _ in range(LIMITS[kind] + 1):
        ask()
    sandbox.change_settings(dap_limits=True)
    for _ in range(LIMITS[kind]):
        ask()
    with pytest.raises(Exhausted) as refused:
        ask()
    assert refused.value.wait == 60
    sandbox.clock.forward(60)
    ask()
