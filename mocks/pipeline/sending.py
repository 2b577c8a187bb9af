"""Puts a response on the wire."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from starlette.types import Scope, Send

from understudy.mocks.pipeline.errors import Interrupted
from understudy.mocks.pipeline.messages import Response


async def send_response(scope: Scope, send: Send, response: Response) -> None:
    """Sends a response; to HEAD, all of it but the body. Raises Interrupted."""
    if response.chunks is not None:
        await _stream(scope, send, response, response.chunks)
        return
    body = response.body
    headers = list(response.headers)
    if response.status != 204:
        headers.append((b"content-length", b"%d" % len(body)))
    await send({"type": "http.response.start", "status": response.status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})


async def _stream(scope: Scope, send: Send, response: Response, chunks: Iterator[bytes]) -> None:
    """Sends chunk after chunk, and lets other requests be answered in between.

    What goes wrong before the first chunk is raised as it is: it can still be answered.
    """
    chunk = b"" if scope["method"] == "HEAD" else next(chunks, b"")
    await send({"type": "http.response.start", "status": response.status, "headers": list(response.headers)})
    while chunk:
        await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await asyncio.sleep(0)
        try:
            chunk = next(chunks, b"")
        except Exception as error:
            raise Interrupted(str(error)) from error
    await send({"type": "http.response.body", "body": b""})
