"""Runs `understudy serve` as a process of its own, for what must be tested from outside."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from tempfile import TemporaryFile
from urllib.parse import urlsplit

START_SECONDS = 30


class StartError(RuntimeError):
    """The process ended, or said something else, before it served; holds what it said."""


@dataclass(frozen=True)
class Served:
    """A mock that answers at `url`; of several, the first one."""

    url: str
    process: subprocess.Popen[str]

    @property
    def root(self) -> str:
        """The server's own address, without the name of an API."""
        return f"http://{self.host}:{self.port}"

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""

    @property
    def port(self) -> int:
        return urlsplit(self.url).port or 0


@contextmanager
def served(*arguments: str) -> Iterator[Served]:
    """Serves the APIs that are named, with options, on a free port of loopback, and ends the process at the end.

    Raises StartError.
    """
    command = [sys.executable, "-m", "understudy", "serve", *arguments, "--port", "0"]
    with TemporaryFile("w+") as errors:  # a pipe that nobody reads would stop a server that has much to say
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True)  # noqa: S603 - ours
        try:
            first = process.stdout.readline() if process.stdout else ""
            if not first.startswith("Serving "):
                process.kill()
                process.wait()
                errors.seek(0)
                raise StartError(first + errors.read())
            yield Served(first.split(" at ")[1].split(",")[0].strip(), process)
        finally:
            process.terminate()
            process.communicate(timeout=START_SECONDS)
