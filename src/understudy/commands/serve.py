"""understudy serve: mocks on localhost."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from understudy.commands.options import locale, recipe, records, seed
from understudy.commands.progress import with_progress
from understudy.fixtures import FixtureError
from understudy.mocks import composition, server
from understudy.mocks.clock import parse
from understudy.mocks.data_files import DEFAULT
from understudy.mocks.errors import Invalid
from understudy.mocks.sandboxes import Sandboxes, Seed, Start
from understudy.mocks.store import DataFileError


@click.command()
@click.argument("apis", nargs=-1, type=click.Choice(sorted(composition.APIS)), metavar="[API]...")
@click.option(
    "--host", default="127.0.0.1", show_default=True, envvar="UNDERSTUDY_HOST", help="Address to listen on."
)
@click.option("--port", default=8080, show_default=True, envvar="UNDERSTUDY_PORT", type=click.IntRange(0, 65535),
              help="Port to listen on; 0 takes any that is free.")  # fmt: skip
@seed
@records
@locale
@recipe
@click.option("--data", envvar="UNDERSTUDY_DATA", type=click.Path(dir_okay=False, path_type=Path),
              help="File that keeps the state between runs. Without one it is kept in memory.")  # fmt: skip
@click.option("--clock", envvar="UNDERSTUDY_CLOCK", metavar="MOMENT",
              help="Freeze the clock of every sandbox at this moment, such as 2026-01-01T09:00:00Z.")  # fmt: skip
@click.option("--api-key", envvar="UNDERSTUDY_API_KEY",
              help="The key that clients must send.  [default: understudy]")  # fmt: skip
@click.option("--webhook-host", "webhook_hosts", multiple=True, metavar="HOST", envvar="UNDERSTUDY_WEBHOOK_HOST",
              help="A host, beside this machine, that webhooks may go to; * stands for any part of its name. "
              "Several times for several; in the variable, with spaces between.")  # fmt: skip
def serve(
    apis: tuple[str, ...], host: str, port: int, seed: int, records: int | None, locale: str, recipe: str,
    data: Path | None, clock: str | None, api_key: str | None, webhook_hosts: tuple[str, ...],
) -> None:  # fmt: skip
    """Serve mocks of the APIs that are named, or of all.

    One API that is named is served at the root; several, or all, are served under /NAME, and without it where the
    Host header is the vendor's. The control API is at /_understudy/ for clients on this machine.
    """
    start = Start(seed, _moment(clock), _key(api_key), webhook_hosts)
    options = composition.Options(apis, start, records, locale, recipe, data)
    try:
        listener = server.listen(host, port)
        mocks = composition.sandboxes(options, _watched)
    except (server.PortError, DataFileError, FixtureError) as error:
        raise click.ClickException(str(error)) from error
    address = listener.getsockname()
    at_root = bool(apis) and len(options.names) == 1
    server.serve(
        composition.app(mocks, at_root), listener, lambda: _welcome(mocks, at_root, address[0], address[1])
    )
    for mock in mocks.values():
        mock.close()


def _watched(seeding: Seed, records: int) -> Seed:
    return with_progress("Making records", seeding, records)


def _key(text: str | None) -> dict[str, str]:
    """The setting, as far as every API takes it."""
    given = {} if text is None else {"api_key": text}
    try:
        for api in composition.APIS.values():
            api.settings(**given)
    except Invalid as error:
        raise click.BadParameter(str(error), param_hint="--api-key") from error
    return given


def _moment(text: str | None) -> str | None:
    if text is not None:
        try:
            parse(text)
        except ValueError as error:
            raise click.BadParameter(str(error), param_hint="--clock") from error
    return text


def _welcome(mocks: Mapping[str, Sandboxes], at_root: bool, host: str, port: int) -> None:
    """Where each API is, and a first request to try."""
    reached = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - where all are listened on
    root = f"http://[{reached}]:{port}" if ":" in reached else f"http://{reached}:{port}"
    for name, sandboxes in mocks.items():
        api = composition.APIS[name]
        base = root if at_root else f"{root}/{name}"
        headers = api.headers(DEFAULT, sandboxes.get(DEFAULT).settings)
        sent = " ".join(f"-H '{header}: {value}'" for header, value in headers.items())
        click.echo(f"Serving {name} at {base}, try:")
        click.echo(f"  curl {sent} '{base}{api.example}'")
    click.echo(f"Control API at {root}/_understudy/. Stop with Ctrl-C.")
