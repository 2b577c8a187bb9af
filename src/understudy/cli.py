"""The command line."""

from __future__ import annotations

import click

from understudy.commands.data import data
from understudy.commands.fuzz import fuzz
from understudy.commands.serve import serve
from understudy.commands.specs import specs
from understudy.commands.test import test
from understudy.commands.verify import verify


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="understudy")
def main() -> None:
    """Stand-ins for Thinkific Admin, Schema and Canvas Catalog, and the tests that prove them."""


main.add_command(serve)
main.add_command(data)
main.add_command(specs)
main.add_command(fuzz)
main.add_command(verify)
main.add_command(test)
