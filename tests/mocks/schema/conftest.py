from __future__ import annotations

from collections.abc import Iterator

import pytest

from understudy.mocks.sandboxes import Sandboxes, Start
from understudy.mocks.schema.api import SCHEMA
from understudy.mocks.schema.shop import Shop

CLOCK = "2026-01-01T00:00:00.000Z"


@pytest.fixture(scope="session")
def empty_shops() -> Iterator[Sandboxes]:
    """Sandboxes of shops that have nothing yet, at the beginning of 2026."""
    made = SCHEMA.sandboxes(lambda: iter(()), Start(clock=CLOCK))
    yield made
    made.close()


@pytest.fixture
def shop(empty_shops: Sandboxes) -> Iterator[Shop]:
    """A shop of its own, with nothing in it."""
    made: Shop = empty_shops.make("shop").behaviour
    yield made
    empty_shops.delete("shop")
