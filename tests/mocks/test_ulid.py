"""ULIDs, held against the example and the limits of their specification."""

from __future__ import annotations

import random
import re

import pytest

from understudy.mocks.ulid import ulid


class Bits(random.Random):
    """A source of the same bits every time."""

    def __init__(self, value: int) -> None:
        super().__init__(0)
        self.value = value

    def getrandbits(self, k: int) -> int:
        return self.value & (2**k - 1)


@pytest.mark.parametrize(
    ("seconds", "bits", "made"),
    [
        pytest.param(0, 0, "0" * 26, id="smallest"),
        pytest.param((2**48 - 1) / 1000, 2**80 - 1, "7" + "Z" * 25, id="largest"),
        pytest.param(1469918176.385, 0, "01ARYZ6S41" + "0" * 16, id="the specification's time"),
        pytest.param(0, 31, "0" * 25 + "Z", id="last character"),
        pytest.param(0, 32, "0" * 24 + "10", id="last but one"),
    ],
)
def test_bits_stand_where_they_belong(seconds: float, bits: int, made: str) -> None:
    assert ulid(seconds, Bits(bits)) == made


def test_they_sort_by_time() -> None:
    source = random.Random(1)
    made = [ulid(1_700_000_000 + number / 10, source) for number in range(200)]
    assert made == sorted(set(made))


@pytest.mark.parametrize("seconds", [-62_135_596_800.0, -0.5, 253_402_300_799.999])
def test_every_moment_of_a_clock_makes_one(seconds: float) -> None:
    assert re.fullmatch(r"[0-7][0-9A-HJKMNP-TV-Z]{25}", ulid(seconds, random.Random(1)))


def test_the_same_source_makes_the_same() -> None:
    assert ulid(5, random.Random("a")) == ulid(5, random.Random("a")) != ulid(5, random.Random("b"))
