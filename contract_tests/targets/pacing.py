"""How fast a server is asked, and how long it is waited for."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

Clock = Callable[[], float]
Sleep = Callable[[float], None]


class Pace:
    """At most so many requests a second; 0 for as many as there are."""

    def __init__(self, rate: float, clock: Clock = time.monotonic, sleep: Sleep = time.sleep) -> None:
        self._gap = 1 / rate if rate else 0.0
        self._clock, self._sleep = clock, sleep
        self._next = clock()

    def wait(self) -> None:
        now = self._clock()
        if self._gap and now < self._next:
            self._sleep(self._next - now)
        self._next = max(now, self._next) + self._gap

    def pause(self, seconds: float) -> None:
        """Asks nothing for so long."""
        self._sleep(seconds)


def retry_after(header: str, now: datetime | None = None) -> float | None:
    """The seconds that `Retry-After` asks for, as a number or a date (RFC 9110 10.2.3); None for neither."""
    text = header.strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - (now or datetime.now(UTC))).total_seconds())
