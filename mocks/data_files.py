"""Where sandboxes are kept between runs: the default one in the data file, each other one in a file beside it."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from glob import escape
from pathlib import Path

from understudy.mocks.store import DataFileError

DEFAULT = "default"
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,62}", re.ASCII)
SQLITE_MAGIC = b"SQLite format 3\0"


class DataFiles:
    """The files of one mock's sandboxes, by the sandbox's name; none where there is no `path`."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        # With an ending, none of them is mistaken for SQLite's own files, which are named `…-wal` and `…-shm`.
        self._ending = ".db" if path is None or not path.suffix else path.suffix

    def of(self, name: str) -> Path | None:
        """Where a sandbox is kept, or would be."""
        if self._path is None or name == DEFAULT:
            return self._path
        return self._path.with_name(f"{self._path.stem}.{name}{self._ending}")

    def names(self) -> list[str]:
        """The sandboxes that have a file."""
        if self._path is None:
            return []
        beside = self._path.parent.glob(f"{escape(self._path.stem)}.*{escape(self._ending)}")
        names = [file.name[len(self._path.stem) + 1 : -len(self._ending)] for file in beside]
        return [name for name in {DEFAULT, *names} if self.has(name)]

    def has(self, name: str) -> bool:
        """Whether the sandbox has a file. What else lies beside the data file (logs, notes) is none."""
        file = self.of(name) if NAME.fullmatch(name) else None
        if file is None or not file.is_file():
            return False
        if name == DEFAULT:
            return file.stat().st_size > 0
        with file.open("rb") as content:
            return content.read(len(SQLITE_MAGIC)) == SQLITE_MAGIC

    def begin(self, name: str, write: Callable[[Path], object]) -> Path | None:
        """Keeps a sandbox's first state as `write` puts it into a file: whole, or not at all.

        Raises DataFileError.
        """
        file = self.of(name)
        if file is None:
            return None
        beginning = file.with_name(f"{file.name}.new")
        try:
            if file.is_dir() or (file.exists() and file.stat().st_size):
                raise _unusable(file, "something else is there")
            _unlink(beginning)  # a start that was cut short may have left it
            beginning.touch()
            write(beginning)
            self.remove(name)  # with a log that an earlier file may have left
            beginning.replace(file)
        except BaseException as error:
            with suppress(OSError):
                _unlink(beginning)
            if isinstance(error, OSError):
                raise _unusable(file, error.strerror) from error
            raise
        return file

    def remove(self, name: str) -> None:
        file = self.of(name)
        if file is not None:
            _unlink(file)


def _unlink(file: Path) -> None:
    """Removes a file with what SQLite keeps beside it."""
    for part in (file, file.with_name(f"{file.name}-wal"), file.with_name(f"{file.name}-shm")):
        part.unlink(missing_ok=True)


def check_version(file: Path, version: str) -> None:
    """Raises DataFileError if the file is not ours, or was written under another version of the contract.

    Looks without touching: a file that is refused stays as it was.
    """
    database = sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True, timeout=0)
    try:
        row = database.execute("SELECT value FROM _state WHERE key = 'contract'").fetchone()
    except sqlite3.Error as error:
        problem = "it is no data file of ours" if "no such table" in str(error) else str(error)
        raise _unusable(file, problem) from error
    finally:
        database.close()
    written = None if row is None else json.loads(row[0])
    if written != version:
        raise DataFileError(
            f"{file} was written under contract version {written}, and this is {version}: "
            f"serve it with the release that wrote it, or choose another --data."
        )


def _unusable(file: Path, problem: str | None) -> DataFileError:
    return DataFileError(f"cannot use {file} as a data file: {problem}. Choose another --data.")
