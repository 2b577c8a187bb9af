"""Plants every mistake, one at a time, and tells who finds it: `make mutants`."""

from __future__ import annotations

import logging
import multiprocessing
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import groupby

import click
from rich.console import Console
from rich.table import Table

from understudy.contract_tests.mutants import beside, hunting
from understudy.contract_tests.mutants.hunting import Kill, hunt
from understudy.contract_tests.mutants.mutant import Mutant, mutants
from understudy.specs.contract import APIS


@dataclass(frozen=True)
class Outcome:
    """`beside`: whether Schemathesis found it; None where it was not asked."""

    mutant: Mutant
    kill: Kill
    beside: bool | None


def try_one(seconds: dict[str, float], asked: tuple[Mutant, bool]) -> Outcome:
    mutant, both = asked
    kill = hunt(mutant)
    return Outcome(mutant, kill, beside.finds(mutant, seconds[mutant.api]) if both else None)


def try_all(chosen: list[Mutant], others: int, processes: int) -> Iterator[Outcome]:
    """Each mutant in a process of its own, so that no mistake stays behind. In the order of the list."""
    seconds = {api: hunting.prepare(api) for api in sorted({mutant.api for mutant in chosen})}
    if others:
        for api, budget in seconds.items():
            beside.of_the_right_one(api, budget)
    asked = [(mutant, number < others) for number, mutant in enumerate(chosen)]
    with multiprocessing.get_context("fork").Pool(processes, maxtasksperchild=1) as pool:
        yield from pool.imap(partial(try_one, seconds), asked, chunksize=1)


def summary(outcomes: list[Outcome]) -> Table:
    """Kind by kind, in the order of the lists."""
    table = Table("mistake", "planted", "found", "by Schemathesis", title="Mistakes planted in the mocks")
    ordered = sorted(outcomes, key=lambda one: one.mutant.kind)
    rows = [(kind, list(of_kind)) for kind, of_kind in groupby(ordered, key=lambda one: one.mutant.kind)]
    for kind, found in [*rows, ("all", outcomes)]:
        asked = [one for one in found if one.beside is not None]
        told = f"{sum(bool(one.beside) for one in asked)} of {len(asked)}" if asked else ""
        table.add_row(kind, str(len(found)), str(sum(bool(one.kill.by) for one in found)), told)
    return table


@click.command()
@click.argument("apis", nargs=-1, type=click.Choice(APIS))
@click.option("--only", default="", help="Mistakes whose name or kind holds this text.")
@click.option("--beside", "others", default=10_000, help="How many of them Schemathesis is asked to find, too.")
@click.option("--processes", default=2, show_default=True, help="How many are tried at once.")
@click.option("--all", "every", is_flag=True, help="Tell of those that are found as well.")
def main(apis: tuple[str, ...], only: str, others: int, processes: int, every: bool) -> None:
    """Plants the mistakes of APIS, or of all, and ends with 1 if one survives that somebody could see."""
    logging.getLogger("understudy").setLevel(logging.CRITICAL + 1)
    begun, console, outcomes = time.monotonic(), Console(), []
    chosen = [one for one in mutants(*apis) if only in one.name or only in one.kind]
    for outcome in try_all(chosen, others, processes):
        outcomes.append(outcome)
        mutant, kill = outcome.mutant, outcome.kill
        if console.is_terminal:
            console.print(f"{len(outcomes)} of {len(chosen)}", end="\r")
        if not kill.by:
            console.print(f"survived: {mutant.kind}: {mutant.name} {mutant.same}", markup=False, soft_wrap=True)
        elif every:
            console.print(
                f"{kill.by}: {mutant.kind}: {mutant.name}\n    {kill.told}", markup=False, soft_wrap=True
            )
    console.print(summary(outcomes))
    console.print(f"{time.monotonic() - begun:.0f} seconds", markup=False)
    sys.exit(any(not one.kill.by and not one.mutant.same for one in outcomes))


if __name__ == "__main__":
    main()
