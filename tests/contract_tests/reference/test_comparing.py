from __future__ import annotations

import pytest

from understudy.contract_tests.reference import compare
from understudy.contract_tests.targets.local import Local
from understudy.contract_tests.targets.target import Request
from understudy.contract_tests.traffic import Exchange
from understudy.specs import contract


@pytest.mark.parametrize("api", ["thinkific", "catalog"])
def test_the_mock_is_as_the_mock(api: str) -> None:
    with Local(api) as mock, Local(api) as target:
        found = compare(contract.load(api), mock, target)
    assert (found.failures, found.fidelity) == ([], 1.0)
    assert found.operations


class Forgetful(Local):
    """Takes updates of coupons, and keeps none."""

    def ask(self, request: Request) -> Exchange:
        if request.method == "PUT" and request.path.startswith("/coupons"):
            request = Request("OPTIONS", request.path, headers=request.headers)
        return super().ask(request)


def test_what_differs_is_told_for_its_operation() -> None:
    with Local("thinkific") as mock, Forgetful("thinkific") as target:
        found = compare(contract.load("thinkific"), mock, target)
    assert {failure.operation for failure in found.failures} >= {"getCouponByID"}
    assert found.operations["getCouponByID"].share < 1
    assert found.operations["createUser"].share == 1
