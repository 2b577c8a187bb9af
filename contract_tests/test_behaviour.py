"""The mocks do what their contracts declare."""

from __future__ import annotations

import pytest

from understudy.contract_tests import behaviour
from understudy.contract_tests.targets.local import Local
from understudy.specs import contract
from understudy.specs.contract import APIS


@pytest.mark.parametrize("api", APIS)
def test_nothing_is_wrong(api: str) -> None:
    findings = behaviour.Findings()
    with Local(api) as mock:
        found = list(behaviour.check(contract.load(api), mock, findings=findings))
    assert not found, "\n".join(f"{one.code} {one.operation} {one.place}: {one.message}" for one in found)
    assert not findings.skipped
