"""An empty shop at the first instant of 2026."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from understudy.contract_tests.inprocess import Caller
from understudy.mocks.data_files import DEFAULT
from understudy.mocks.sandbox import Sandbox
from understudy.mocks.sandboxes import Sandboxes, Start
from understudy.mocks.schema.api import SCHEMA
from understudy.mocks.schema.credentials import headers
from understudy.mocks.schema.settings import Settings
from understudy.mocks.schema.shop import Shop

NOW = "2026-01-01T00:00:00.000Z"

Record = dict[str, Any]


@pytest.fixture
def sandboxes() -> Iterator[Sandboxes]:
    made = SCHEMA.sandboxes(lambda: iter(()), Start(seed=1, clock=NOW))
    made.make(DEFAULT)
    yield made
    made.close()


@pytest.fixture
def sandbox(sandboxes: Sandboxes) -> Sandbox[Settings]:
    return sandboxes.get(DEFAULT)


@pytest.fixture
def shop(sandbox: Sandbox[Settings]) -> Shop:
    found: Shop = sandbox.behaviour
    return found


@pytest.fixture
def caller(sandboxes: Sandboxes) -> Iterator[Caller]:
    """A client with the key of the default sandbox."""
    with Caller(SCHEMA.app(sandboxes), headers(DEFAULT, sandboxes.default_settings)) as asking:
        yield asking
