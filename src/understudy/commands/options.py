"""Options that several commands share."""

from __future__ import annotations

import click

seed = click.option("--seed", default=1, show_default=True, envvar="UNDERSTUDY_SEED", help="Same seed, same data.")
records = click.option(
    "--records", envvar="UNDERSTUDY_RECORDS", type=click.IntRange(0, 10_000_000),
    help="How many records there are, over all collections.  [default: 1000; of Schema alone 20500]",
)  # fmt: skip
locale = click.option(
    "--locale", default="en_US", show_default=True, envvar="UNDERSTUDY_LOCALE",
    help="Language of names and places, as Faker calls it.",
)  # fmt: skip
recipe = click.option(
    "--recipe", default="default", show_default=True, envvar="UNDERSTUDY_RECIPE",
    help="What the data is like: `default`, or `edge` for values at their limits.",
)  # fmt: skip
