"""The time that a sandbox believes in. It runs with the system's clock, shifted, or stands still."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import lru_cache

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EARLIEST = datetime.min.replace(tzinfo=UTC)
LATEST = datetime.max.replace(tzinfo=UTC)
FIRST_SECOND = (EARLIEST - EPOCH).total_seconds()
LAST_SECOND = (LATEST.replace(microsecond=999_000) - EPOCH).total_seconds()
DATE_TIME = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)"
    r"(?:[Tt ](\d\d):(\d\d):([0-5]\d|60)(?:\.(\d+))?([Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d))?",
    re.ASCII,
)
LEAP_YEAR = 4
DATE_LENGTH = len("2026-01-31")


class Clock:
    """`now` reads it. `freeze`, `set` and `forward` move it; a frozen clock stays frozen when it is moved.

    A frozen clock stands at a whole millisecond. A running one that reaches the end of the calendar waits there.
    """

    def __init__(self, system: Callable[[], float] = time.time, moved: Callable[[], None] = lambda: None) -> None:
        """`moved` is called after every change that the passing of time does not make."""
        self._system = system
        self._moved = moved
        self._shift = 0.0
        self._frozen: float | None = None

    def seconds(self) -> float:
        """Seconds since 1970, UTC."""
        if self._frozen is not None:
            return self._frozen
        return min(max(self._system() + self._shift, FIRST_SECOND), LAST_SECOND)

    @contextmanager
    def at(self, seconds: float) -> Iterator[None]:
        """Reads this moment for a while, and is itself again after."""
        before, self._frozen = self._frozen, seconds
        try:
            yield
        finally:
            self._frozen = before

    def now(self) -> str:
        return _written(round(self.seconds() * 1000))

    @property
    def frozen(self) -> bool:
        return self._frozen is not None

    @property
    def real(self) -> bool:
        """Whether it shows what every other clock does."""
        return self._frozen is None and not self._shift

    def freeze(self) -> None:
        self._frozen = round(self.seconds(), 3)
        self._moved()

    def run(self) -> None:
        """Lets a frozen clock go on from where it stood."""
        if self._frozen is not None:
            self._shift = self._frozen - self._system()
            self._frozen = None
            self._moved()

    def set(self, moment: str) -> None:
        """Moves to a moment (ISO 8601). Raises ValueError for one that is none."""
        self._move((parse(normalise(moment)) - EPOCH).total_seconds())

    def forward(self, seconds: float) -> None:
        """Moves on, or back with a negative number. Raises OverflowError for a move out of the calendar."""
        moved = self.seconds() + seconds
        if not FIRST_SECOND <= moved <= LAST_SECOND:
            raise OverflowError(f"{seconds} seconds lead out of the years 1 to 9999")
        self._move(moved)

    def _move(self, seconds: float) -> None:
        if self._frozen is not None:
            self._frozen = round(seconds, 3)
        else:
            self._shift = seconds - self._system()
        self._moved()

    def dump(self) -> dict[str, float | None]:
        return {"shift": self._shift, "frozen": self._frozen}

    def load(self, state: dict[str, float | None]) -> None:
        self._shift = state["shift"] or 0.0
        self._frozen = state["frozen"]


@lru_cache(maxsize=16)
def _written(milliseconds: int) -> str:
    """A moment since 1970; what is done at once asks for the same one again and again."""
    return timestamp(EPOCH + timedelta(milliseconds=milliseconds))


def timestamp(moment: datetime) -> str:
    """`2018-07-12T23:19:00.154Z`: UTC, milliseconds, always the same width, so that text order is time order."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")[:-6] + "Z"


def parse(text: str) -> datetime:
    """A date or date-time of RFC 3339. A date is its first instant; a leap second is the one before it; what no
    calendar year can hold is the nearest instant that one can. Raises ValueError."""
    match = DATE_TIME.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is no date or date-time: write 2026-01-31 or 2026-01-31T09:30:00Z")
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    fraction, zone = match.groups()[6:]
    moment = datetime(
        year or LEAP_YEAR, month, day, hour, minute, min(second, 59), _microseconds(fraction), tzinfo=UTC
    )
    if not year:
        return EARLIEST
    try:
        return moment - _offset(zone)
    except OverflowError:
        return EARLIEST if year == 1 else LATEST


def _microseconds(fraction: str | None) -> int:
    return int((fraction or "")[:6].ljust(6, "0"))


def _offset(zone: str | None) -> timedelta:
    if zone is None or zone in "Zz":
        return timedelta()
    offset = timedelta(hours=int(zone[1:3]), minutes=int(zone[4:6]))
    return offset if zone[0] == "+" else -offset


def normalise(text: str) -> str:
    """Any RFC 3339 date or date-time in the form that records keep. Raises ValueError."""
    return timestamp(parse(text))
