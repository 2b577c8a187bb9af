"""Puts a response on the wire."""

from __future__ import annotations

from starlette.types import Scope, Send

from understudy.mocks.pipeline.messages import Response


async def send_response(scope: Scope, send: Send, response: Response) -> None:
    """Sends a whole response; to HEAD, all of it but the body."""
    body = response.body
    headers = list(response.headers)
    if response.status != 204:
        headers.append((b"content-length", b"%d" % len(body)))
    await send({"type": "http.response.start", "status": response.status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})
