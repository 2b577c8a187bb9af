"""Schema, put together."""

from __future__ import annotations

from understudy.fixtures.schema import generate
from understudy.mocks.api import Api
from understudy.mocks.pipeline.bodies import Bodies
from understudy.mocks.sandbox import Sandbox
from understudy.mocks.schema.credentials import admission, headers
from understudy.mocks.schema.operations import OPERATIONS
from understudy.mocks.schema.settings import Settings
from understudy.mocks.schema.shop import Shop
from understudy.mocks.schema.wire import render


def open_shop(sandbox: Sandbox[Settings]) -> None:
    """Puts the behaviour on a sandbox."""
    sandbox.behaviour = Shop(sandbox)


SCHEMA = Api(
    name="schema",
    hosts=("api.schema.io",),
    example="/products?limit=2",
    headers=headers,
    settings=Settings,
    prepare=open_shop,
    admission=admission,
    operations=OPERATIONS,
    render=render,
    generate=generate,
    reading=Bodies,
    records=20_500,  # 300 products and 2,000 orders
)
