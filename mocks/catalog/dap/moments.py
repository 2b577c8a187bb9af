"""Times of DAP: microseconds since 1970 in records, RFC 3339 on the wire."""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache

from understudy.mocks.clock import EPOCH, Clock, parse

MICROSECOND = timedelta(microseconds=1)


def microseconds(clock: Clock) -> int:
    return round(clock.seconds() * 1_000_000)


def read(text: str) -> int:
    """Raises ValueError for what is no date-time."""
    return (parse(text) - EPOCH) // MICROSECOND


@lru_cache(maxsize=4096)
def written(moment: int) -> str:
    """Always of the same width, so that text order is time order."""
    return (EPOCH + moment * MICROSECOND).isoformat(timespec="microseconds").replace("+00:00", "Z")
