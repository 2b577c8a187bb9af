"""What the client downloads, in every format, row by row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import ceil
from typing import Any

import orjson
import pytest

from understudy.contract_tests.catalog import files, rows
from understudy.contract_tests.catalog.client import days
from understudy.contract_tests.catalog.client.command import ALL, Dap, Download
from understudy.contract_tests.catalog.client.sandbox import Record, Sandbox, fresh
from understudy.specs.catalog.dap import schema_document
from understudy.specs.catalog.tables import tables

FORMATS = ("jsonl", "csv", "tsv", "parquet")
BOUNDED = "jsonl, up to a moment"
ROWS_PER_OBJECT = 15

State = dict[str, list[Record]]
Downloads = Mapping[str, Download]


@dataclass(frozen=True)
class Pulled:
    """What was downloaded, by format and then table, and the records that were there before and after a day."""

    listed: list[str]
    schemas: Mapping[str, Any]
    snapshots: Mapping[str, Downloads]
    increments: Mapping[str, Downloads]
    before: State
    after: State

    def rows(self, downloads: Downloads, table: str) -> list[files.Row]:
        return [row for path in downloads[table].files for row in files.read(path, self.schemas[table])]

    def told(self, downloads: Downloads, table: str) -> dict[int, Record | None]:
        """What the rows tell of each record."""
        found = self.rows(downloads, table)
        told = {row["key"]["id"]: rows.record(row, self.schemas[table]) for row in found}
        assert len(told) == len(found), "no record is told of twice"
        return told

    def known(self, state: State, table: str) -> dict[int, Record]:
        return {record["id"]: rows.plain(record, self.schemas[table]) for record in state[table]}


@pytest.fixture(scope="module")
def pulled(client: Dap, tmp_path_factory: pytest.TempPathFactory) -> Pulled:
    folder = tmp_path_factory.mktemp("pulled")
    with fresh(client.url, "pulled") as sandbox:
        dap = replace(client, sandbox=sandbox.name)
        sandbox.change_settings(dap_rows_per_object=ROWS_PER_OBJECT)
        days.prepare(sandbox)
        before = state(sandbox)
        snapshots = {form: dap.download(folder, "snapshot", *ALL, "--format", form) for form in FORMATS}
        days.day(sandbox, 1)
        after = state(sandbox)
        asked = ("incremental", *ALL, "--since", snapshots["parquet"]["users"].job["at"])
        increments = {form: dap.download(folder, *asked, "--format", form) for form in FORMATS}
        until = increments["jsonl"]["users"].job["until"]
        days.day(sandbox, 2)
        increments[BOUNDED] = dap.download(folder, *asked, "--until", until)
    listed = dap.succeed("list", "--namespace", "catalog").printed
    dap.succeed("schema", *ALL, "--output-directory", str(folder))
    schemas = {
        name: orjson.loads((folder / f"{name}_schema_version_1.json").read_bytes())["schema"] for name in listed
    }
    return Pulled(listed, schemas, snapshots, increments, before, after)


def state(sandbox: Sandbox) -> State:
    return {name: sandbox.records(name) for name in tables()}


def test_every_table_is_listed(pulled: Pulled) -> None:
    assert pulled.listed == list(tables())


@pytest.mark.parametrize("table", tables())
def test_the_client_reads_the_schema_as_it_is(pulled: Pulled, table: str) -> None:
    assert pulled.schemas[table] == schema_document(tables()[table])


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("table", tables())
def test_a_snapshot_is_the_table(pulled: Pulled, table: str, form: str) -> None:
    downloads = pulled.snapshots[form]
    assert not rows.problems(pulled.rows(downloads, table), pulled.schemas[table], changes=False)
    assert pulled.told(downloads, table) == pulled.known(pulled.before, table)
    assert len(downloads[table].files) == ceil(len(pulled.before[table]) / ROWS_PER_OBJECT)


@pytest.mark.parametrize("form", [*FORMATS, BOUNDED])
@pytest.mark.parametrize("table", tables())
def test_an_increment_leads_on_from_it(pulled: Pulled, table: str, form: str) -> None:
    downloads = pulled.increments[form]
    assert not rows.problems(pulled.rows(downloads, table), pulled.schemas[table], changes=True)
    told = pulled.told(downloads, table)
    assert told, "on the first day every table changes"
    state = pulled.told(pulled.snapshots["jsonl"], table) | told
    assert {key: record for key, record in state.items() if record is not None} == pulled.known(
        pulled.after, table
    )
