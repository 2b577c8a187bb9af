"""The mock in process, and a sandbox of its own for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from understudy.contract_tests import subjects
from understudy.contract_tests.inprocess import Caller
from understudy.mocks import composition
from understudy.mocks.catalog.settings import Settings
from understudy.mocks.sandbox import Sandbox
from understudy.mocks.sandboxes import Sandboxes


@pytest.fixture(scope="session")
def seeded() -> dict[str, Sandboxes]:
    return subjects.seeded("catalog")


@pytest.fixture(scope="session")
def caller(seeded: dict[str, Sandboxes]) -> Iterator[Caller]:
    with Caller(composition.app(seeded, at_root=True), {}) as asking:
        yield asking


@pytest.fixture
def sandbox(seeded: dict[str, Sandboxes]) -> Iterator[Sandbox[Settings]]:
    """Named in the credentials of `requests.py`."""
    made = seeded["catalog"].make("statuses")
    yield made
    seeded["catalog"].delete("statuses")
