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
            _happen(sandbox, table, number)


def _happen(sandbox: Sandbox, table: Table, number: int) -> None:
    name, records, values = table.name, sandbox.records(table.name), list(extremes(table))
    first = records[0]
    sandbox.change(name, first["id"], values[number])
    sandbox.change(name, first["id"], values[number + 1])  # it is told of once, as it is in the end
    sandbox.add(name, _like(first, values[number]))
    short = sandbox.add(name, _like(first, values[number]))
    sandbox.delete(name, short["id"])
    if name != LATE:
        sandbox.change(name, records[number]["id"], {"deleted_at": first["created_at"]})
        sandbox.change(name, records[number - 1]["id"], {"deleted_at": None})
        back, gone = records[-2:]
        sandbox.delete(name, gone["id"])
        sandbox.delete(name, back["id"])
        sandbox.add(name, back)


def _like(record: Record, fields: Record) -> Record:
    return {**{name: value for name, value in record.items() if name != "id"}, **fields}


def _clear(sandbox: Sandbox, table: str) -> None:
    for record in sandbox.records(table):
        sandbox.delete(table, record["id"])
