"""The mock in process, with a clock that stands still."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from understudy.contract_tests import campaign
from understudy.contract_tests.inprocess import Caller
from understudy.mocks import composition
from understudy.mocks.sandboxes import Sandboxes, Start
from understudy.specs import contract
from understudy.specs.contract import Contract

RECORDS = 400
START = Start(seed=1, clock="2026-01-01T00:00:00.000Z")
CREDENTIALS = {"X-Auth-API-Key": "understudy", "X-Auth-Subdomain": "default"}
EXAMPLES = 8


@pytest.fixture(scope="session")
def promised() -> Contract:
    return contract.load("thinkific")


def mock() -> dict[str, Sandboxes]:
    return composition.sandboxes(composition.Options(start=START, records=RECORDS))


@pytest.fixture(scope="session")
def report(promised: Contract) -> campaign.Report:
    """What Schemathesis found, and all that it sent."""
    return campaign.run(
        composition.app(mock(), at_root=True), promised, seed=1, max_examples=EXAMPLES, headers=CREDENTIALS
    )


@pytest.fixture(scope="session")
def seeded() -> dict[str, Sandboxes]:
    return mock()


@pytest.fixture(scope="session")
def caller(seeded: dict[str, Sandboxes]) -> Iterator[Caller]:
    with Caller(composition.app(seeded, at_root=True), CREDENTIALS) as asking:
        yield asking
