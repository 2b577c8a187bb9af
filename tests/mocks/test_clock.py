"""The clock stands, runs and moves; the moments that it is set to are read as RFC 3339 has them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from understudy.mocks.clock import EARLIEST, LATEST, Clock, normalise, parse, timestamp
from understudy.mocks.rules.schemas import Validator


class System:
    """A system clock that the test moves."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def system() -> System:
    return System(1_767_225_600.0)  # 2026-01-01T00:00:00Z


@pytest.fixture
def clock(system: System) -> Clock:
    return Clock(system)


def test_it_runs_with_the_system(clock: Clock, system: System) -> None:
    assert clock.now() == "2026-01-01T00:00:00.000Z"
    system.seconds += 61.25
    assert clock.now() == "2026-01-01T00:01:01.250Z"
    assert not clock.frozen


def test_it_is_frozen_and_runs_on_from_where_it_stood(clock: Clock, system: System) -> None:
    clock.freeze()
    system.seconds += 100
    assert clock.now() == "2026-01-01T00:00:00.000Z"
    clock.run()
    system.seconds += 1
    assert clock.now() == "2026-01-01T00:00:01.000Z"
    clock.run()
    assert clock.now() == "2026-01-01T00:00:01.000Z"


@pytest.mark.parametrize("frozen", [True, False])
def test_it_is_set_and_forwarded(clock: Clock, system: System, frozen: bool) -> None:
    if frozen:
        clock.freeze()
    clock.set("2030-06-01T12:00:00+02:00")
    assert clock.now() == "2030-06-01T10:00:00.000Z"
    clock.forward(90.5)
    assert clock.now() == "2030-06-01T10:01:30.500Z"
    clock.forward(-60)
    assert clock.now() == "2030-06-01T10:00:30.500Z"
    system.seconds += 10
    assert clock.now() == ("2030-06-01T10:00:30.500Z" if frozen else "2030-06-01T10:00:40.500Z")
    assert clock.frozen is frozen


@pytest.mark.parametrize(
    "moment", ["2026-01-01T00:00:00.154Z", "2500-01-01T00:00:00.154Z", "9999-12-31T23:59:59.999Z"]
)
def test_milliseconds_are_exact_in_every_century(clock: Clock, moment: str) -> None:
    clock.freeze()
    clock.set(moment)
    assert clock.now() == moment


def test_a_frozen_clock_stands_at_a_whole_millisecond(clock: Clock, system: System) -> None:
    system.seconds += 0.1234567
    clock.freeze()
    assert clock.now() == "2026-01-01T00:00:00.123Z"
    for _ in range(1000):
        clock.forward(0.1)
    assert clock.now() == "2026-01-01T00:01:40.123Z"
    assert clock.seconds() == 1_767_225_700.123


def test_it_waits_at_the_end_of_the_calendar(clock: Clock, system: System) -> None:
    clock.set("9999-12-31T23:59:59Z")
    system.seconds += 100
    assert clock.now() == "9999-12-31T23:59:59.999Z"
    clock.set("0001-01-01T00:00:00Z")
    system.seconds -= 100
    assert clock.now() == "0001-01-01T00:00:00.000Z"


@pytest.mark.parametrize("frozen", [True, False])
@pytest.mark.parametrize("seconds", [1e10 * 30, -1e10 * 30, 1e300, float("inf")])
def test_it_is_not_forwarded_out_of_the_calendar(clock: Clock, frozen: bool, seconds: float) -> None:
    if frozen:
        clock.freeze()
    with pytest.raises(OverflowError):
        clock.forward(seconds)
    assert clock.now() == "2026-01-01T00:00:00.000Z"


@pytest.mark.parametrize("frozen", [True, False])
def test_it_is_kept_and_taken_up_again(clock: Clock, system: System, frozen: bool) -> None:
    clock.set("2030-01-01")
    if frozen:
        clock.freeze()
    other = Clock(system)
    other.load(clock.dump())
    assert (other.now(), other.frozen) == ("2030-01-01T00:00:00.000Z", frozen)


# Moments


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        pytest.param("2026-01-31", "2026-01-31T00:00:00.000Z", id="date"),
        pytest.param("2026-01-31T09:30:00Z", "2026-01-31T09:30:00.000Z", id="UTC"),
        pytest.param("2026-01-31t09:30:00z", "2026-01-31T09:30:00.000Z", id="small letters"),
        pytest.param("2026-01-31 09:30:00Z", "2026-01-31T09:30:00.000Z", id="space"),
        pytest.param("2026-01-31T09:30:00.1Z", "2026-01-31T09:30:00.100Z", id="tenth"),
        pytest.param("2026-01-31T09:30:00.9996Z", "2026-01-31T09:30:00.999Z", id="cut, not rounded"),
        pytest.param("2026-01-31T09:30:00.99999999999999999999Z", "2026-01-31T09:30:00.999Z", id="many digits"),
        pytest.param("2026-01-31T09:30:00+02:00", "2026-01-31T07:30:00.000Z", id="east"),
        pytest.param("2026-01-31T20:30:00-05:30", "2026-02-01T02:00:00.000Z", id="west, next day"),
        pytest.param("2026-01-31T09:30:00-00:00", "2026-01-31T09:30:00.000Z", id="unknown offset"),
        pytest.param("2024-02-29T00:00:00+00:01", "2024-02-28T23:59:00.000Z", id="leap day"),
        pytest.param("2016-12-31T23:59:60Z", "2016-12-31T23:59:59.000Z", id="leap second"),
        pytest.param("2016-12-31T23:59:60.5Z", "2016-12-31T23:59:59.500Z", id="half of a leap second"),
        pytest.param("0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000Z", id="first year"),
        pytest.param("0001-01-01T00:00:00+01:00", "0001-01-01T00:00:00.000Z", id="before the first year"),
        pytest.param("0000-02-29T12:00:00Z", "0001-01-01T00:00:00.000Z", id="year 0 has a leap day"),
        pytest.param("0000-12-31", "0001-01-01T00:00:00.000Z", id="year 0"),
        pytest.param("9999-12-31T23:59:59.99999999999999999999Z", "9999-12-31T23:59:59.999Z", id="last instant"),
        pytest.param("9999-12-31T23:59:60Z", "9999-12-31T23:59:59.000Z", id="last leap second"),
        pytest.param("9999-12-31T23:59:59-00:01", "9999-12-31T23:59:59.999Z", id="after the last year"),
    ],
)
def test_normalise(text: str, kept: str) -> None:
    assert normalise(text) == kept
    assert normalise(kept) == kept


@pytest.mark.parametrize(
    "text",
    [
        "", "now", "2026", "2026-1-1", "20260131", "2026-13-01", "2026-00-01", "2026-02-29", "0000-02-30",
        "2026-01-31T", "2026-01-31T09:30Z", "2026-01-31T09:30:00", "2026-01-31T24:00:00Z", "2026-01-31T09:60:00Z",
        "2026-01-31T09:30:61Z", "2026-01-31T09:30:00.Z", "2026-01-31T09:30:00+24:00", "2026-01-31T09:30:00+01:60",
        "2026-01-31T09:30:00+0100", "2026-01-31\n", "٢٠٢٦-01-31", "12026-01-31", "-2026-01-31",
    ],
)  # fmt: skip
def test_what_is_no_moment(clock: Clock, text: str) -> None:
    for read in (parse, normalise, clock.set):
        with pytest.raises(ValueError, match=r".") as caught:
            read(text)
        assert not isinstance(caught.value, OverflowError)
    assert clock.now() == "2026-01-01T00:00:00.000Z"


def test_whatever_a_contract_takes_for_a_moment_is_one() -> None:
    date_times = Validator({"type": "string", "format": "date-time"})
    dates = Validator({"type": "string", "format": "date"})
    days = [f"{year}-{day}" for year in ("0000", "0001", "2024", "9999") for day in ("01-01", "02-29", "12-31")]
    clocks = ["00:00:00", "23:59:59.99999999", "23:59:60", "24:00:00"]
    zones = ["Z", "z", "+23:59", "-23:59", "+24:00", ""]
    moments = [f"{day}T{time}{zone}" for day in days for time in clocks for zone in zones]
    for text in [day for day in days if dates.is_valid(day)] + [
        text for text in moments if date_times.is_valid(text)
    ]:
        assert EARLIEST <= parse(text) <= LATEST


def test_timestamps_are_as_wide_as_each_other() -> None:
    moments = [EARLIEST, datetime(987, 6, 5, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC), LATEST]
    written = [timestamp(moment) for moment in moments]
    assert {len(text) for text in written} == {24}
    assert written == sorted(written)
