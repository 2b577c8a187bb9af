"""The tables are the collections: a record is a row, and foreign keys are its references."""

from __future__ import annotations

import pytest

from understudy.specs.catalog.rows import component
from understudy.specs.catalog.tables import tables
from understudy.specs.contract import load
from understudy.specs.records import Reference, collections

CATALOG = collections("catalog")
REFERENCES = [reference for collection in CATALOG.values() for reference in collection.references]
EACH = pytest.mark.parametrize("name", CATALOG)


def test_every_table_is_a_collection() -> None:
    assert list(CATALOG) == list(tables())
    assert len(CATALOG) == 28


@EACH
def test_a_record_is_a_row(name: str) -> None:
    collection, row = CATALOG[name], load("catalog").schemas[component(name)]
    assert collection.schema["properties"] == row["properties"]
    assert set(collection.schema["required"]) == set(row["required"])
    assert collection.schema["additionalProperties"] is False
    assert collection.shown == tuple(column.name for column in tables()[name].columns)
    assert (collection.private, collection.id_type, collection.unique) == (frozenset(), "integer", ())


@EACH
def test_foreign_keys_are_references_and_indexed(name: str) -> None:
    table, collection = tables()[name], CATALOG[name]
    assert [(ref.field, ref.to) for ref in collection.references] == [
        (column.name, column.references) for column in table.foreign_keys
    ]
    held = {(column.name,) for column in table.columns if column.references is not None}
    assert set(collection.indexed) == held
    assert len(collection.indexed) == len(held)


@pytest.mark.parametrize("reference", REFERENCES, ids=lambda ref: f"{ref.collection}.{ref.field}-{ref.to}")
def test_references_resolve_and_are_kept(reference: Reference) -> None:
    held = CATALOG[reference.collection].schema["properties"][reference.field]
    key = CATALOG[reference.to].schema["properties"]["id"]
    assert (held["minimum"], held["maximum"]) == (key["minimum"], key["maximum"])
    assert (reference.on_delete, reference.many, reference.where) == ("keep", False, {})
