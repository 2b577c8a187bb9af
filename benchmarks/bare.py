"""The ceiling: an ASGI app that does nothing but send ready-made bytes.

python -m benchmarks.bare PORT FOLDER
"""

from __future__ import annotations

import sys
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from benchmarks.answers import body


def app(folder: Path) -> ASGIApp:
    """Sends the bytes that the mock sent, whatever the id, the page or the name is."""
    course, users, group = (_start_and_body(body(folder, name)) for name in ("course", "users", "group"))

    async def asgi(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] == "POST":
            await receive()
            start, content = group
        else:
            start, content = users if scope["query_string"] else course
        await send(start)
        await send(content)

    return asgi


def _start_and_body(content: bytes) -> tuple[dict[str, object], dict[str, object]]:
    headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(content))]
    return (
        {"type": "http.response.start", "status": 200, "headers": headers},
        {"type": "http.response.body", "body": content},
    )


def serve(asgi: ASGIApp, port: int) -> None:
    """With the same server and the same settings as the mock."""
    uvicorn.run(
        asgi, host="127.0.0.1", port=port, loop="uvloop", http="httptools", ws="none", lifespan="auto",
        log_config=None, access_log=False, server_header=False, date_header=False,
    )  # fmt: skip


if __name__ == "__main__":
    serve(app(Path(sys.argv[2])), int(sys.argv[1]))
