"""How the campaign goes about Thinkific."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from understudy.contract_tests.plan import Plan
from understudy.mocks.sandbox import Sandbox

PLAN = Plan(credentials={})


def plan(sandbox: Sandbox[Any]) -> Plan:
    """The seeded school has all that it needs."""
    key = sandbox.settings.api_key
    return replace(PLAN, credentials={"ApiKey": {"api_key": key}, "ApiKeySubdomain": {"api_key": sandbox.name}})
