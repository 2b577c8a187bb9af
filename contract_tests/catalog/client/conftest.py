"""The client, what it asks, and what it loads into. Where one of them cannot be had, its tests are skipped."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from understudy.contract_tests.catalog.client import environment, postgres
from understudy.contract_tests.catalog.client.command import Dap
from understudy.contract_tests.catalog.client.postgres import Database
from understudy.contract_tests.serving import Served, served

SEEDED = ("--recipe", "edge", "--records", "300")
"""Few records, with values at their limits."""


@pytest.fixture(scope="session")
def client_environment() -> Path:
    try:
        return environment.find()
    except environment.MissingError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def catalog_server(client_environment: Path) -> Iterator[Served]:
    """A Catalog whose clocks stand still."""
    with served("catalog", *SEEDED, "--clock", "2026-01-01T00:00:00Z") as server:
        yield server


@pytest.fixture(scope="session")
def database(client_environment: Path) -> Iterator[Database]:
    """A PostgreSQL with nothing in it."""
    try:
        with postgres.served(client_environment) as found:
            yield found
    except environment.MissingError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def client(client_environment: Path, catalog_server: Served) -> Dap:
    """The client of the default sandbox."""
    return Dap(client_environment, catalog_server.url)
