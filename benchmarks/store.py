"""Figures of the store and the data, without HTTP but for the start."""

from __future__ import annotations

import gc
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from statistics import median
from typing import Any

from benchmarks import servers
from benchmarks.targets import MOCK, mock
from understudy.fixtures.thinkific import generate
from understudy.mocks.composition import Options, sandboxes
from understudy.mocks.data_files import DEFAULT
from understudy.mocks.sandboxes import Sandboxes

COPIES = 50
BLOCKS = 20
INSERTS = 50
FEW, MANY = 100, 100_000


@dataclass(frozen=True)
class StoreFigures:
    """
    fork, reset          of the default data, in milliseconds
    insert_few           making a user where there are 100, in microseconds; `insert_many` at 100,000
    generation           of 20,000 records, in seconds
    start                until ready with --records 100000, in seconds
    """

    fork: float
    reset: float
    insert_few: float
    insert_many: float
    generation: float
    start: float


def measure(say: Callable[[str], None]) -> StoreFigures:
    say("forking and resetting")
    fork, reset = copies()
    say(f"making users among {FEW} and among {MANY:,}")
    few, many = inserts()
    say("generating 20,000 records")
    made = generation()
    say("starting with 100,000 records")
    return StoreFigures(fork, reset, few, many, made, start())


def copies() -> tuple[float, float]:
    """Milliseconds of a fork and of a reset of the default data."""
    forks, resets = [], []
    with opened() as mocks:
        for _ in range(COPIES):
            forks.append(1e3 * timed(lambda: mocks.fork(DEFAULT, "copy")))
            mocks.get("copy").behaviour.by_key.groups.create({"name": "Written before the reset"})
            resets.append(1e3 * timed(lambda: mocks.reset("copy")))
            mocks.delete("copy")
    return median(forks), median(resets)


def inserts() -> tuple[float, float]:
    """Microseconds for making a user, with all its rules, among few and among many. Taken in turns."""
    with opened() as few, opened() as many:
        schools = [filled(mocks, count) for mocks, count in ((few, FEW), (many, MANY))]
        blocks: tuple[list[float], list[float]] = ([], [])
        for block in range(BLOCKS):
            for school, figures in zip(schools, blocks, strict=True):
                figures.append(1e6 * timed(partial(make_users, school, block)) / INSERTS)
    return median(blocks[0]), median(blocks[1])


def filled(mocks: Sandboxes, count: int) -> Any:
    """The school of the default sandbox, with so many users."""
    sandbox = mocks.get(DEFAULT)
    school = sandbox.behaviour.by_key
    model = school.store.get("users", 1) | {"affiliate_code": None}
    first = school.store.next_id("users")
    school.store.insert_many(
        "users",
        (
            {**model, "id": number, "email": f"{number}@many.example", "email_key": f"{number}@many.example"}
            for number in range(first, count + 1)
        ),
    )
    return school


def make_users(school: Any, block: int) -> None:
    for number in range(INSERTS):
        school.users.create(
            {
                "first_name": "Ada",
                "last_name": "Lovelace",
                "email": f"ada.{block}.{number}@example.com",
                "skip_custom_fields_validation": True,
            }
        )


def generation() -> float:
    """Seconds for 20,000 records of the default recipe, not stored."""
    return timed(lambda: deque(generate(seed=1, records=20_000), maxlen=0))


def start() -> float:
    """Seconds from the command to the first answer with 100,000 records."""
    port = servers.free_port()
    command = mock(port, f"--records={MANY}")
    with servers.started(command, port, "/courses/1", MOCK.base) as server:
        return server.ready


@contextmanager
def opened() -> Iterator[Sandboxes]:
    """Thinkific's sandboxes with the default data, in memory."""
    with closing(sandboxes(Options(("thinkific",)))["thinkific"]) as mocks:
        yield mocks


def timed(work: Callable[[], object]) -> float:
    """Seconds that it took."""
    gc.collect()
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin
