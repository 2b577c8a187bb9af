"""The control API of a small school, in process, and a sandbox of its own for each test."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from understudy.mocks import composition
from understudy.mocks.front import Front
from understudy.mocks.sandboxes import Start

Call = Callable[..., httpx.Response]

NOW = "2026-01-01T00:00:00.000Z"
NUMBERS = itertools.count(1)


@pytest.fixture(scope="session")
def mocks_app() -> Iterator[Front]:
    mocks = composition.sandboxes(composition.Options(records=100, start=Start(seed=7, clock=NOW)))
    yield composition.app(mocks, at_root=True)
    for mock in mocks.values():
        mock.close()


@pytest.fixture(scope="session")
def call(mocks_app: Front) -> Call:
    """Sends one request, from this machine unless another `client` is given."""

    def send(
        method: str, path: str, body: Any = None, client: tuple[str, int] = ("127.0.0.1", 1), **options: Any
    ) -> httpx.Response:
        async def sending() -> httpx.Response:
            transport = httpx.ASGITransport(mocks_app, client=client)
            async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as http:
                given = options if body is None else {"json": body, **options}
                return await http.request(method, path, **given)

        return asyncio.run(sending())

    return send


@pytest.fixture
def sandbox(call: Call) -> Iterator[str]:
    """The path of a new sandbox."""
    base = "/_understudy/apis/thinkific/sandboxes"
    name = f"test-{next(NUMBERS)}"
    assert call("POST", base, {"name": name}).status_code == 201
    yield f"{base}/{name}"
    call("DELETE", f"{base}/{name}")


@pytest.fixture
def visit(call: Call, sandbox: str) -> Call:
    """Sends one request to the sandbox as Thinkific's clients do."""
    headers = {"X-Auth-API-Key": "understudy", "X-Auth-Subdomain": sandbox.rpartition("/")[2]}

    def send(method: str, path: str, body: Any = None, **more: str) -> httpx.Response:
        return call(method, f"/api/public/v1{path}", body, headers={**headers, **more})

    return send
