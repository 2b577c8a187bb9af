"""Listens on one port until it is told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import signal
import socket
from collections.abc import Callable, Iterator

import uvicorn
import uvloop

from understudy.mocks.front import Front
from understudy.mocks.protocol import LimitedProtocol

GRACE_SECONDS = 10


class PortError(OSError):
    """The port cannot be listened on; says what to do."""


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
