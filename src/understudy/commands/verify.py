"""understudy verify: recorded traffic, held against a contract."""

from __future__ import annotations

import sys
from codecs import BOM_UTF8
from pathlib import Path
from typing import NoReturn

import click
import orjson

from understudy.contract_tests import har
from understudy.contract_tests.reports.visible import visible
from understudy.specs import contract
from understudy.specs.contract import APIS

BROKEN, COULD_NOT = 1, 2


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--api", required=True, type=click.Choice(APIS), help="Whose contract it is held against.")
@click.option("--format", "kind", default="text", show_default=True, type=click.Choice(["text", "json"]),
              help="For people, or for programs.")  # fmt: skip
@click.option("--base-url", metavar="URL",
              help="Where the API was, up to the contract's paths; all else is left out.")  # fmt: skip
def verify(file: Path, api: str, kind: str, base_url: str | None) -> None:
    """Hold the traffic in a HAR, requests and answers, against the contract of an API.

    Tells of each mistake in which entry it is, which rule it breaks and where that stands in the contract, and who
    has to mend it. Ends with 0 where all keep the contract, 1 where not, and 2 where FILE cannot be read.
    """
    from understudy.contract_tests.verifying.traffic import verify as held  # openapi-core takes a while to load

    try:
        exchanges = list(har.read(orjson.loads(file.read_bytes().removeprefix(BOM_UTF8))))
    except OSError as error:
        _could_not(f"{file} cannot be read: {error.strerror}")
    except orjson.JSONDecodeError as error:
        _could_not(f"{file} is not JSON: {error}")
    except har.HarError as error:
        _could_not(f"{file}: {error}")
    verified = held(exchanges, contract.load(api), base_url)
    if kind == "json":
        told = {
            "exchanges": verified.exchanges,
            "elsewhere": verified.elsewhere,
            "operations": {name: count for name, count in sorted(verified.operations.items()) if name},
            "findings": [finding.as_json() for finding in verified.findings],
        }
        click.echo(orjson.dumps(told, option=orjson.OPT_INDENT_2))
    else:
        for finding in verified.findings:
            for line in str(finding).splitlines():
                click.echo(visible(line))
        of = len([name for name in verified.operations if name])
        click.echo(
            f"{verified.exchanges:,} exchanges of {of:,} operations, {verified.elsewhere:,} elsewhere; "
            f"{len(verified.findings):,} findings"
        )
    sys.exit(BROKEN if verified.findings else 0)


def _could_not(why: str) -> NoReturn:
    click.echo(why, err=True)
    sys.exit(COULD_NOT)
