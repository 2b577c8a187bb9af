"""ULIDs: identifiers that sort by time. Source: github.com/ulid/spec."""

from __future__ import annotations

import random

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def ulid(seconds: float, source: random.Random) -> str:
    """26 characters of Crockford's base 32: 48 bits of milliseconds, then 80 random bits."""
    milliseconds = int(seconds * 1000) & (2**48 - 1)
    number = milliseconds << 80 | source.getrandbits(80)
    return "".join(ALPHABET[number >> shift & 31] for shift in range(125, -1, -5))
