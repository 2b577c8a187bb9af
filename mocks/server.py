"""Serves mocks on one port until it is told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import signal
import socket
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import uvicorn
import uvloop

from understudy.mocks.api import Api
from understudy.mocks.control.api import control_app
from understudy.mocks.front import Front
from understudy.mocks.protocol import LimitedProtocol
from understudy.mocks.sandboxes import DEFAULT, Sandboxes, Seed, Start
from understudy.mocks.thinkific.api import THINKIFIC

APIS: Mapping[str, Api] = {api.name: api for api in (THINKIFIC,)}
GRACE_SECONDS = 10


class PortError(OSError):
    """The port cannot be listened on; says what to do."""


@dataclass(frozen=True)
class Options:
    """
    apis            names; none stands for all
    start           what every sandbox starts with
    records         how many records the seeded data has, over all collections
    locale, recipe  of the seeded data; see `understudy.fixtures`
    data            file that keeps the state; None keeps it in memory
    """

    apis: tuple[str, ...] = ()
    start: Start = field(default_factory=Start)
    records: int = 1_000
    locale: str = "en_US"
    recipe: str = "default"
    data: Path | None = None


def sandboxes(options: Options, watch: Callable[[Seed], Seed] = iter) -> dict[str, Sandboxes]:
    """The sandboxes of each mock, with the default one open.

    `watch` sees the seeded records go by. Raises DataFileError.
    """
    made = {}
    for name in options.apis or APIS:
        api = APIS[name]

        def seed(api: Api = api) -> Seed:
            return watch(
                api.generate(
                    seed=options.start.seed,
                    records=options.records,
                    locale=options.locale,
                    recipe=options.recipe,
                )
            )

        made[name] = api.sandboxes(seed, options.start, _data_of(name, options))
        made[name].known(DEFAULT) or made[name].make(DEFAULT)
    return made


def _data_of(name: str, options: Options) -> Path | None:
    """The data file of one API: the file itself where it is the only one, and one beside it where it is not."""
    if options.data is None or len(options.apis) == 1:
        return options.data
    return options.data.with_name(f"{options.data.stem}-{name}{options.data.suffix}")


def app(mocks: Mapping[str, Sandboxes], at_root: bool) -> Front:
    """Every mock and the control API as one ASGI app; `at_root` puts the only mock there, without its name."""
    apps = {name: APIS[name].app(mock) for name, mock in mocks.items()}
    hosts = {host: name for name in mocks for host in APIS[name].hosts}
    return Front(apps, hosts, control_app(mocks), alone=next(iter(apps.values())) if at_root else None)


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes any that is free. Raises PortError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(2048)
    except (OSError, OverflowError) as error:
        listener.close()
        raise PortError(f"cannot listen on {host}:{port}: {error}. Choose another --port or --host.") from error
    return listener


class Server(uvicorn.Server):
    """Stops on SIGTERM or SIGINT after the requests in flight are answered, and returns."""

    def __init__(self, asgi: Front, ready: Callable[[], None]) -> None:
        super().__init__(
            uvicorn.Config(
                asgi,
                http=LimitedProtocol,
                ws="none",
                lifespan="on",
                loop="none",
                log_config=None,
                access_log=False,
                server_header=False,
                date_header=False,
                timeout_graceful_shutdown=GRACE_SECONDS,
            )
        )
        self.ready = ready

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):  # not in the main thread
            for number in (signal.SIGTERM, signal.SIGINT):
                loop.add_signal_handler(number, self.handle_exit, number, None)
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        gc.freeze()  # what is there now stays: contracts, validators and records need not be looked through again
        self.ready()


def serve(asgi: Front, listener: socket.socket, ready: Callable[[], None] = lambda: None) -> None:
    """Answers on the socket until a signal comes. Calls `ready` once requests are answered."""
    logging.getLogger("uvicorn").setLevel(logging.ERROR)
    uvloop.run(Server(asgi, ready).serve([listener]))
