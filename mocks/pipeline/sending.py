"""Puts a response on the wire."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from starlette.types import Receive, Scope, Send

from understudy.mocks.pipeline.errors import Interrupted
from understudy.mocks.pipeline.messages import Response


async def send_response(scope: Scope, send: Send, response: Response, receive: Receive | None = None) -> None:
    """Sends a response; to HEAD, all of it but the body. Raises Interrupted.

    `receive` tells of clients that leave, for whom no more chunks are made.
    """
    if response.chunks is not None:
        await _stream(scope, send, response, response.chunks, receive)
        return
    body = response.body
    headers = list(response.headers)
    if response.status != 204:
        headers.append((b"content-length", b"%d" % len(body)))
    await send({"type": "http.response.start", "status": response.status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})


async def _stream(
    scope: Scope, send: Send, response: Response, chunks: Iterator[bytes], receive: Receive | None
) -> None:
    """Sends chunk after chunk, and lets other requests be answered in between.

    What goes wrong before the first chunk is raised as it is: it can still be answered.
    """
    chunk = None if scope["method"] == "HEAD" else next(chunks, None)
    await send({"type": "http.response.start", "status": response.status, "headers": list(response.headers)})
    left = None if receive is None else asyncio.create_task(_left(receive))
    try:
        while chunk is not None:
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
            await asyncio.sleep(0)
            if left is not None and left.done():
                return
            chunk = _following(chunks)
    finally:
        if left is not None:
            left.cancel()
    await send({"type": "http.response.body", "body": b""})


def _following(chunks: Iterator[bytes]) -> bytes | None:
    try:
        return next(chunks, None)
    except Exception as error:
        raise Interrupted(str(error)) from error


async def _left(receive: Receive) -> None:
    """Ends when the client has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass
