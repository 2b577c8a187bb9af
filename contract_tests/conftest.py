"""What the contract tests run against."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache

import pytest

from understudy.contract_tests.serving import Served, served


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[str], Served]]:
    """Mocks in processes of their own, on loopback, by API; each begins when it is first asked for."""
    with ExitStack() as running:

        @cache
        def begin(api: str) -> Served:
            return running.enter_context(served(api, "--records", "300", "--clock", "2026-01-01T00:00:00Z"))

        yield begin
