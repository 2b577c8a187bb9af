"""How the campaign goes about Thinkific."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from understudy.contract_tests.plan import Credentials, Plan
from understudy.mocks.sandbox import Sandbox

PLAN = Plan(credentials={})


def credentials(sandbox: str, key: str) -> Credentials:
    """What opens a sandbox of the mock."""
    return {"ApiKey": {"api_key": key}, "ApiKeySubdomain": {"api_key": sandbox}}


def plan(sandbox: Sandbox[Any]) -> Plan:
    """The seeded school has all that it needs."""
    return replace(PLAN, credentials=credentials(sandbox.name, sandbox.settings.api_key))
