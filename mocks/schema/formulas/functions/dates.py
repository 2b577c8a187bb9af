"""Dates. Years, months and days are those of UTC. What is no date has no year: null."""

from __future__ import annotations

import calendar
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from understudy.mocks import clock
from understudy.mocks.schema.formulas.coercion import milliseconds, number
from understudy.mocks.schema.formulas.functions.registry import eager
from understudy.mocks.schema.formulas.run import Run

UNITS = {
    "daily": "day", "weekly": "week", "monthly": "month", "yearly": "year",
    "day": "day", "week": "week", "month": "month", "year": "year",
}  # fmt: skip
MONTHS = {"month": 1, "year": 12}
DAYS = {"day": 1, "week": 7}
MOST_INTERVALS = 1_000_000


def moment(value: Any) -> datetime | None:
    """The moment that a value names: ISO 8601 text, or milliseconds since 1970. None where it names none."""
    since = milliseconds(value) if isinstance(value, str) else value
    if isinstance(since, bool) or not isinstance(since, int | float | Decimal):
        return None
    try:
        return clock.EPOCH + timedelta(milliseconds=float(since))
    except (OverflowError, ValueError):
        return None


def _meant(run: Run, given: tuple[Any, ...]) -> datetime | None:
    """The date that is given, or now."""
    return moment(given[0] if given else run.scope.now())


@eager
def now(run: Run) -> str:
    return run.scope.now()


@eager
def date(run: Run, value: Any = ...) -> int | None:
    """Milliseconds since 1970."""
    found = _meant(run, () if value is ... else (value,))
    return None if found is None else (found - clock.EPOCH) // timedelta(milliseconds=1)


@eager
def time(run: Run, value: Any = ...) -> int | None:
    """Seconds since 1970."""
    found = _meant(run, () if value is ... else (value,))
    return None if found is None else (found - clock.EPOCH) // timedelta(seconds=1)


@eager
def year(run: Run, value: Any = ...) -> int | None:
    found = _meant(run, () if value is ... else (value,))
    return None if found is None else found.year


@eager
def month(run: Run, value: Any = ...) -> int | None:
    """From 1."""
    found = _meant(run, () if value is ... else (value,))
    return None if found is None else found.month


@eager
def day(run: Run, value: Any = ...) -> int | None:
    found = _meant(run, () if value is ... else (value,))
    return None if found is None else found.day


@eager
def weekday(run: Run, value: Any = ...) -> int | None:
    """Sunday is 0."""
    found = _meant(run, () if value is ... else (value,))
    return None if found is None else found.isoweekday() % 7


@eager
def date_next_interval(run: Run, interval: Any, start: Any, count: Any = None, anchor: Any = None) -> str | None:
    """`count` intervals (one, if not said) after `start`: daily, weekly, monthly, yearly.

    A month after 31 January is 28 February. The day is that of `anchor`, where given, so that the next month
    after that it is 31 March again.
    """
    unit = UNITS.get(interval) if isinstance(interval, str) else None
    begun = moment(start)
    steps = int(number(count)) or 1
    if unit is None or begun is None or abs(steps) > MOST_INTERVALS:
        return None
    try:
        if unit in DAYS:
            return clock.timestamp(begun + timedelta(days=DAYS[unit] * steps))
        return clock.timestamp(_months_after(begun, MONTHS[unit] * steps, moment(anchor) or begun))
    except (OverflowError, ValueError):
        return None


def _months_after(begun: datetime, months: int, anchor: datetime) -> datetime:
    years, month = divmod(begun.year * 12 + begun.month - 1 + months, 12)
    if not 1 <= years <= datetime.max.year:
        raise OverflowError("outside the calendar")
    last = calendar.monthrange(years, month + 1)[1]
    return begun.replace(year=years, month=month + 1, day=min(anchor.day, last), tzinfo=UTC)
