"""The time that a sandbox believes in. It runs with the system's clock, shifted, or stands still."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DATE_TIME = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d):(\d\d)(\.\d+)?([Zz]|[+-]\d\d:\d\d))?", re.ASCII
)


class Clock:
    """`now` reads it. `freeze`, `set` and `forward` move it; a frozen clock stays frozen when it is moved."""

    def __init__(self, system: Callable[[], float] = time.time) -> None:
        self._system = system
        self._shift = 0.0
        self._frozen: float | None = None

    def seconds(self) -> float:
        """Seconds since 1970, UTC."""
        return self._system() + self._shift if self._frozen is None else self._frozen

    def now(self) -> str:
        return timestamp(EPOCH + timedelta(seconds=self.seconds()))

    @property
    def frozen(self) -> bool:
        return self._frozen is not None

    def freeze(self) -> None:
        self._frozen = self.seconds()

    def run(self) -> None:
        """Lets a frozen clock go on from where it stood."""
        if self._frozen is not None:
            self._shift = self._frozen - self._system()
            self._frozen = None

    def set(self, moment: str) -> None:
        """Moves to a moment (ISO 8601). Raises ValueError for one that is none."""
        seconds = (parse(moment) - EPOCH).total_seconds()
        if self._frozen is not None:
            self._frozen = seconds
        else:
            self._shift = seconds - self._system()

    def forward(self, seconds: float) -> None:
        self.set(timestamp(EPOCH + timedelta(seconds=self.seconds() + seconds)))

    def dump(self) -> dict[str, float | None]:
        return {"shift": self._shift, "frozen": self._frozen}

    def load(self, state: dict[str, float | None]) -> None:
        self._shift = state["shift"] or 0.0
        self._frozen = state["frozen"]


def timestamp(moment: datetime) -> str:
    """`2018-07-12T23:19:00.154Z`: UTC, milliseconds, always the same width, so that text order is time order."""
    moment = moment.astimezone(UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z".rjust(24, "0")


def parse(text: str) -> datetime:
    """A date or date-time of RFC 3339. A date is its first instant; a leap second is the one before it; what no
    calendar year can hold is the nearest instant that one can. Raises ValueError."""
    match = DATE_TIME.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is no date or date-time: write 2026-01-31 or 2026-01-31T09:30:00Z")
    year, month, day, hour, minute, second, fraction, zone = match.groups()
    moment = datetime(max(int(year), 1), int(month), int(day), tzinfo=UTC)
    if hour is None:
        return moment
    moment = moment.replace(hour=int(hour), minute=int(minute), second=min(int(second), 59))
    moment += timedelta(microseconds=int(float(fraction or 0) * 1_000_000))
    if zone in "Zz":
        return moment
    offset = timedelta(hours=int(zone[1:3]), minutes=int(zone[4:6]))
    try:
        return moment - offset if zone[0] == "+" else moment + offset
    except OverflowError:
        edge = datetime.min if zone[0] == "+" else datetime.max
        return edge.replace(tzinfo=UTC)


def normalise(text: str) -> str:
    """Any RFC 3339 date or date-time in the form that records keep. Raises ValueError."""
    return timestamp(parse(text))
