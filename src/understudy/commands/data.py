"""understudy data: fixture data in a file."""

from __future__ import annotations

from typing import BinaryIO

import click
import orjson

from understudy.commands.options import locale, recipe, records, seed
from understudy.commands.progress import with_progress
from understudy.fixtures import FixtureError
from understudy.mocks import composition


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
def data(api: str, seed: int, records: int, locale: str, recipe: str, output: BinaryIO) -> None:
    """Write the data that a mock starts with, one JSON object {"collection", "record"} a line."""
    try:
        made = composition.APIS[api].generate(seed=seed, records=records, locale=locale, recipe=recipe)
    except FixtureError as error:
        raise click.ClickException(str(error)) from error
    for collection, record in with_progress("Making records", made, records):
        output.write(orjson.dumps({"collection": collection, "record": record}) + b"\n")
