"""make bench: measures, and prints the tables."""

from __future__ import annotations

import os
import platform
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from types import FrameType

import click
from rich.console import Console

from benchmarks import files, fuzz, load, measure, queries, report, shop, store
from benchmarks.goals import Verdict, file_goals, fuzz_goals, query_goals, server_goals, shop_goals, store_goals
from benchmarks.targets import TARGETS

Say = Callable[[str], None]

PARTS: Mapping[str, tuple[str, Callable[[Say], Sequence[Verdict]]]] = {
    "store": ("Store and data", lambda say: store_goals(store.measure(say))),
    "shop": ("Schema", lambda say: shop_goals(shop.measure(say))),
    "files": ("Catalog's files", lambda say: file_goals(files.measure(say))),
    "fuzz": ("Fuzzed requests", lambda say: fuzz_goals(fuzz.measure(say))),
    "queries": ("Queries of 1,000,000 records", lambda say: query_goals(queries.measure(say))),
}
"""What is measured without load from outside."""
NO_WRK = 2
INTERRUPTED = 130


@click.command()
@click.option("--seconds", default=3, show_default=True, type=click.IntRange(1), help="Length of one run.")
@click.option(
    "--rounds", default=3, show_default=True, type=click.IntRange(1), help="Runs of which the median counts."
)
@click.option("--only", multiple=True, type=click.Choice([*(target.name for target in TARGETS), *PARTS]),
              help="Measure this alone; may be given several times.")  # fmt: skip
@click.option("--markdown", is_flag=True, help="Print tables as docs/performance.md has them.")
def main(seconds: int, rounds: int, only: Sequence[str], markdown: bool) -> None:
    """Measure the mock beside known servers, all on this machine."""
    signal.signal(signal.SIGTERM, _interrupted)
    console = Console(width=None if sys.stdout.isatty() else 200)
    names = set(only) - PARTS.keys()
    try:
        with Console(stderr=True).status("") as status:
            if names or not only:
                _servers(console, names, rounds, seconds, markdown, status.update)
            for name, (title, measured) in PARTS.items():
                if name in only or not only:
                    console.print(report.goals_table(title, measured(status.update), markdown=markdown))
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


def _servers(console: Console, names: set[str], rounds: int, seconds: int, markdown: bool, say: Say) -> None:
    missing = load.missing()
    if missing:
        click.echo(missing, err=True)
        sys.exit(NO_WRK)
    targets = measure.by_name(names)
    results = measure.measure(targets, rounds, seconds, say)
    console.print(report.servers_table(results, targets, markdown=markdown))
    for line in (*report.notes(results, targets), _circumstances(rounds, seconds)):
        console.print(line, highlight=False)
    console.print(report.goals_table("Goals", server_goals(results), markdown=markdown))


def _circumstances(rounds: int, seconds: int) -> str:
    return (
        f"Python {platform.python_version()}, Connexion {version('connexion')}; "
        f"{os.cpu_count()} cores that servers and load generator share; "
        f"wrk, 1 thread, {load.CONNECTIONS} connections; medians of {rounds} rounds of {seconds} s."
    )


def _interrupted(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    main()
