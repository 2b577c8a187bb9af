"""What the contract tests run against."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from understudy.contract_tests.serving import Served, served


@pytest.fixture(scope="session")
def thinkific_server() -> Iterator[Served]:
    """The mock in a process of its own, on loopback."""
    with served("thinkific", "--records", "300", "--clock", "2026-01-01T00:00:00Z") as server:
        yield server
