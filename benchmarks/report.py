"""The figures as tables."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.table import Table

from benchmarks.goals import Verdict
from benchmarks.measure import Figures, Results
from benchmarks.scenarios import SCENARIOS
from benchmarks.targets import BARE, MOCK, Target

NOTHING = "–"


def servers_table(results: Results, targets: Sequence[Target], *, markdown: bool = False) -> Table:
    """One row for each target: requests a second, p99 and share of bare ASGI by scenario; ready; memory."""
    table = _table("Requests a second, and p99 in ms", markdown)
    table.add_column("")
    for scenario in SCENARIOS:
        for title in (scenario.title, "p99", "of bare"):
            table.add_column(title, justify="right")
    table.add_column("ready, s", justify="right")
    table.add_column("memory, MB", justify="right")
    for target in targets:
        if target.name in results.figures:
            table.add_row(target.title, *_cells(results, target.name))
    return table


def _cells(results: Results, name: str) -> list[str]:
    figures = results.figures[name]
    cells = []
    for scenario in SCENARIOS:
        rate, bare = figures.requests_per_second(scenario.name), results.rate(BARE.name, scenario.name)
        cells += [
            number(rate, 0),
            number(figures.p99(scenario.name), 1),
            number(rate / bare if rate and bare else None, 2),
        ]
    return [*cells, number(figures.seconds_to_ready, 2), number(figures.memory, 0)]


def goals_table(title: str, verdicts: Sequence[Verdict], *, markdown: bool = False) -> Table:
    table = _table(title, markdown)
    table.add_column("")
    table.add_column("measured", justify="right")
    table.add_column("wanted")
    table.add_column("")
    for verdict in verdicts:
        table.add_row(verdict.goal, measured(verdict), verdict.wanted, word(verdict))
    return table


def measured(verdict: Verdict) -> str:
    if verdict.measured is None:
        return NOTHING
    return number(verdict.measured, 0 if verdict.measured >= 20 else 3) + verdict.unit


def word(verdict: Verdict) -> str:
    if not verdict.wanted:
        return ""
    return {True: "met", False: "missed", None: "not measured"}[verdict.met]


def notes(results: Results, targets: Sequence[Target]) -> list[str]:
    """What is missing from the table, and why."""
    titles = {target.name: target.title for target in targets}
    lines = [f"{titles[name]}: not at hand: {reason}" for name, reason in results.absent.items()]
    for name, figures in results.figures.items():
        lines += [f"{titles[name]}: {line}" for line in _troubles(figures)]
    if MOCK.name in results.figures and results.figures[MOCK.name].memory is None:
        lines.append("Memory is read from /proc, which this system lacks.")
    return lines


def _troubles(figures: Figures) -> list[str]:
    titles = {scenario.name: scenario.title for scenario in SCENARIOS}
    return [f"no figure for {titles[name]}: {reason}" for name, reason in figures.troubles.items()]


def number(value: float | None, digits: int) -> str:
    return NOTHING if value is None else f"{value:,.{digits}f}"


def _table(title: str, markdown: bool) -> Table:
    if markdown:
        return Table(box=box.MARKDOWN)
    return Table(title=title, title_justify="left", box=box.SIMPLE_HEAD)
