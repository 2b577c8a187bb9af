"""understudy fuzz: labelled requests, valid and broken, to a file or to the mock."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from typing import BinaryIO

import click

from understudy.commands.progress import with_progress
from understudy.contract_tests.fuzzing import corpus
from understudy.contract_tests.fuzzing.coverage import Coverage
from understudy.contract_tests.fuzzing.credentials import CREDENTIALS
from understudy.contract_tests.fuzzing.fuzzer import Fuzzed, Fuzzer
from understudy.contract_tests.fuzzing.operations import base_path
from understudy.contract_tests.fuzzing.replay import Verdict, replay
from understudy.contract_tests.fuzzing.writers import WRITERS
from understudy.specs import contract
from understudy.specs.contract import APIS, Contract

HERE = "http://127.0.0.1:8080"
SHOWN = 10
BROKEN, COULD_NOT = 1, 2

Header = tuple[str, str]


def _header(_context: click.Context, _option: click.Parameter, given: tuple[str, ...]) -> list[Header]:
    pairs = [text.partition(":") for text in given]
    for text, (name, colon, _) in zip(given, pairs, strict=True):
        if not colon or not name.strip():
            raise click.BadParameter(f"{text!r} is no header: write 'Authorization: Bearer TOKEN'")
    return [(name.strip(), value.strip()) for name, _, value in pairs]


@click.command()
@click.argument("api", type=click.Choice(APIS))
@click.option("--count", default=1_000, show_default=True, type=click.IntRange(1), help="How many requests.")
@click.option("--seed", default=1, show_default=True, help="Same seed, same file.")
@click.option("--format", "kind", default="jsonl", show_default=True, type=click.Choice(list(WRITERS)),
              help="What the file is for.")  # fmt: skip
@click.option("--broken", default=0.5, show_default=True, type=click.FloatRange(0, 1),
              help="Share of requests that break a rule.")  # fmt: skip
@click.option(
    "--base-url", metavar="URL", help="What stands before the paths.  [default: that of `understudy serve`]"
)
@click.option("--header", "-H", "headers", multiple=True, callback=_header, metavar="TEXT",
              help="Sent in the place of the mock's credentials; may be given several times.")  # fmt: skip
@click.option(
    "--output", "-o", type=click.File("wb"), default="-", help="File to write; standard output without one."
)
@click.option("--freeze", is_flag=True, help="Make the frozen corpus anew, instead of a file.")
@click.option("--replay", "replayed", is_flag=True, help="Ask the mock for the frozen corpus, instead of a file.")
@click.option(
    "--explore", is_flag=True, help="Ask the mock for the frozen corpus and for COUNT requests of the seed."
)
@click.option("--processes", default=1, show_default=True, type=click.IntRange(1),
              help="How many processes ask; the verdict is the same.")  # fmt: skip
def fuzz(
    api: str, count: int, seed: int, kind: str, broken: float, base_url: str | None, headers: list[Header],
    output: BinaryIO, freeze: bool, replayed: bool, explore: bool, processes: int,
) -> None:  # fmt: skip
    """Write requests to an API, valid and broken ones, each labelled with the one rule that it breaks and the
    statuses that may come. What has been broken of the contract is told on standard error.

    With --replay or --explore, ask the mock instead. Ends with 1 where it answers otherwise than it may, and with
    2 where the frozen corpus is not that of the contract.
    """
    promised = contract.load(api)
    if freeze:
        _freeze(promised)
    elif replayed or explore:
        sys.exit(_ask(promised, count if explore else 0, seed, broken, processes))
    else:
        before = f"{HERE}/{api}{base_path(promised)}" if base_url is None else base_url.rstrip("/")
        coverage = Coverage(fuzzer := Fuzzer(promised))
        requests = _with_headers(api, coverage.watch(islice(fuzzer.requests(seed, broken), count)), headers)
        for piece in WRITERS[kind](with_progress("Making requests", requests, count), before):
            output.write(piece)
        _tell(coverage)


def _with_headers(api: str, requests: Iterable[Fuzzed], headers: list[Header]) -> Iterator[Fuzzed]:
    """With these headers; credentials that are wrong on purpose stay so."""
    if not headers:
        yield from requests
        return
    good = {(one.header.lower(), one.value) for one in CREDENTIALS[api].values()}
    named = {name.lower() for name, _ in headers}
    for fuzzed in requests:
        kept = [pair for pair in fuzzed.request.headers if (pair[0].lower(), pair[1]) not in good]
        if len(kept) == len(fuzzed.request.headers):
            given = [pair for pair in headers if pair[0].lower() not in {name for name, _ in good}]
        else:
            kept = [pair for pair in kept if pair[0].lower() not in named]
            given = headers
        yield replace(fuzzed, request=replace(fuzzed.request, headers=(*given, *kept)))


def _freeze(promised: Contract) -> None:
    file = corpus.path(promised.api)
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(corpus.frozen(promised))
    click.echo(f"{file} written, of {len(corpus.load(promised).requests):,} requests")


def _ask(promised: Contract, more: int, seed: int, broken: float, processes: int) -> int:
    """The exit code."""
    try:
        requests = list(corpus.load(promised).requests)
    except corpus.StaleCorpusError as error:
        click.echo(str(error), err=True)
        return COULD_NOT
    if more:
        coverage = Coverage(fuzzer := Fuzzer(promised))
        requests += coverage.watch(islice(fuzzer.requests(seed, broken), more))
        _tell(coverage)
    verdict = replay(promised.api, requests, processes)
    _print(verdict)
    return BROKEN if verdict.wrong else 0


def _tell(coverage: Coverage) -> None:
    for told in coverage.told():
        click.echo(told, err=True)


def _print(verdict: Verdict) -> None:
    for wrong in verdict.wrong[:SHOWN]:
        click.echo(str(wrong))
    if len(verdict.wrong) > SHOWN:
        click.echo(f"… and {len(verdict.wrong) - SHOWN:,} more")
    click.echo(f"{verdict.asked:,} requests, {len(verdict.wrong):,} answered wrongly; verdict {verdict.digest}")
