"""What happens to the records of a sandbox between one look at them and the next."""

from __future__ import annotations

from understudy.contract_tests.catalog.client.extremes import extremes
from understudy.contract_tests.catalog.client.sandbox import Record, Sandbox
from understudy.specs.catalog.tables import Table, tables

LATE = "themes"
"""Has no records before the first day."""
CLEARED = "product_tags"
"""Loses all that it has on the first day."""


def prepare(sandbox: Sandbox) -> None:
    """Adds records whose columns hold everything that they can."""
    known = {name: sandbox.records(name)[0] for name in tables()}
    sandbox.load(
        {name: [_like(known[name], fields) for fields in extremes(table)] for name, table in tables().items()}
    )
    _clear(sandbox, LATE)


def day(sandbox: Sandbox, number: int) -> None:
    """Makes, changes and deletes records of every table, also softly; `number` is 1 for the first day."""
    for table in tables().values():
        if table.name == LATE and number == 1:
            sandbox.add(LATE, next(extremes(table)))
        elif table.name == CLEARED and number == 1:
            _clear(sandbox, CLEARED)
        elif table.name != CLEARED:
            _pass(sandbox, table, number)


def _pass(sandbox: Sandbox, table: Table, number: int) -> None:
    name, records, values = table.name, sandbox.records(table.name), list(extremes(table))
    sandbox.change(name, records[0]["id"], values[number])
    sandbox.change(name, records[0]["id"], values[number + 1])
    if len(records) > 3:
        sandbox.change(name, records[number]["id"], {"deleted_at": records[0]["created_at"]})
        sandbox.change(name, records[number - 1]["id"], {"deleted_at": None})
        sandbox.delete(name, records[-1]["id"])
        sandbox.delete(name, records[-2]["id"])
        sandbox.add(name, records[-2])
    sandbox.add(name, _like(records[0], values[number]))
    short = sandbox.add(name, _like(records[0], values[number]))
    sandbox.delete(name, short["id"])


def _like(record: Record, fields: Record) -> Record:
    return {**{name: value for name, value in record.items() if name != "id"}, **fields}


def _clear(sandbox: Sandbox, table: str) -> None:
    for record in sandbox.records(table):
        sandbox.delete(table, record["id"])
