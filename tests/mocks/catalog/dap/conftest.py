"""The platform of the small catalog."""

from __future__ import annotations

import pytest

from understudy.mocks.catalog.catalog import Catalog
from understudy.mocks.catalog.dap.platform import Platform


@pytest.fixture
def platform(catalog: Catalog) -> Platform:
    return catalog.platform
