"""How the campaign goes about Thinkific."""

from __future__ import annotations

from understudy.contract_tests.campaign import Plan
from understudy.mocks.sandboxes import Sandboxes

PLAN = Plan(credentials={"ApiKey": {"api_key": "understudy"}, "ApiKeySubdomain": {"api_key": "default"}})


def plan(_: Sandboxes) -> Plan:
    """The seeded school has all that it needs."""
    return PLAN
