"""understudy test: a verdict on an implementation."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from understudy.commands.options import seed
from understudy.contract_tests.suite.names import PHASES
from understudy.mocks import composition

if TYPE_CHECKING:
    from understudy.contract_tests.suite.baseline import Baseline
    from understudy.contract_tests.suite.extent import Extent
    from understudy.contract_tests.suite.result import Result

COULD_NOT = 2
A_FILE = click.Path(dir_okay=False, path_type=Path)
A_FOLDER = click.Path(file_okay=False, path_type=Path)


class CouldNotTest(click.ClickException):
    """Nothing can be said of the target."""

    exit_code = COULD_NOT


@click.command()
@click.argument("api", type=click.Choice(sorted(composition.APIS)))
@click.option("--target", default="mock", show_default=True, envvar="UNDERSTUDY_TARGET", metavar="WHERE",
              help="`mock` in this process, a URL, a target file (TOML), or `docker:IMAGE`.")  # fmt: skip
@seed
@click.option("--processes", type=click.IntRange(1, 64), envvar="UNDERSTUDY_PROCESSES",
              help="How many processes ask.  [default: one for each core; 1 for a server]")  # fmt: skip
@click.option("--only", multiple=True, type=click.Choice(list(PHASES)), envvar="UNDERSTUDY_ONLY",
              help="Only this kind of test. May be given several times.")  # fmt: skip
@click.option("--examples", type=click.IntRange(1, 10_000), envvar="UNDERSTUDY_EXAMPLES",
              help="Random requests for each operation.  [default: 3 to 20, by API]")  # fmt: skip
@click.option("--whole", is_flag=True, envvar="UNDERSTUDY_WHOLE",
              help="Ask every operation, also those of Schema that are like others.")  # fmt: skip
@click.option("--baseline", type=A_FILE, envvar="UNDERSTUDY_BASELINE",
              help="File of failures that are known and accepted, each with a reason.")  # fmt: skip
@click.option("--write-baseline", type=A_FILE, envvar="UNDERSTUDY_WRITE_BASELINE",
              help="Write what fails now as such a file; reasons of --baseline are kept.")  # fmt: skip
@click.option("--report-dir", type=A_FOLDER, envvar="UNDERSTUDY_REPORT_DIR",
              help="Folder for every report: JUnit XML, JSON, HTML, HAR and a file of tests.")  # fmt: skip
@click.option("--junit", type=A_FILE, envvar="UNDERSTUDY_JUNIT", help="File for JUnit XML.")
@click.option("--json", "json_", type=A_FILE, envvar="UNDERSTUDY_JSON", help="File for the result as JSON.")
@click.option("--html", type=A_FILE, envvar="UNDERSTUDY_HTML", help="File for a page that stands alone.")
@click.option("--har", type=A_FILE, envvar="UNDERSTUDY_HAR", help="File for the requests of failures, as HAR.")
@click.option("--github", is_flag=True, envvar="UNDERSTUDY_GITHUB", help="Print annotations for GitHub Actions.")
@click.pass_context
def test(
    context: click.Context, api: str, target: str, seed: int, processes: int | None, only: tuple[str, ...],
    examples: int | None, whole: bool, baseline: Path | None, write_baseline: Path | None,
    report_dir: Path | None, junit: Path | None, json_: Path | None, html: Path | None, har: Path | None,
    github: bool,
) -> None:  # fmt: skip
    """Test whether an implementation keeps the contract of an API.

    Exit code 0: it does. 1: it does not, and what is wrong is told. 2: it could not be tested.
    """
    try:
        from understudy.contract_tests.suite import baseline as baselines  # a second that no other command needs
        from understudy.contract_tests.suite.extent import Extent
    except ModuleNotFoundError as error:
        told = f"{error.name} is not installed, which the tests need: pip install 'understudy[test]'"
        raise CouldNotTest(told) from error

    from understudy.contract_tests.reports import github as annotating
    from understudy.contract_tests.reports import terminal
    from understudy.contract_tests.reports.files import files
    from understudy.contract_tests.targets.tables import SettingsError

    try:
        known: Baseline = baselines.read(baseline) if baseline else {}
        wanted = files(report_dir, {"junit": junit, "json": json_, "html": html, "har": har})
        result = _run(api, target, Extent(seed, examples, whole), only, processes)
        if write_baseline:
            baselines.write(write_baseline, result.findings, known, datetime.now(UTC).date())
        baselines.apply(known, result, complete=not only)
        wanted.write(result)
    except SettingsError as error:
        raise CouldNotTest(str(error)) from error
    for line in terminal.lines(result):
        click.echo(line)
    if github:
        for line in annotating.written(result):
            click.echo(line)
    context.exit(result.exit_code)


def _run(api: str, target: str, extent: Extent, only: tuple[str, ...], processes: int | None) -> Result:
    from understudy.commands.watching import watching
    from understudy.contract_tests.suite.processes import BrokenSuiteError
    from understudy.contract_tests.suite.running import run, usual_processes
    from understudy.contract_tests.targets.choosing import reached
    from understudy.contract_tests.targets.secrets import Redaction
    from understudy.contract_tests.targets.target import UnreachableError

    secrets = Redaction(())
    try:
        with reached(target, api) as found:
            secrets = Redaction(found.secrets)
            many = processes or usual_processes(found.place)
            with watching(f"Testing {found.place.name}") as watch:
                result = run(api, found.place, extent, only=only, processes=many, watch=watch)
            result.log = secrets.text(found.log())
            result.served = found.served
    except (UnreachableError, BrokenSuiteError) as error:
        raise CouldNotTest(secrets.text(str(error))) from error
    except KeyboardInterrupt as error:
        raise CouldNotTest("interrupted before anything was asked") from error
    return result
