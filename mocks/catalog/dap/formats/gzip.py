"""Compresses a file while it is made: one gzip member, without a time in its head."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

LEVEL = 1
GZIP = 16 + zlib.MAX_WBITS


def compressed(chunks: Iterable[bytes]) -> Iterator[bytes]:
    compressor = zlib.compressobj(LEVEL, zlib.DEFLATED, GZIP)
    for chunk in chunks:
        if out := compressor.compress(chunk):
            yield out
    yield compressor.flush()
