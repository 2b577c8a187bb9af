"""Runs the mocks in a thread of this process, for tests."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from itertools import count
from typing import Any, Literal, TypeVar, overload

import uvloop

from understudy.fixtures import EPOCH
from understudy.mocks import composition, server
from understudy.mocks.catalog.credentials import client_id
from understudy.mocks.control.control import Control
from understudy.mocks.sandboxes import Start
from understudy.mocks.store import Record

START_SECONDS = 30
ALL = 2**31

T = TypeVar("T")


class NotReadyError(RuntimeError):
    """The mocks did not come up in time."""


class Mock:
    """One API in a sandbox of its own.

    `url` goes before the vendor's own paths (`/api/public/v1/courses`); send `headers` with every request. The
    verbs are those of the control API, and refuse as it does. They are done between two requests, never in one.
    """

    def __init__(self, running: Running, api: str, name: str) -> None:
        self._running = running
        self._place = (api, name)
        self.url = f"{running.url}/{api}"
        self.headers = running.do(lambda control: _headers(control, api, name))

    # Clock and settings

    def now(self) -> str:
        return str(self._do(Control.clock)["now"])

    def forward(self, seconds: float) -> None:
        """Moves the clock on, or back with a negative number."""
        self._do(Control.move_clock, {"forward": seconds})

    def set_clock(self, moment: str) -> None:
        """Moves the clock to a moment (ISO 8601)."""
        self._do(Control.move_clock, {"now": moment})

    def change_settings(self, **changes: Any) -> None:
        """Changes settings; docs/control.md lists them. Raises Invalid."""
        self._do(Control.change_settings, changes)

    # Records

    def records(self, collection: str) -> list[Record]:
        """Every record of a collection, private fields included. Raises NotFound for an unknown collection."""
        found: list[Record] = self._do(Control.list_records, collection, ALL, 0)["records"]
        return found

    def record(self, collection: str, record_id: Any) -> Record:
        """Raises NotFound."""
        return self._do(Control.get_record, collection, str(record_id))

    def add(self, collection: str, **fields: Any) -> Record:
        """A new record; an id, times and nulls are filled in. Raises Invalid."""
        return self._do(Control.create_record, collection, fields)

    def change(self, collection: str, record_id: Any, **fields: Any) -> Record:
        """Raises Invalid or NotFound."""
        return self._do(Control.change_record, collection, str(record_id), fields)

    def delete(self, collection: str, record_id: Any) -> None:
        """Deletes a record with all that belongs to it. Raises NotFound."""
        self._do(Control.delete_record, collection, str(record_id))

    # All of it

    def reset(self) -> None:
        """Back to the seeded data, settings and clock."""
        self._running.do(lambda control: control.sandboxes(self._place[0]).reset(self._place[1]))

    def take_snapshot(self, snapshot: str) -> None:
        self._do(Control.take_snapshot, snapshot)

    def restore_snapshot(self, snapshot: str) -> None:
        """Raises NotFound."""
        self._do(Control.restore_snapshot, snapshot)

    def _do(self, verb: Callable[..., T], *arguments: Any) -> T:
        return self._running.do(lambda control: verb(control, *self._place, *arguments))


class CatalogMock(Mock):
    """Catalog in a sandbox of its own. The headers are for its orders; DAP's clients, which find it at the same
    `url`, log in with an id and a secret."""

    def __init__(self, running: Running, api: str, name: str) -> None:
        super().__init__(running, api, name)
        self.client_id = client_id(name)
        self.client_secret: str = running.do(lambda control: control.sandbox(api, name).settings.api_key)


class SchemaMock(Mock):
    """Schema in a sandbox of its own. Clients connect with an id and a key, which the headers hold too."""

    def __init__(self, running: Running, api: str, name: str) -> None:
        super().__init__(running, api, name)
        self.client_id = name
        self.client_key: str = running.do(lambda control: control.sandbox(api, name).settings.api_key)


MOCKS: Mapping[str, type[Mock]] = {"catalog": CatalogMock, "schema": SchemaMock}
"""By API; one that is not there has nothing of its own."""


class Running:
    """The mocks while they answer."""

    def __init__(self, url: str, control: Control, loop: asyncio.AbstractEventLoop) -> None:
        self.url = url
        self._control = control
        self._loop = loop
        self._numbers = count(1)

    def do(self, work: Callable[[Control], T]) -> T:
        """Has work done by the thread that answers requests, and waits for it."""

        async def working() -> T:
            return work(self._control)

        return asyncio.run_coroutine_threadsafe(working(), self._loop).result()

    @overload
    def fresh(self, api: Literal["catalog"]) -> AbstractContextManager[CatalogMock]: ...

    @overload
    def fresh(self, api: Literal["schema"]) -> AbstractContextManager[SchemaMock]: ...

    @overload
    def fresh(self, api: str) -> AbstractContextManager[Mock]: ...

    @contextmanager
    def fresh(self, api: str) -> Iterator[Any]:
        """A sandbox that nobody has used, and that nobody can use after."""
        name = f"test-{next(self._numbers)}"
        self.do(lambda control: control.sandboxes(api).make(name))
        try:
            yield MOCKS.get(api, Mock)(self, api, name)
        finally:
            self.do(lambda control: control.sandboxes(api).end(name))


@contextmanager
def running(options: composition.Options | None = None) -> Iterator[Running]:
    """Every mock on a free port of loopback. By default the clocks stand at the moment of the data.

    Raises NotReadyError.
    """
    mocks = composition.sandboxes(options or composition.Options(start=Start(clock=EPOCH)))
    listener = server.listen("127.0.0.1", 0)
    ready = threading.Event()
    serving = server.Server(composition.app(mocks, at_root=False), ready.set)
    loop = uvloop.new_event_loop()
    thread = threading.Thread(target=_run, args=(loop, serving.serve([listener])), daemon=True)
    thread.start()
    if not ready.wait(START_SECONDS):
        raise NotReadyError(f"the mocks were not ready after {START_SECONDS} seconds")
    try:
        yield Running(f"http://127.0.0.1:{listener.getsockname()[1]}", Control(mocks), loop)
    finally:
        serving.should_exit = True
        thread.join(START_SECONDS)
        for mock in mocks.values():
            mock.close()


def _run(loop: asyncio.AbstractEventLoop, serving: Any) -> None:
    asyncio.set_event_loop(loop)
    try:
        loop.run_until_complete(serving)
    finally:
        loop.close()


def _headers(control: Control, api: str, name: str) -> Mapping[str, str]:
    return composition.APIS[api].headers(name, control.sandbox(api, name).settings)
