"""The `dap` command, run as a program."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from understudy.contract_tests.catalog.client.environment import variables
from understudy.mocks.catalog.settings import Settings

PATIENCE = 120
STARTED = re.compile(r"Starting \w+ of table '(\w+)'")
RETRIEVED = re.compile(r"\w+ query results have been successfully retrieved:\n(.*)", re.DOTALL)

ALL = ("--namespace", "catalog", "--table", "all")


class FailedError(RuntimeError):
    """The command did not succeed; holds what it logged."""


@dataclass(frozen=True)
class Ran:
    """What a run printed, line by line, and what it logged, message by message."""

    code: int
    printed: list[str]
    logged: list[str]


@dataclass(frozen=True)
class Download:
    """The files of one table; `job` is the job as the client understood it."""

    job: Mapping[str, Any]
    files: Sequence[Path]


@dataclass(frozen=True)
class Dap:
    """The client as one user has set it up; `more` are further environment variables."""

    environment: Path
    url: str
    sandbox: str = "default"
    secret: str = Settings().api_key
    more: Mapping[str, str] = field(default_factory=dict)

    def run(self, *words: str, program: Sequence[str] = ()) -> Ran:
        """Runs `dap` with these words, or another program that takes them."""
        own = {
            "DAP_API_URL": self.url,
            "DAP_CLIENT_ID": f"us-east-1#{self.sandbox}",
            "DAP_CLIENT_SECRET": self.secret,
            "DAP_TRACKING": "false",
        }
        done = subprocess.run(  # noqa: S603 - our own command
            [
                *(program or [str(self.environment / "bin" / "dap")]),
                "--non-interactive",
                "--logformat",
                "json",
                *words,
            ],
            env=variables(**own, **self.more),
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )
        logged = [orjson.loads(line)["message"] for line in done.stderr.split("\n") if line.startswith("{")]
        return Ran(done.returncode, done.stdout.split("\n")[:-1], logged)

    def succeed(self, *words: str) -> Ran:
        """Runs `dap`. Raises FailedError."""
        ran = self.run(*words)
        if ran.code:
            raise FailedError("\n".join([f"dap {' '.join(words)}: exit code {ran.code}", *ran.logged]))
        return ran

    def download(self, folder: Path, *words: str) -> dict[str, Download]:
        """Runs `dap snapshot` or `dap incremental`, and finds the files of each table. Raises FailedError."""
        ran = self.succeed(*words, "--output-directory", str(folder))
        found, table = dict[str, Download](), ""
        for message in ran.logged:
            if match := STARTED.match(message):
                table = match[1]
            elif match := RETRIEVED.match(message):
                job = orjson.loads(match[1])
                found[table] = Download(job, sorted((folder / f"job_{job['id']}").glob("*")))
        return found
