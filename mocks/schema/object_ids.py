"""ObjectIds: 24 hexadecimal digits that sort by the time at which they were made. Source: MongoDB's BSON types."""

from __future__ import annotations

import hashlib


def object_id(seconds: float, seed: object, number: int) -> str:
    """4 bytes of seconds since 1970, 5 that tell the process that made it (here the seed), 3 of a counter.

    The same arguments make the same id; another number makes another one, for 16,777,216 numbers in one second.
    """
    process = hashlib.sha256(str(seed).encode()).hexdigest()[:10]
    return f"{int(seconds) & 0xFFFFFFFF:08x}{process}{number & 0xFFFFFF:06x}"
