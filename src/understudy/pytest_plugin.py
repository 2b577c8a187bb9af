"""Fixtures for the tests of programs that use the mocked APIs: a fresh sandbox for each test.

The mocks run in a thread of the test process, on a free port of loopback, for as long as the session does.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from understudy.running import CatalogMock, Mock, Running, SchemaMock


@pytest.fixture(scope="session")
def understudy_server() -> Iterator[Running]:
    """Every mock on one port, from the time that it is first asked for to the end of the session."""
    from understudy.running import running  # imported here: sessions that ask for no mock pay nothing

    with running() as server:
        yield server


@pytest.fixture
def thinkific(understudy_server: Running) -> Iterator[Mock]:
    """Thinkific with seeded data, a clock that stands still, and nobody else in it.

    `thinkific.url` and `thinkific.headers` are for the program under test; for the test there are `forward`,
    `add`, `change` and the other verbs of `understudy.running.Mock`.
    """
    with understudy_server.fresh("thinkific") as mock:
        yield mock


@pytest.fixture
def catalog(understudy_server: Running) -> Iterator[CatalogMock]:
    """Canvas Catalog with seeded data, a clock that stands still, and nobody else in it.

    `catalog.url` and `catalog.headers` are for programs that read orders; `catalog.url`, `catalog.client_id` and
    `catalog.client_secret` are for clients of DAP. The verbs are those of `understudy.running.Mock`.
    """
    with understudy_server.fresh("catalog") as mock:
        yield mock


@pytest.fixture
def schema(understudy_server: Running) -> Iterator[SchemaMock]:
    """Schema with seeded data, a clock that stands still, and nobody else in it.

    `schema.url` with `schema.headers`, or with `schema.client_id` and `schema.client_key` as name and password, is
    for the program under test. The verbs are those of `understudy.running.Mock`.
    """
    with understudy_server.fresh("schema") as mock:
        yield mock
