"""What the client's user gets to read where the answer is no, or not yet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from understudy.contract_tests.catalog.client.command import Dap, Ran
from understudy.contract_tests.catalog.client.sandbox import Sandbox, fresh

SNAPSHOT = ("snapshot", "--namespace", "catalog", "--table")
INCREMENTAL = ("incremental", "--namespace", "catalog", "--table", "users", "--since")
STILL = re.compile(r"Query job still in status: (\w+)")

# The client, but where it would wait by the clock on the wall it moves that of the sandbox.
IMPATIENT = """
import json, sys, urllib.request
from dap.__main__ import console_entry
from dap.api import DAPSession

async def wait_seconds(session, seconds):
    body = json.dumps({"forward": seconds}).encode()
    headers = {"Content-Type": "application/json"}
    urllib.request.urlopen(urllib.request.Request(clock, body, headers, method="PATCH")).close()

clock = sys.argv.pop(1)
DAPSession.wait_seconds = wait_seconds
console_entry()
"""


@pytest.fixture
def sandbox(client: Dap, request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    with fresh(client.url, request.node.originalname) as made:
        yield made


@pytest.fixture
def dap(client: Dap, sandbox: Sandbox) -> Dap:
    return replace(client, sandbox=sandbox.name)


def refused(ran: Ran) -> str:
    """What was said of a run that was refused."""
    assert ran.code
    return "\n".join(ran.logged)


def test_a_wrong_secret(client: Dap) -> None:
    told = refused(replace(client, secret="wrong").run("list", "--namespace", "catalog"))
    assert "The client id or its secret is wrong." in told


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        pytest.param(
            (*SNAPSHOT, "nothing"),
            "There is no table 'nothing', or no more.",
            id="unknown table",
        ),
        pytest.param(
            (*INCREMENTAL, "2025-12-31T23:59:59.999Z"),
            "since is 2025-12-31T23:59:59.999000Z, and changes are known from 2026-01-01T00:00:00.000000Z on: "
            "take a snapshot.",
            id="since before all that is known",
        ),
        pytest.param(
            (*INCREMENTAL, "2026-01-01T00:00:00.001Z"),
            "since is 2026-01-01T00:00:00.001000Z, which is later than now, 2026-01-01T00:00:00.000000Z.",
            id="since in the future",
        ),
    ],
)
def test_what_cannot_be_answered(client: Dap, words: tuple[str, ...], reason: str) -> None:
    assert f"failed. Reason: {reason}" in refused(client.run(*words))


def test_an_account_that_is_disabled(dap: Dap, sandbox: Sandbox) -> None:
    """The client knows it by its type, and does not try another table."""
    sandbox.change_settings(dap_account="AccountDisabled")
    told = refused(dap.run(*SNAPSHOT, "users,orders"))
    assert "failed. Reason: The account cannot use DAP: AccountDisabled." in told
    assert "1 failed, 1 skipped out of 2 table(s)" in told


def test_a_job_that_fails(dap: Dap, sandbox: Sandbox) -> None:
    sandbox.change_settings(dap_failing_tables=["users"])
    assert "Query job ended with status: failed." in refused(dap.run(*SNAPSHOT, "users"))


def test_a_job_that_takes_its_time(dap: Dap, sandbox: Sandbox, tmp_path: Path) -> None:
    """The client looks every five seconds: twice the job waits, once it runs, and then it is complete."""
    sandbox.change_settings(dap_waiting_seconds=7, dap_running_seconds=7)
    clock = f"{dap.url}/_understudy/apis/catalog/sandboxes/{sandbox.name}/clock"
    program = [str(dap.environment / "bin" / "python"), "-c", IMPATIENT, clock]
    ran = dap.run(*SNAPSHOT, "users", "--output-directory", str(tmp_path), program=program)
    seen = [match[1] for match in map(STILL.match, ran.logged) if match]
    assert seen == ["waiting", "waiting", "running"]
    assert list(tmp_path.glob("job_*/part-00000.jsonl.gz"))
