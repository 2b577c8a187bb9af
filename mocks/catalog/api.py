"""Canvas Catalog, put together."""

from __future__ import annotations

from understudy.fixtures.catalog import generate
from understudy.fixtures.catalog.live import live
from understudy.mocks.api import Api
from understudy.mocks.catalog.catalog import open_catalog
from understudy.mocks.catalog.credentials import admission, headers
from understudy.mocks.catalog.operations import OPERATIONS
from understudy.mocks.catalog.settings import Settings
from understudy.mocks.catalog.wire import render

CATALOG = Api(
    name="catalog",
    hosts=("*.catalog.instructure.com", "api-gateway.instructure.com"),
    example="/api/v1/orders?per_page=2",
    headers=headers,
    settings=Settings,
    prepare=open_catalog,
    admission=admission,
    operations=OPERATIONS,
    render=render,
    generate=generate,
    live=live,
)
