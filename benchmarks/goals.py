"""What the figures have to reach."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.files import ROWS, FileFigures
from benchmarks.fuzz import FuzzFigures
from benchmarks.measure import Results
from benchmarks.queries import QueryFigures
from benchmarks.scenarios import COURSE, USERS
from benchmarks.shop import ShopFigures
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


def query_goals(figures: QueryFigures) -> list[Verdict]:
    """Among 1,000,000 records; ratios to the same among 1,000."""

    def ratio(name: str) -> float:
        few, many = figures.quick[name]
        return many / few

    def told(what: str, name: str) -> Verdict:
        return Verdict(what, "", figures.slow[name], None, " s")

    return [
        at_most("Lookup by id, against 1,000 records", 2, ratio("by id"), "×"),
        at_most("Filter on an indexed field, against 1,000", 2, ratio("indexed"), "×"),
        at_most("Page of 25, against 1,000", 2, ratio("page"), "×"),
        at_most("Page of 25 by an indexed field, against 1,000", 2, ratio("sorted page"), "×"),
        at_most("Page half a million deep", 20, 1e3 * figures.slow["deep page"], " ms"),
        at_most("Filter on an unindexed field", 2, figures.slow["unindexed"], " s"),
        at_most("Filter on entries of a list", 2, figures.slow["open"], " s"),
        told("Filter on an undeclared number, which is common", "open number"),
        told("Pattern on an unindexed field", "pattern"),
        told("Page of 25 by an unindexed field", "unindexed order"),
        told("Sum and count by month", "group"),
    ]


def fuzz_goals(figures: FuzzFigures) -> list[Verdict]:
    return [
        *(at_least(f"Requests made for {api}", 10_000, speed, "/s") for api, speed in figures.made.items()),
        *(at_least(f"Corpus of {api}, replayed", 2_000, speed, "/s") for api, speed in figures.replayed.items()),
    ]


def shop_goals(figures: ShopFigures) -> list[Verdict]:
    rates = {
        "Reading a product": figures.read,
        "Making a product": figures.product,
        "Making an order": figures.order,
    }
    least = {"Reading a product": 0.40, "Making a product": 0.10}
    verdicts = [Verdict(name, "", ours, None, " requests/s") for name, (ours, _) in rates.items()]
    for name, (ours, bare) in rates.items():
        goal = f"{name}, against bare ASGI"
        ratio = ours / bare
        verdicts.append(
            at_least(goal, least[name], ratio, "×") if name in least else Verdict(goal, "", ratio, None, "×")
        )
    return [*verdicts, at_most("Every API ready on one port", 1.5, figures.ready, " s")]
