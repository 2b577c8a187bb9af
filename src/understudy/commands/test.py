"""understudy test: a verdict on an implementation."""

from __future__ import annotations

import click

from understudy.commands.options import seed
from understudy.contract_tests.suite.names import PHASES
from understudy.mocks import composition

COULD_NOT = 2


class CouldNotTest(click.ClickException):
    """Nothing can be said of the target."""

    exit_code = COULD_NOT


@click.command()
@click.argument("api", type=click.Choice(sorted(composition.APIS)))
@click.option("--target", default="mock", show_default=True, envvar="UNDERSTUDY_TARGET", metavar="WHERE",
              help="`mock` in this process, a URL, a target file (TOML), or `docker:IMAGE`.")  # fmt: skip
@seed
@click.option("--processes", type=click.IntRange(1, 64), envvar="UNDERSTUDY_PROCESSES",
              help="How many processes ask; the verdict is the same.  [default: one for each core; 1 for a "
              "target that is not the mock]")  # fmt: skip
@click.option("--only", multiple=True, type=click.Choice(list(PHASES)), envvar="UNDERSTUDY_ONLY",
              help="Only this kind of test. May be given several times.")  # fmt: skip
@click.option("--examples", type=click.IntRange(1, 10_000), envvar="UNDERSTUDY_EXAMPLES",
              help="Random requests for each operation.  [default: as many as its plan says, 3 to 20]")  # fmt: skip
@click.option("--whole", is_flag=True, envvar="UNDERSTUDY_WHOLE",
              help="Ask every operation, also those of Schema that are like others.")  # fmt: skip
@click.pass_context
def test(
    context: click.Context, api: str, target: str, seed: int, processes: int | None, only: tuple[str, ...],
    examples: int | None, whole: bool,
) -> None:  # fmt: skip
    """Test whether an implementation keeps the contract of an API.

    Exit code 0: it does. 1: it does not, and what is wrong is told. 2: it could not be tested.
    """
    from understudy.contract_tests.suite.extent import Extent  # they take a second that no other command needs
    from understudy.contract_tests.suite.running import run, usual_processes
    from understudy.contract_tests.targets.choosing import choose
    from understudy.contract_tests.targets.target import UnreachableError

    place = choose(target, api)
    try:
        result = run(
            api, place, Extent(seed, examples, whole), only=only, processes=processes or usual_processes(place)
        )
    except UnreachableError as error:
        raise CouldNotTest(str(error)) from error
    click.echo(result.verdict)
    context.exit(result.exit_code)
