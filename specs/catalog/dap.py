"""The schema document of a table: what DAP answers to `GET /dap/query/catalog/table/{table}/schema`.

The vendor's client reads it with a strict parser of its own: one unknown keyword anywhere ends it, so only the
forms below occur. `key` holds the primary key, first and alone. What `required` does not list is nullable.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy

from understudy.specs.catalog.tables import DECIMAL_BOUND, DECIMAL_STEP, Column, Table, Type
from understudy.specs.contract import Document

DIALECT = "https://json-schema.org/draft/2020-12/schema"
VERSION = 1

_FORMS: Mapping[Type, Document] = {
    "boolean": {"type": "boolean"},
    "datetime": {"type": "string", "format": "date-time"},
    "decimal": {
        "type": "number",
        "exclusiveMinimum": -DECIMAL_BOUND,
        "exclusiveMaximum": DECIMAL_BOUND,
        "multipleOf": DECIMAL_STEP,
    },
    "float32": {"type": "number", "format": "float32"},
    "float64": {"type": "number", "format": "float64"},
    "int16": {"type": "integer", "format": "int16"},
    "int32": {"type": "integer", "format": "int32"},
    "int64": {"type": "integer", "format": "int64"},
    "json": {"type": "object"},
    "string": {"type": "string"},
    "uuid": {"type": "string", "format": "uuid"},
}

_META: Document = {
    "type": "object",
    "properties": {
        "ts": {"type": "string", "format": "date-time", "description": "when this version of the row was stored"},
        "action": {
            "type": "string",
            "enum": ["U", "D"],
            "description": "in increments: whether the row was made or changed (U) or deleted (D)",
        },
    },
    "required": ["ts"],
    "additionalProperties": False,
}


def schema_document(table: Table) -> Document:
    """JSON Schema of one row of `table` as jsonl writes it, in the form that the vendor's client accepts.

    `value` is not required: the row of a deleted record has none.
    """
    return {
        "$schema": DIALECT,
        "type": "object",
        "properties": {"meta": deepcopy(_META), "key": _group([table.key]), "value": _group(table.values)},
        "required": ["meta", "key"],
        "additionalProperties": False,
        "description": table.description,
    }


def _group(columns: Sequence[Column]) -> Document:
    return {
        "type": "object",
        "properties": {column.name: _property(column) for column in columns},
        "required": [column.name for column in columns if not column.nullable],
        "additionalProperties": False,
    }


def _property(column: Column) -> Document:
    """The form of one column.

    A known set of values is told in words, not as `enum`: the vendor calls these columns plain strings, and the
    client would make a database type of each, which a consumer's queries for text would not fit.
    """
    form = dict(_FORMS[column.type])
    if column.max_length is not None:
        form["maxLength"] = column.max_length
    values = f"; one of {', '.join(column.enum)}" if column.enum else ""
    return form | {"description": column.description + values}
