"""Which reports are written, and where."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from understudy.contract_tests.reports import junit, machine, page
from understudy.contract_tests.reproduction import replay
from understudy.contract_tests.suite.result import Result
from understudy.contract_tests.targets.tables import SettingsError
from understudy.specs import contract


def _tests(result: Result) -> bytes:
    return replay.tests(finding.failure for finding in result.findings).encode()


WRITERS: Mapping[str, Callable[[Result], bytes]] = {
    "junit": lambda result: junit.write(result, contract.load(result.api)),
    "json": machine.write,
    "html": lambda result: page.write(result, contract.load(result.api)).encode(errors="replace"),
    "har": machine.traffic,
    "tests": _tests,
    "log": lambda result: result.log.encode(errors="replace"),
}
IN_FOLDER = {
    "junit": "junit.xml",
    "json": "result.json",
    "html": "report.html",
    "har": "failures.har",
    "tests": "test_failures.py",
    "log": "container.log",
}


@dataclass(frozen=True)
class Files:
    """A kind of report, and the file for it."""

    wanted: tuple[tuple[str, Path], ...]

    def write(self, result: Result) -> None:
        """Raises SettingsError for a file that cannot be written."""
        for kind, path in self.wanted:
            if kind != "log" or result.log:
                try:
                    path.write_bytes(WRITERS[kind](result))
                except OSError as error:
                    raise SettingsError(f"{path} cannot be written: {error.strerror}") from error


def files(folder: Path | None, single: Mapping[str, Path | None]) -> Files:
    """All of them in a folder, where one is named, and single ones. The folder is made.

    Raises SettingsError before anything is asked of a target, where nothing could be written after that.
    """
    wanted = [(kind, path) for kind, path in single.items() if path is not None]
    if folder is not None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise SettingsError(f"{folder} cannot be made: {error.strerror}") from error
        wanted += [(kind, folder / name) for kind, name in IN_FOLDER.items()]
    for _, path in wanted:
        if not path.parent.is_dir():
            raise SettingsError(f"{path} cannot be written: there is no folder {path.parent}")
    return Files(tuple(wanted))
