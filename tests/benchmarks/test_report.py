"""The tables, as they are printed."""

from io import StringIO

import pytest
from benchmarks.goals import Verdict, at_least
from benchmarks.load import Load
from benchmarks.measure import Figures, Results
from benchmarks.report import goals_table, measured, notes, servers_table, word
from benchmarks.targets import BARE, MOCK, PRISM, TARGETS
from rich.console import Console
from rich.table import Table

RESULTS = Results(
    {
        MOCK.name: Figures(
            [0.6, 0.5, 0.9], {"course": [Load(15_000, 1.2), Load(16_000, 1.4), Load(9_000, 8.0)]}, memory=81.6,
            troubles={"group": "7 of 9 requests were answered with 400 or above"},
        ),
        BARE.name: Figures([0.1], {"course": [Load(30_000, 0.8)]}, memory=30.2),
    },
    absent={PRISM.name: "npm is not on PATH"},
)  # fmt: skip


def printed(table: Table) -> list[list[str]]:
    """The cells of every row below the head."""
    console = Console(file=StringIO(), width=300)
    console.print(table)
    lines = console.file.getvalue().splitlines()  # type: ignore[attr-defined]
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines if line.strip()]
    return rows[2:]


def test_a_row_holds_medians_and_the_share_of_bare() -> None:
    assert printed(servers_table(RESULTS, TARGETS, markdown=True)) == [
        ["Understudy", "15,000", "1.4", "0.50", *["–"] * 6, "0.60", "82"],
        ["Bare ASGI app", "30,000", "0.8", "1.00", *["–"] * 6, "0.10", "30"],
    ]


def test_what_is_missing_is_explained() -> None:
    assert notes(RESULTS, TARGETS) == [
        "Prism, examples: not at hand: npm is not on PATH",
        "Understudy: no figure for POST one group: 7 of 9 requests were answered with 400 or above",
    ]


@pytest.mark.parametrize(
    ("verdict", "cells"),
    [
        pytest.param(at_least("a", 0.5, 0.5123, "×"), ["a", "0.512×", "at least 0.5×", "met"], id="met"),
        pytest.param(at_least("a", 6, 5.9996, "×"), ["a", "6.000×", "at least 6×", "missed"], id="missed"),
        pytest.param(at_least("a", 6, None, "×"), ["a", "–", "at least 6×", "not measured"], id="not measured"),
        pytest.param(Verdict("a", "", 52.3, None, " µs"), ["a", "52 µs", "", ""], id="no goal"),
    ],
)
def test_a_verdict_is_one_row(verdict: Verdict, cells: list[str]) -> None:
    assert printed(goals_table("Goals", [verdict], markdown=True)) == [cells]
    assert [verdict.goal, measured(verdict), verdict.wanted, word(verdict)] == cells
