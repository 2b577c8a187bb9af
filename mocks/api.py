"""What a mocked API is made of. Every API offers one of these, so that whoever knows one knows all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from connexion.middleware.abstract import RoutedMiddleware
from starlette.types import ASGIApp

from understudy.fixtures.steps import Live
from understudy.mocks.pipeline.assembly import assemble
from understudy.mocks.pipeline.endpoint import Operations
from understudy.mocks.pipeline.failures import Render
from understudy.mocks.pipeline.security import Admission
from understudy.mocks.pipeline.validation import Validation
from understudy.mocks.sandbox import Sandbox
from understudy.mocks.sandboxes import ApiState, Sandboxes, Seed, Start
from understudy.specs import contract, records

FEW = 1_000
"""Records that an API starts with among others: little enough for all to be there in a second."""


@dataclass(frozen=True)
class Api:
    """
    name         also the path prefix
    hosts        the vendor's own, for which no prefix is needed
    example      a path to try first
    headers      credentials for a sandbox, by its name and settings
    settings     frozen dataclass of what can be set for a sandbox
    prepare      puts the behaviour on a sandbox
    admission    who may come in
    operations   operationId -> what is done
    render       how errors look
    generate     the fixture data, by seed, number of records, locale and recipe
    reading      the part of the pipeline that reads requests, where the contract is not all that they are held to
    records      how many records the data has where nothing else is said and no other API is served beside it
    live         a day of life of such data, where somebody has thought of one
    """

    name: str
    hosts: tuple[str, ...]
    example: str
    headers: Callable[[str, Any], dict[str, str]]
    settings: type[Any]
    prepare: Callable[[Sandbox[Any]], None]
    admission: Callable[[Sandboxes], Admission]
    operations: Operations
    render: Render
    generate: Callable[..., Seed]
    reading: type[RoutedMiddleware] = Validation
    records: int = FEW
    live: Live | None = None

    def sandboxes(self, seed: Callable[[], Seed], start: Start, path: Path | None = None) -> Sandboxes:
        """The sandboxes of a mock that is about to be served; `path` is its data file."""
        state = ApiState(
            records.collections(self.name), contract.load(self.name).version, self.settings, self.prepare
        )
        return Sandboxes(state, seed, start, path)

    def app(self, sandboxes: Sandboxes) -> ASGIApp:
        """The mock as an ASGI app, at the vendor's own paths."""
        return assemble(
            contract.load(self.name), self.operations, self.admission(sandboxes), self.render, reading=self.reading
        )
