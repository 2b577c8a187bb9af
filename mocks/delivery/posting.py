"""Sends JSON to a URL, and says what came of it. Whoever answers can take neither time nor room without end.

Redirects are not followed. A certificate must be good for the name in the URL, as the machine sees it.
"""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from functools import cache
from urllib.parse import SplitResult, quote

import httptools

from understudy.mocks.hosts import addresses, split
from understudy.mocks.outgoing import Answer

SECONDS = 10.0
"""For all of one attempt."""
LARGEST_HEAD = 32 * 1024
LARGEST_TEXT = 2_000
"""Bytes of an answer that are read; the rest of it is nobody's business."""
READ = 4 * 1024
MARK = b"X-Understudy-Delivery"
"""A header by which a server of ours knows that another sends, or itself: see `control.api`."""
PATH = "/%:=&?~#+!$,;'@()*[]"
INFORMATIONAL = 100


class _Reply:
    """What httptools finds in an answer."""

    def __init__(self) -> None:
        self.status: int | None = None
        self.text = b""
        self.whole = False
        self.parser = httptools.HttpResponseParser(self)

    def on_headers_complete(self) -> None:
        status = self.parser.get_status_code()
        self.status = None if status // 100 * 100 == INFORMATIONAL else status

    def on_body(self, body: bytes) -> None:
        self.text += body

    def on_message_complete(self) -> None:
        self.whole = self.status is not None

    @property
    def enough(self) -> bool:
        return self.whole or len(self.text) >= LARGEST_TEXT


async def post(url: str, body: bytes, seconds: float = SECONDS) -> Answer:
    """One attempt. Never raises for what others do."""
    try:
        parts = split(url)
        async with asyncio.timeout(seconds):
            return await _asked(parts, body)
    except TimeoutError:
        return Answer(None, f"No answer within {seconds:g} seconds.")
    except ssl.SSLCertVerificationError as error:
        return Answer(None, f"The certificate is not good: {error.verify_message}.")
    except httptools.HttpParserError:
        return Answer(None, "What came back is no HTTP.")
    except (OSError, ValueError) as error:
        return Answer(None, f"Nobody is there: {getattr(error, 'strerror', None) or error}.")


async def _asked(parts: SplitResult, body: bytes) -> Answer:
    reader, writer = await _connected(parts)
    try:
        writer.write(_request(parts, body))
        reply, read = _Reply(), 0
        while not reply.enough:
            data = await reader.read(READ)
            if not data:
                break
            read += len(data)
            reply.parser.feed_data(data)
            if reply.status is None and read > LARGEST_HEAD:
                return Answer(None, f"The answer's headers are longer than {LARGEST_HEAD} bytes.")
    finally:
        writer.close()
        with contextlib.suppress(OSError, ssl.SSLError):
            writer.transport.abort()
    if reply.status is None:
        return Answer(None, "The connection ended before there was an answer.")
    return Answer(reply.status, reply.text[:LARGEST_TEXT].decode(errors="replace").replace("\0", ""))


async def _connected(parts: SplitResult) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A connection to the first address that has somebody listening."""
    host, secure = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    tls = {"ssl": _trust(), "server_hostname": host} if secure else {}
    failed: OSError | None = None
    for address in addresses(host):
        try:
            return await asyncio.open_connection(address, port, limit=READ, **tls)  # type: ignore[arg-type]
        except ssl.SSLError:
            raise
        except OSError as error:
            failed = failed or error
    raise failed or OSError(f"{host} has no address")


@cache
def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()


def _request(parts: SplitResult, body: bytes) -> bytes:
    target = quote(f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}", safe=PATH)
    head = (
        f"POST {target} HTTP/1.1",
        f"Host: {parts.netloc.encode('idna' if not parts.netloc.isascii() else 'ascii').decode()}",
        "User-Agent: Understudy",
        f"{MARK.decode()}: 1",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
        "Accept: */*",
        "Connection: close",
    )
    return "\r\n".join(head).encode("ascii") + b"\r\n\r\n" + body
