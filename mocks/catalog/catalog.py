"""A catalog: what its two faces show of the same records."""

from __future__ import annotations

from dataclasses import dataclass

from understudy.mocks.catalog.dap.platform import Platform
from understudy.mocks.catalog.orders import Orders
from understudy.mocks.catalog.settings import Settings
from understudy.mocks.sandbox import Sandbox


@dataclass(frozen=True)
class Catalog:
    orders: Orders
    platform: Platform


def open_catalog(sandbox: Sandbox[Settings]) -> None:
    """Puts the behaviour on a sandbox."""
    sandbox.behaviour = Catalog(Orders(sandbox), Platform(sandbox))
