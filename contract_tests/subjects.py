"""The mocks that are proved: in this process, with clocks that stand still."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from understudy.contract_tests.catalog import plan as catalog
from understudy.contract_tests.plan import Credentials, Plan
from understudy.contract_tests.schema import plan as schema
from understudy.contract_tests.targets.target import Target
from understudy.contract_tests.thinkific import plan as thinkific
from understudy.mocks import composition
from understudy.mocks.sandbox import Sandbox
from understudy.mocks.sandboxes import Sandboxes, Start

RECORDS = 400
START = Start(seed=1, clock="2026-01-01T00:00:00.000Z")

PLANS: Mapping[str, Callable[[Sandbox[Any]], Plan]] = {
    "thinkific": thinkific.plan,
    "catalog": catalog.plan,
    "schema": schema.plan,
}
"""For each API: arranges in a sandbox what a campaign needs, and plans it."""

STATIC: Mapping[str, Plan] = {"thinkific": thinkific.PLAN, "catalog": catalog.PLAN, "schema": schema.PLAN}
"""What of that is true of any implementation; it has no credentials."""

LOGINS: Mapping[str, Callable[[Target, Mapping[str, str]], Credentials]] = {"catalog": catalog.log_in}
"""How an API gives more credentials to those who have some: its target, and the headers for that."""

OPENING: Mapping[str, Callable[[str, str], Credentials]] = {
    "thinkific": thinkific.credentials,
    "catalog": catalog.credentials,
    "schema": schema.credentials,
}
"""What opens a sandbox of a mock, by the sandbox's name and its key."""

KEY = "understudy"


def credentials_of_mock(api: str, sandbox: str) -> Credentials:
    """What opens a sandbox of a mock that has the usual key."""
    return OPENING[api](sandbox, KEY)


def seeded(api: str) -> dict[str, Sandboxes]:
    """The sandboxes of one API."""
    return composition.sandboxes(composition.Options(apis=(api,), start=START, records=RECORDS))
