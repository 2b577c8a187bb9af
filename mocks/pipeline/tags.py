"""Entity tags: a client that has an answer is not sent it again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from hashlib import blake2b

from understudy.mocks.pipeline.messages import Request, Response

OK = 200
NOT_MODIFIED = 304


def tagged(request: Request, response: Response) -> Response:
    """The answer with an ETag of its bytes, or 304 where the client says that it has these."""
    if response.status != OK:
        return response
    tag = b'"%s"' % blake2b(response.body, digest_size=16).hexdigest().encode()
    header = (b"etag", tag)
    if tag in (held := set(_held(request))) or b"*" in held:
        return Response(NOT_MODIFIED, headers=(header,))
    return replace(response, headers=(*response.headers, header))


def _held(request: Request) -> Iterator[bytes]:
    """The tags of `If-None-Match`. A weak one is as good as a strong one here (RFC 9110, 13.1.2)."""
    for name, value in request.scope["headers"]:
        if name == b"if-none-match":
            yield from (part.strip().removeprefix(b"W/") for part in value.split(b","))
