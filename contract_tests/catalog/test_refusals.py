"""Each way in which DAP says no, and each state that a job can be in, as the contract has them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from understudy.contract_tests.asking import Ask, Asking
from understudy.contract_tests.second_opinion import SecondOpinion
from understudy.contract_tests.traffic import Exchange
from understudy.mocks.catalog.dap.jobs import LIFE
from understudy.mocks.catalog.dap.platform import LIMITS, URL_SECONDS
from understudy.mocks.catalog.settings import ACCOUNTS, Settings
from understudy.mocks.sandbox import Sandbox
from understudy.specs import contract

SCHEMAS = contract.load("catalog").schemas
FAILURES = [name for name in SCHEMAS if name.startswith("Dap") and name.endswith("Failure")]
NOW = "2026-01-01T00:00:00Z"
LATER, EARLIER = "2026-01-02T00:00:00Z", "2025-12-31T23:59:59Z"

JOB_SECONDS = LIFE // 1_000_000
LARGE_BODY = b" " * (1024 * 1024 + 1)


@dataclass(frozen=True)
class No:
    """What is wrong (of ObjectNotFound, with which kind of thing), and what of an operation's good request is
    changed, and arranged, to make it so. `after`: seconds."""

    wrong: str
    operation_id: str
    changes: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    after: float = 0
    times: int = 1


REFUSALS = [
    No("AuthenticationError", "listTables", headers={"Authorization": "Bearer none"}),
    *(No(account, "listTables", settings={"dap_account": account}) for account in ACCOUNTS[1:]),
    No("ValidationError", "createJob", {"body": {"format": "xml"}}),
    No("ValidationError", "createJob", {"body": b'{"format": "tsv"'}),
    No("ValidationError", "createJob", {"body": {"format": "tsv", "since": NOW, "until": EARLIER}}),
    No("OutOfRange", "createJob", {"body": {"format": "tsv", "since": LATER}}),
    No("OutOfRange", "createJob", {"body": {"format": "tsv", "since": NOW, "until": LATER}}),
    No("SnapshotRequired", "createJob", {"body": {"format": "tsv", "since": EARLIER}}),
    No("BadRequest", "createJob", {"body": None}),
    No("PayloadTooLarge", "createJob", {"body": LARGE_BODY}),
    No("UnsupportedMediaType", "createJob", headers={"Content-Type": "text/plain"}),
    No("TooManyRequests", "listTables", settings={"dap_limits": True}, times=LIMITS["list_tables"] + 1),
    No("UrlExpired", "getFile", after=URL_SECONDS),
    No("namespace", "listTables", {"path": {"namespace": "canvas"}}),
    No("table", "getTableSchema", {"path": {"namespace": "catalog", "table": "lessons"}}),
    No("table", "createJob", {"path": {"namespace": "catalog", "table": "lessons"}}),
    No("job", "getJob", {"path": {"id": "none"}}),
    No("object", "createObjectUrls", {"body": [{"id": "none/part-00000"}]}),
    No("object", "getFile", after=JOB_SECONDS),
    No("file", "getFile", {"path": {"token": "none", "name": "part-00000.jsonl.gz"}}),
]


@pytest.mark.parametrize("no", [pytest.param(no, id=f"{number}-{no.wrong}") for number, no in enumerate(REFUSALS)])
def test_a_refusal(
    no: No, good: dict[str, Ask], sandbox: Sandbox[Settings], asking: Asking, opinion: SecondOpinion
) -> None:
    asked = replace(good[no.operation_id], **no.changes)
    asked = replace(asked, headers={**asked.headers, **no.headers})
    sandbox.change_settings(**no.settings)
    sandbox.clock.forward(no.after)
    for _ in range(no.times):
        exchange = asking.send(no.operation_id, asked)
    assert _told(exchange) == no.wrong, str(exchange)
    assert opinion.of_answer(exchange) is None, str(exchange)


def _told(exchange: Exchange) -> str:
    error = exchange.json()["error"]
    return str(error["kind"] if error["type"] == "ObjectNotFound" else error["type"])


def test_these_are_all() -> None:
    errors = [SCHEMAS[name]["properties"]["error"]["properties"] for name in FAILURES]
    types = {name for error in errors for name in error["type"]["enum"]} - {"ObjectNotFound"}
    kinds = {name for error in errors for name in error.get("kind", {"enum": []})["enum"]}
    assert {no.wrong for no in REFUSALS} == types | kinds


@pytest.mark.parametrize(
    ("status", "seconds", "query"),
    [
        ("waiting", 0, {"format": "csv"}),
        ("running", 2, {"format": "csv"}),
        ("complete", 5, {"format": "csv"}),
        ("complete", 5, {"format": "parquet", "since": NOW, "until": NOW}),
        ("failed", 5, {"format": "csv"}),
    ],
)
def test_a_job_is_told_as_it_is(
    status: str,
    seconds: int,
    query: dict[str, Any],
    good: dict[str, Ask],
    sandbox: Sandbox[Settings],
    asking: Asking,
    opinion: SecondOpinion,
) -> None:
    failing = ["payments"] if status == "failed" else []
    sandbox.change_settings(dap_waiting_seconds=2.0, dap_running_seconds=3.0, dap_failing_tables=failing)
    begun = asking.send("createJob", replace(good["createJob"], body=query))
    sandbox.clock.forward(seconds)
    read = asking.send("getJob", replace(good["getJob"], path={"id": begun.json()["id"]}))
    again = asking.send("createJob", replace(good["createJob"], body=query))
    assert (begun.status, read.status, again.status) == (202, 200, 200 if seconds == 5 else 202)
    assert read.json() == again.json()
    assert read.json()["status"] == status
    assert [opinion.of_answer(exchange) for exchange in (begun, read, again)] == [None] * 3
