"""What records do: held against what the contract declares, and against the mock."""

from __future__ import annotations

from collections.abc import Iterator

from understudy.contract_tests.behaviour import check
from understudy.contract_tests.failure import Failure
from understudy.contract_tests.reference import compare
from understudy.contract_tests.suite.extent import Extent
from understudy.contract_tests.suite.observing import Observed
from understudy.contract_tests.targets.local import Local
from understudy.specs.contract import Contract


def behaviour(contract: Contract, target: Observed, extent: Extent, _: int) -> Iterator[Failure]:
    """The contract's own declaration."""
    yield from check(contract, target, extent.seed)


def reference(contract: Contract, target: Observed, extent: Extent, _: int) -> Iterator[Failure]:
    """The mock, asked the same. It tells the target how much of each operation was alike."""
    with Local(contract.api) as mock:
        found = compare(contract, mock, target, extent.seed)
    for operation_id, fidelity in found.operations.items():
        target.tally.fidelity[operation_id] = (fidelity.alike, fidelity.asked)
    yield from found.failures
