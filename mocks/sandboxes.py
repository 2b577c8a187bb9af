"""The sandboxes of one mock: made on first use, each from a copy of the same seeded bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from understudy.mocks.broken_rules import TAKEN
from understudy.mocks.data_files import DEFAULT, NAME, DataFiles, check_version
from understudy.mocks.errors import Denied, Invalid, NotFound, Unreadable
from understudy.mocks.sandbox import Sandbox
from understudy.mocks.store import DataFileError, Record, Store
from understudy.specs.records import Collections

MOST = 200

Seed = Iterator[tuple[str, Record]]


@dataclass(frozen=True)
class Start:
    """What every sandbox starts with, and what one in a file is told when it is opened again.

    `clock` freezes it at a moment (ISO 8601); None lets it run with the system's, or leaves it as it was.
    `hosts` may be sent to, beside this machine.
    """

    seed: int = 1
    clock: str | None = None
    settings: dict[str, Any] = field(default_factory=dict)
    hosts: tuple[str, ...] = ()

    def tell(self, sandbox: Sandbox[Any]) -> None:
        if self.settings:
            sandbox.change_settings(**self.settings)
        if self.clock is not None:
            sandbox.clock.freeze()
            sandbox.clock.set(self.clock)


@dataclass(frozen=True)
class ApiState:
    """What an API's sandboxes have in common.

    `version` is the contract's; `settings` a frozen dataclass; `prepare` puts behaviour on a sandbox.
    """

    collections: Collections
    version: str
    settings: type[Any]
    prepare: Callable[[Sandbox[Any]], None]


class Sandboxes:
    """By name. With `path`, the default sandbox is kept in that file, and each other one in a file beside it."""

    def __init__(self, api: ApiState, seed: Callable[[], Seed], start: Start, path: Path | None = None) -> None:
        self.api = api
        self._seed = seed
        self._start = start
        self._files = DataFiles(path)
        self._image = b""
        self._open: dict[str, Sandbox[Any]] = {}
        self._ended: set[str] = set()

    @property
    def image(self) -> bytes:
        """The bytes that every new sandbox begins as; made on first use, which takes as long as the data does."""
        if not self._image:
            store = self._seeded()
            self._image = store.snapshot()
            store.close()
        return self._image

    def _seeded(self, file: Path | None = None) -> Store:
        """A store with the seeded data, in memory or in a file."""
        store = Store(self.api.collections, file)
        try:
            store.create()
            store.set_state("contract", self.api.version)
            store.set_state("seed", self._start.seed)
            store.load(self._seed())
            sandbox: Sandbox[Any] = Sandbox("", store, self.api.settings)
            self._start.tell(sandbox)
            self.api.prepare(sandbox)
        except BaseException:
            store.close()
            raise
        return store

    @cached_property
    def default_settings(self) -> Any:
        """The settings that a new sandbox begins with."""
        return self.api.settings(**self._start.settings)

    # Finding

    def known(self, name: str) -> Sandbox[Any] | None:
        """The sandbox of that name, if there is one."""
        found = self._open.get(name)
        file = self._files.of(name) if found is None and self._files.has(name) else None
        if file is not None:
            with _refused(name):
                check_version(file, self.api.version)
                found = self._keep(name, Store(self.api.collections, file))
                self._start.tell(found)
        return found

    def names(self) -> list[str]:
        """Every sandbox there is, open or in a file."""
        return sorted({*self._open, *self._files.names()})

    def opened(self) -> list[Sandbox[Any]]:
        """Those that are open."""
        return list(self._open.values())

    def get(self, name: str) -> Sandbox[Any]:
        """The sandbox of that name. Raises NotFound."""
        found = self.known(name)
        if found is None:
            raise NotFound("sandboxes", name)
        return found

    # Changing

    def make(self, name: str, image: bytes | None = None) -> Sandbox[Any]:
        """A new sandbox, from the seeded data or from a snapshot. Raises Invalid for a name that is taken."""
        check_name(name)
        if name in self._ended:
            raise Denied(f"Sandbox {name} has ended.")
        known = self.names()
        if name in known:
            raise Invalid(name=TAKEN)
        if len(known) >= MOST:
            raise Invalid(name=f"would be one too many: delete a sandbox first, {MOST} are kept")
        with _refused(name):
            file = self._files.begin(name, lambda path: self._write(path, image or self._image))
            store = Store(self.api.collections, file)
            if file is None:
                store.restore(image or self.image)
            return self._keep(name, store)

    def _write(self, file: Path, image: bytes) -> None:
        """Puts an image into a file; without one, the seeded data, which then is nowhere in memory."""
        if image:
            file.write_bytes(image)
        else:
            self._seeded(file).close()

    def fork(self, name: str, new_name: str) -> Sandbox[Any]:
        """A new sandbox that begins as another one is now."""
        return self.make(new_name, self.get(name).snapshot())

    def reset(self, name: str) -> None:
        """Back to the seeded data, settings and clock."""
        self.get(name).restore(self.image)

    def delete(self, name: str) -> None:
        """Forgets a sandbox and its file, also if it cannot be opened. The next use of the name makes it anew."""
        if name not in self.names():
            raise NotFound("sandboxes", name)
        opened = self._open.pop(name, None)
        if opened is not None:
            opened.store.close()
        self._files.remove(name)

    def end(self, name: str) -> None:
        """Deletes a sandbox, if it is still there, for good: a late request does not make it anew."""
        self._ended.add(name)
        with suppress(NotFound):
            self.delete(name)

    def close(self) -> None:
        for sandbox in self._open.values():
            sandbox.store.close()
        self._open.clear()

    def _keep(self, name: str, store: Store) -> Sandbox[Any]:
        sandbox: Sandbox[Any] = Sandbox(name, store, self.api.settings, self._start.hosts)
        self.api.prepare(sandbox)
        self._open[name] = sandbox
        return sandbox


@contextmanager
def _refused(name: str) -> Iterator[None]:
    """A data file that cannot be used ends the start; a file beside it, found later, only refuses its sandbox."""
    try:
        yield
    except DataFileError as error:
        if name == DEFAULT:
            raise
        raise Unreadable(f"Sandbox {name!r} cannot be opened: {error}") from error


def check_name(name: str) -> str:
    """Raises Unreadable for what cannot name a sandbox."""
    if not NAME.fullmatch(name):
        raise Unreadable(
            f"{name[:80]!r} is no name for a sandbox: use up to 63 letters, digits, '.', '_' and '-', "
            "beginning with a letter or digit."
        )
    return name
