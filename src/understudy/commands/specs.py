"""understudy specs: the contracts."""

from __future__ import annotations

import click
import orjson

from understudy.specs import build as building
from understudy.specs import contract


@click.group()
def specs() -> None:
    """Show, build and compare the contracts."""


@specs.command()
@click.argument("api", type=click.Choice(sorted(contract.APIS)))
def show(api: str) -> None:
    """Print the contract that a mock is served from, as JSON."""
    click.echo(orjson.dumps(contract.load(api).document, option=orjson.OPT_INDENT_2))


@specs.command()
def build() -> None:
    """Generate every contract from its sources."""
    for api in contract.APIS:
        building.write(api)
        click.echo(f"specs/{api}/openapi.yaml written")


@specs.command()
def compare() -> None:
    """Print how the committed contracts differ from their sources. Exit code 1 where they do."""
    differences = "".join(building.outdated(api) for api in contract.APIS)
    if differences:
        click.echo(differences, nl=False)
        raise click.ClickException("a contract is not what its sources make it: run `make specs`")
