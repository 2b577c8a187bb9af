"""A PostgreSQL for the client to load into: of pgserver, from the client's environment, on a socket of its own."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import orjson

from understudy.contract_tests.catalog.client.environment import REMEDY, MissingError, variables

USER = "postgres"
STOP_SECONDS = 30

# Serves until its input ends: with the tests, however they end. Says where the other programs of PostgreSQL are.
SERVE = """
import sys
import pgserver
from pgserver._commands import POSTGRES_BIN_PATH
with pgserver.get_server(sys.argv[1], cleanup_mode="delete"):
    print(POSTGRES_BIN_PATH, flush=True)
    sys.stdin.read()
"""


class QueryError(RuntimeError):
    """What PostgreSQL said of a query that it did not do."""


@dataclass(frozen=True)
class Database:
    """One database. `variables` are what a client needs in its environment to reach it."""

    psql: Path
    socket: Path
    name: str

    @property
    def variables(self) -> dict[str, str]:
        return {"PGHOST": str(self.socket), "DAP_CONNECTION_STRING": f"postgresql://{USER}@/{self.name}"}

    def rows(self, query: str) -> list[Any]:
        """What a query, whose rows are one JSON each, finds. Raises QueryError."""
        return [orjson.loads(line) for line in self.run(query).split("\n") if line]

    def tables(self, names: Iterable[str]) -> dict[str, list[dict[str, Any]]]:
        """Every row of each table of the catalog. Raises QueryError."""
        found: dict[str, list[dict[str, Any]]] = {name: [] for name in names}
        queries = [
            f"SELECT json_build_array('{name}', row_to_json(t)) FROM catalog.{name} t;"  # noqa: S608 - names of ours
            for name in found
        ]
        for name, row in self.rows("\n".join(queries)):
            found[name].append(row)
        return found

    def run(self, statement: str) -> str:
        """Raises QueryError."""
        done = subprocess.run(  # noqa: S603 - our own command
            [self.psql, "-XqAt", "-v", "ON_ERROR_STOP=1", self.variables["DAP_CONNECTION_STRING"]],
            env=variables(**self.variables),
            input=statement,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise QueryError(f"{statement[:200]}\n{done.stderr}")
        return done.stdout

    def beside(self, name: str) -> Database:
        """A new database of the same server."""
        self.run(f"CREATE DATABASE {name}")
        return Database(self.psql, self.socket, name)


@contextmanager
def served(environment: Path) -> Iterator[Database]:
    """A PostgreSQL, as the database that every one has, for as long as the context lasts. Raises MissingError."""
    with TemporaryDirectory(prefix="dap-") as folder:
        data, runtime = Path(folder, "data"), Path(folder, "runtime")
        runtime.mkdir(mode=0o700)
        with subprocess.Popen(  # noqa: S603 - our own command
            [environment / "bin" / "python", "-c", SERVE, data],
            env=variables(XDG_RUNTIME_DIR=str(runtime)),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as process:
            programs = process.stdout.readline().strip() if process.stdout else ""
            if not programs:
                reason = process.communicate()[1].strip().rpartition("\n")[2]
                raise MissingError(f"no PostgreSQL in {environment} ({reason}): {REMEDY}, on Python 3.11 or 3.12")
            try:
                yield Database(Path(programs, "psql"), data, USER)
            finally:
                process.communicate("", timeout=STOP_SECONDS)
