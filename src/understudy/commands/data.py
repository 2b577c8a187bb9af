"""understudy data: fixture data in a file, or days of life on a mock that is running."""

from __future__ import annotations

from contextlib import closing
from typing import BinaryIO

import click
import orjson
from click.core import ParameterSource

from understudy.commands.live import Played, play
from understudy.commands.options import locale, recipe, records, seed
from understudy.commands.progress import with_progress
from understudy.commands.remote import RemoteSandbox
from understudy.fixtures import FixtureError
from understudy.mocks import composition
from understudy.mocks.data_files import DEFAULT

HERE = "http://127.0.0.1:8080"
LIVE, NOT_LIVE = ("sandbox", "days"), ("records", "recipe", "output")


@click.command()
@click.argument("api", type=click.Choice(sorted(composition.APIS)))
@seed
@records
@locale
@recipe
@click.option(
    "--output", "-o", type=click.File("wb"), default="-", envvar="UNDERSTUDY_OUTPUT",
    help="File to write; standard output without one.",
)  # fmt: skip
@click.option("--live", metavar="[URL]", is_flag=False, flag_value=HERE, envvar="UNDERSTUDY_LIVE",
              help=f"Play days of life on the mock that runs there, {HERE} where no URL is given.")  # fmt: skip
@click.option("--sandbox", default=DEFAULT, show_default=True, envvar="UNDERSTUDY_SANDBOX",
              help="With --live: whose life goes on.")  # fmt: skip
@click.option("--days", default=1, show_default=True, envvar="UNDERSTUDY_DAYS", type=click.IntRange(1, 3650),
              help="With --live: how many days are played.")  # fmt: skip
@click.pass_context
def data(
    context: click.Context, api: str, seed: int, records: int | None, locale: str, recipe: str, output: BinaryIO,
    live: str | None, sandbox: str, days: int,
) -> None:  # fmt: skip
    """Write the data that a mock starts with, one JSON object {"collection", "record"} a line.

    With --live, let the life of a mock's data go on instead: what is bought, changed and deleted in a few days. A
    frozen clock is moved through them; where it runs, they are the days that end now.
    """
    _refuse_given(context, LIVE if live is None else NOT_LIVE, "without" if live is None else "with")
    try:
        if live is None:
            many = composition.Options((api,), records=records).records_of(api)
            made = composition.APIS[api].generate(seed=seed, records=many, locale=locale, recipe=recipe)
            for collection, record in with_progress("Making records", made, many):
                output.write(orjson.dumps({"collection": collection, "record": record}) + b"\n")
        else:
            with closing(RemoteSandbox(live, api, sandbox)) as remote:
                _play(api, remote, seed, locale, days)
    except FixtureError as error:
        raise click.ClickException(str(error)) from error


def _refuse_given(context: click.Context, names: tuple[str, ...], word: str) -> None:
    """Options that mean nothing here are refused where somebody wrote them, and ignored as variables."""
    for name in names:
        if context.get_parameter_source(name) is ParameterSource.COMMANDLINE:
            raise click.UsageError(f"--{name} means nothing {word} --live.")


def _play(api: str, sandbox: RemoteSandbox, seed: int, locale: str, days: int) -> None:
    live = composition.APIS[api].live
    if live is None:
        able = ", ".join(name for name, other in composition.APIS.items() if other.live is not None)
        raise click.UsageError(f"{api} has no days to play: --live is for {able}.")
    all_days = Played()
    for day in play(live, api, sandbox, seed=seed, locale=locale, days=days):
        click.echo(f"Played the day up to {day.until}: {day}")
        all_days.add(day)
    click.echo(all_days.table())
