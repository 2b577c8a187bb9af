"""What the client loads into PostgreSQL is what the sandbox holds, at first and after each day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from operator import itemgetter
from pathlib import Path
from typing import Any

import pytest

from understudy.contract_tests.catalog.client import days
from understudy.contract_tests.catalog.client.command import Dap
from understudy.contract_tests.catalog.client.conftest import SEEDED
from understudy.contract_tests.catalog.client.postgres import Database
from understudy.contract_tests.catalog.client.sandbox import Record, fresh
from understudy.contract_tests.catalog.rows import plain
from understudy.contract_tests.serving import Served, served
from understudy.specs.catalog.dap import schema_document
from understudy.specs.catalog.tables import PRECISION, SCALE, Table, tables

ROWS_PER_OBJECT = 15
STAGES = {"at first": "initdb", "after a day": "syncdb", "after another": "syncdb"}
TYPES = {
    "boolean": "boolean",
    "datetime": "timestamp without time zone",
    "decimal": f"numeric({PRECISION},{SCALE})",
    "int32": "integer",
    "int64": "bigint",
    "string": "text",
}
COLUMNS = """
SELECT json_build_array(relname, attname, format_type(atttypid, atttypmod), attnotnull)
FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
WHERE relnamespace = 'catalog'::regnamespace AND relkind = 'r' AND attnum > 0
"""

State = dict[str, list[Record]]


@dataclass(frozen=True)
class Share:
    """Some of the tables, in a database of their own."""

    dap: Dap
    database: Database
    tables: Sequence[str]

    def do(self, verb: str) -> None:
        self.dap.succeed(verb, "--namespace", "catalog", "--table", ",".join(self.tables))

    def rows(self) -> State:
        return self.database.tables(self.tables)


@dataclass(frozen=True)
class Replication:
    """What was in the sandbox and in the database at each stage, and the types of the database's columns."""

    expected: dict[str, State] = field(default_factory=dict)
    found: dict[str, State] = field(default_factory=dict)
    columns: list[list[Any]] = field(default_factory=list)


@pytest.fixture(scope="module")
def living_server(client_environment: Path) -> Iterator[Served]:
    """A Catalog with the time of now."""
    with served("catalog", *SEEDED) as server:
        yield server


@pytest.fixture(scope="module")
def replication(database: Database, client_environment: Path, living_server: Served) -> Replication:
    """Done in two databases at once: for every table the client looks at all that its database holds."""
    done = Replication()
    with fresh(living_server.url, "replicated") as sandbox:
        sandbox.change_settings(dap_rows_per_object=ROWS_PER_OBJECT)
        shares = []
        for name, half in (("even", list(tables())[::2]), ("odd", list(tables())[1::2])):
            own = database.beside(name)
            dap = Dap(client_environment, living_server.url, sandbox.name, more=own.variables)
            shares.append(Share(dap, own, half))
        days.prepare(sandbox)
        for number, (stage, verb) in enumerate(STAGES.items()):
            if number:
                days.day(sandbox, number)
            with ThreadPoolExecutor() as pool:
                list(pool.map(partial(Share.do, verb=verb), shares))
            done.expected[stage] = {name: sandbox.records(name) for name in tables()}
            done.found[stage] = {name: rows for share in shares for name, rows in share.rows().items()}
    done.columns.extend(column for share in shares for column in share.database.rows(COLUMNS))
    return done


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("table", tables())
def test_the_database_is_the_sandbox(replication: Replication, table: str, stage: str) -> None:
    document = schema_document(tables()[table])
    expected = [plain(record, document) for record in replication.expected[stage][table]]
    found = [plain(row, document) for row in replication.found[stage][table]]
    assert sorted(found, key=itemgetter("id")) == expected


@pytest.mark.parametrize("table", tables().values(), ids=tables())
def test_columns_have_their_types(replication: Replication, table: Table) -> None:
    found = {name: (kind, filled) for owner, name, kind, filled in replication.columns if owner == table.name}
    assert found == {column.name: (TYPES[column.type], not column.nullable) for column in table.columns}
