"""The mock in process."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from understudy.contract_tests import subjects
from understudy.contract_tests.inprocess import Caller
from understudy.mocks import composition
from understudy.mocks.sandboxes import Sandboxes


@pytest.fixture(scope="session")
def seeded() -> dict[str, Sandboxes]:
    return subjects.seeded("thinkific")


@pytest.fixture(scope="session")
def caller(seeded: dict[str, Sandboxes]) -> Iterator[Caller]:
    with Caller(composition.app(seeded, at_root=True), {}) as asking:
        yield asking
