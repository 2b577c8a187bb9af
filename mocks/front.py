"""The front door: which API is meant, by path prefix or by the vendor's own host."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Coroutine, Mapping
from fnmatch import fnmatch
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send

from understudy.mocks.pipeline.messages import json
from understudy.mocks.pipeline.sending import send_response

CONTROL = "_understudy"
BELOW_CONTROL = f"/{CONTROL}/"


class Front:
    """One ASGI app for all. Each API is under its name; one that is `alone` is at the root instead.

    `hosts` maps the vendors' host names (with `*` for any) to the APIs they are known by; `beside` goes on for as
    long as requests are answered, until it is cancelled.
    """

    def __init__(
        self,
        apps: Mapping[str, ASGIApp],
        hosts: Mapping[str, str],
        control: ASGIApp,
        alone: ASGIApp | None = None,
        beside: Callable[[], Coroutine[Any, Any, None]] | None = None,
    ) -> None:
        self.apps = dict(apps)
        self.hosts = dict(hosts)
        self.control = control
        self.alone = alone
        self.beside = beside

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._dispatch(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._live(scope, receive, send)

    async def _dispatch(self, scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope["path"]
        if path.startswith(BELOW_CONTROL):
            await self.control(_below(scope, CONTROL), receive, send)
        elif self.alone is not None:
            await self.alone(scope, receive, send)
        else:
            first = path.split("/", 2)[1] if path.startswith("/") else ""
            by_host = self._by_host(scope)
            if first in self.apps:
                await self.apps[first](_below(scope, first), receive, send)
            elif by_host is not None:
                await by_host(scope, receive, send)
            else:
                paths = ", ".join(f"/{name}/" for name in self.apps)
                response = json(404, {"error": f"No API at {path[:200]!r}: they are at {paths}."})
                await send_response(scope, send, response)

    def _by_host(self, scope: Scope) -> ASGIApp | None:
        host = next((value for name, value in scope["headers"] if name == b"host"), b"")
        plain = host.decode("latin-1").lower().partition(":")[0]
        name = next((api for pattern, api in self.hosts.items() if fnmatch(plain, pattern)), None)
        return None if name is None else self.apps[name]

    async def _live(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Builds every app before the first request comes."""
        await receive()
        for app in (*self.apps.values(), self.control):
            await app(dict(scope), receive, send)
        beside = None if self.beside is None else asyncio.create_task(self.beside())
        await send({"type": "lifespan.startup.complete"})
        await receive()
        if beside is not None:
            beside.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await beside
        await send({"type": "lifespan.shutdown.complete"})


def _below(scope: Scope, prefix: str) -> Scope:
    """The scope as an app sees it that is mounted under a prefix."""
    cut = len(prefix) + 1
    below = dict(scope)
    below["path"] = scope["path"][cut:]
    if "raw_path" in scope:
        below["raw_path"] = scope["raw_path"][cut:]
    below["root_path"] = f"{scope.get('root_path', '')}/{prefix}"
    return below
