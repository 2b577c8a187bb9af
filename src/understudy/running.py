"""Runs the mocks in a thread of this process, for tests."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any

import uvloop

from understudy.fixtures import EPOCH
from understudy.mocks import composition, server
from understudy.mocks.sandbox import Sandbox
from understudy.mocks.sandboxes import Sandboxes, Start

START_SECONDS = 30


class StartError(RuntimeError):
    """The mocks did not come up in time."""


@dataclass(frozen=True)
class Mock:
    """One API in a sandbox of its own.

    `url` goes before the vendor's own paths (`/api/public/v1/courses`); send `headers` with every request.
    """

    url: str
    headers: Mapping[str, str]
    sandbox: Sandbox[Any]


class Running:
    """The mocks while they answer."""

    def __init__(self, url: str, mocks: Mapping[str, Sandboxes]) -> None:
        self.url = url
        self._mocks = mocks
        self._numbers = count(1)

    @contextmanager
    def fresh(self, api: str) -> Iterator[Mock]:
        """A sandbox that nobody has used, deleted at the end."""
        name = f"test-{next(self._numbers)}"
        sandbox = self._mocks[api].make(name)
        root = f"{self.url}/{api}"
        try:
            yield Mock(root, composition.APIS[api].headers(name, sandbox.settings), sandbox)
        finally:
            self._mocks[api].delete(name)


@contextmanager
def running(options: composition.Options | None = None) -> Iterator[Running]:
    """Every mock on a free port of loopback. By default the clocks stand at the moment of the data.

    Raises StartError.
    """
    mocks = composition.sandboxes(options or composition.Options(start=Start(clock=EPOCH)))
    listener = server.listen("127.0.0.1", 0)
    ready = threading.Event()
    serving = server.Server(composition.app(mocks, at_root=False), ready.set)
    thread = threading.Thread(target=lambda: uvloop.run(serving.serve([listener])), daemon=True)
    thread.start()
    if not ready.wait(START_SECONDS):
        raise StartError(f"the mocks were not ready after {START_SECONDS} seconds")
    try:
        yield Running(f"http://127.0.0.1:{listener.getsockname()[1]}", mocks)
    finally:
        serving.should_exit = True
        thread.join(START_SECONDS)
        for mock in mocks.values():
            mock.close()
