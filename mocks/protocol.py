"""HTTP on the wire: uvicorn's parser, with limits on what comes before a body.

uvicorn reads header after header for as long as they come; here a request line or headers that are too long end
the connection with 414 or 431.
"""

from __future__ import annotations

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

MAX_URL = 16 * 1024
MAX_HEADERS = 64 * 1024
MAX_HEADER_COUNT = 200


class TooLong(Exception):
    """What comes before the body is longer than its limit."""


class LimitedProtocol(HttpToolsProtocol):
    """Bytes of the URL, bytes and number of the headers (and trailers) are limited.

    Not each header is looked at: what is in the list is counted when a head is whole, and while it is not, the
    bytes that came.
    """

    refusal = 400
    in_head = False
    chunk = 0  # bytes that came last
    unfinished = 0  # bytes that came since, but not with, those in which the message begins
    at_most = 0  # bytes that the head can have: all of these

    def data_received(self, data: bytes) -> None:
        self.chunk = len(data)
        self.unfinished += self.chunk
        self.at_most += self.chunk
        super().data_received(data)
        if self.in_head and self.unfinished > MAX_URL + MAX_HEADERS:
            self._refuse(431 if self.headers else 414)
        elif self.headers and len(self.headers) > MAX_HEADER_COUNT:
            self._refuse(431)

    def on_message_begin(self) -> None:
        self.in_head = True
        self.unfinished = 0
        self.at_most = self.chunk
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        self.in_head = False
        if len(self.url) > MAX_URL:
            self.refusal = 414
            raise TooLong
        headers = self.headers
        if len(headers) > MAX_HEADER_COUNT or (self.at_most > MAX_HEADERS and _bytes(headers) > MAX_HEADERS):
            self.refusal = 431
            raise TooLong
        super().on_headers_complete()

    def _refuse(self, status: int) -> None:
        if not self.transport.is_closing():
            self.refusal = status
            self.send_400_response("")

    def send_400_response(self, msg: str) -> None:
        """Answers what cannot be read, in JSON, with the status that fits, and closes."""
        reasons = {
            414: f"The URL is longer than the {MAX_URL} bytes that are read.",
            431: f"The headers are more than {MAX_HEADER_COUNT}, or longer than {MAX_HEADERS} bytes.",
        }
        body = b'{"error":"%b"}' % reasons.get(self.refusal, msg).encode("ascii")
        self.transport.write(
            STATUS_LINE[self.refusal]
            + b"content-type: application/json\r\ncontent-length: %d\r\nconnection: close\r\n\r\n" % len(body)
            + body
        )
        self.transport.close()


def _bytes(headers: list[tuple[bytes, bytes]]) -> int:
    return sum(len(name) + len(value) for name, value in headers)
