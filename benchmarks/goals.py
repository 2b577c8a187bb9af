"""What the figures have to reach."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.files import ROWS, FileFigures
from benchmarks.measure import Results
from benchmarks.scenarios import COURSE, USERS
from benchmarks.store import StoreFigures
from benchmarks.targets import BARE, CONNEXION, MOCK, SECURED, TUNED, WIREMOCK, Target


@dataclass(frozen=True)
class Verdict:
    """`measured` is None where a server that it needs was not there."""

    goal: str
    wanted: str
    measured: float | None
    met: bool | None
    unit: str = ""


def at_least(goal: str, wanted: float, measured: float | None, unit: str = "") -> Verdict:
    return Verdict(
        goal, f"at least {wanted:g}{unit}", measured, None if measured is None else measured >= wanted, unit
    )


def at_most(goal: str, wanted: float, measured: float | None, unit: str = "") -> Verdict:
    return Verdict(
        goal, f"at most {wanted:g}{unit}", measured, None if measured is None else measured <= wanted, unit
    )


def server_goals(results: Results) -> list[Verdict]:
    mock = results.figures.get(MOCK.name)
    beside = ratio_in(results)
    return [
        at_least("One course, against bare ASGI", 0.50, beside(COURSE.name, BARE), "×"),
        at_least("25 users, against WireMock's fixed answer", 1, beside(USERS.name, WIREMOCK), "×"),
        at_least("25 users, against WireMock with journal and log off", 1, beside(USERS.name, TUNED), "×"),
        at_least("One course, against Connexion with validation", 6, beside(COURSE.name, CONNEXION), "×"),
        at_least("25 users, against Connexion with validation", 6, beside(USERS.name, CONNEXION), "×"),
        at_least("One course, against Connexion with security too", 6, beside(COURSE.name, SECURED), "×"),
        at_least("25 users, against Connexion with security too", 6, beside(USERS.name, SECURED), "×"),
        at_most("Ready", 1, mock.seconds_to_ready if mock else None, " s"),
        at_most("Memory", 100, mock.memory if mock else None, " MB"),
    ]


def ratio_in(results: Results) -> Callable[[str, Target], float | None]:
    """How many times a target's requests a second the mock answers, in this run."""

    def ratio(scenario: str, target: Target) -> float | None:
        ours, theirs = results.rate(MOCK.name, scenario), results.rate(target.name, scenario)
        return None if ours is None or theirs is None else ours / theirs

    return ratio


def store_goals(figures: StoreFigures) -> list[Verdict]:
    """An insert counts as costing the same when it costs at most a quarter more."""
    return [
        at_most("Fork of the default data", 5, figures.fork, " ms"),
        at_most("Reset to the default data", 5, figures.reset, " ms"),
        Verdict("Making a user among 100", "", figures.insert_few, None, " µs"),
        Verdict("Making a user among 100,000", "", figures.insert_many, None, " µs"),
        at_most("The same, as a ratio", 1.25, figures.insert_many / figures.insert_few, "×"),
        at_most("Generating 20,000 records", 5, figures.generation, " s"),
        Verdict("Ready with --records 100000", "", figures.start, None, " s"),
    ]


def file_goals(figures: FileFigures) -> list[Verdict]:
    fast = {"jsonl": 50_000}
    rates = [
        at_least(f"{ROWS:,} rows as {form}", fast[form], rate, " rows/s")
        if form in fast
        else Verdict(f"{ROWS:,} rows as {form}", "", rate, None, " rows/s")
        for form, rate in figures.rows.items()
    ]
    beside = Verdict(
        "jsonl, against compressing alone", "", figures.rows["jsonl"] / figures.compression, None, "×"
    )
    text, every = figures.memory
    return [
        *rates, beside, at_most("Most memory, sending jsonl", 200, text, " MB"),
        at_most("Most memory, after every format", 200, every, " MB"),
    ]  # fmt: skip
