"""ObjectIds: 24 hexadecimal digits that sort by the time at which they were made. Source: MongoDB's BSON types."""

from __future__ import annotations

import hashlib
from functools import lru_cache


def object_id(seconds: float, seed: object, number: int) -> str:
    """4 bytes of seconds since 1970, 5 that tell the process that made it (here the seed), 3 of a counter.

    The same arguments make the same id; another number makes another one, for 16,777,216 numbers in one second.
    """
    return f"{int(seconds) & 0xFFFFFFFF:08x}{_process(str(seed))}{number & 0xFFFFFF:06x}"


@lru_cache(maxsize=1_000)
def _process(seed: str) -> str:
    return hashlib.sha256(seed.encode()).hexdigest()[:10]
