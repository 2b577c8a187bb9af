"""The schema of one record of a table: a flat object that holds every column, null where it is empty.

Two extensions tell what a schema cannot, and make records of the tables (`understudy.specs.records`):

x-table        on a schema: the table that it describes a record of
x-references   on a column: the table whose key it holds, or `canvas.users` and the like, as in the table files
"""

from __future__ import annotations

from collections.abc import Mapping

from understudy.specs.catalog.tables import DECIMAL_BOUND, DECIMAL_STEP, Column, Table, Type
from understudy.specs.contract import Document

_FORMS: Mapping[Type, Document] = {
    "boolean": {"type": "boolean"},
    "datetime": {"type": "string", "format": "date-time"},
    "decimal": {
        "type": "number",
        "minimum": -DECIMAL_BOUND,
        "exclusiveMinimum": True,
        "maximum": DECIMAL_BOUND,
        "exclusiveMaximum": True,
        "multipleOf": DECIMAL_STEP,
    },
    "float32": {"type": "number", "format": "float"},
    "float64": {"type": "number", "format": "double"},
    "int16": {"type": "integer", "minimum": -(2**15), "maximum": 2**15 - 1},
    "int32": {"type": "integer", "minimum": -(2**31), "maximum": 2**31 - 1},
    "int64": {"type": "integer", "minimum": -(2**63), "maximum": 2**63 - 1},
    "json": {"type": "object"},
    "string": {"type": "string"},
    # Draft 4, on which OpenAPI 3.0 is built, knows no format of this name: the pattern is what is checked.
    "uuid": {"type": "string", "format": "uuid", "pattern": "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"},
}


def component(table: str) -> str:
    """The name of a table's row among the schemas: `OrderItemsRow` for `order_items`."""
    return "".join(word.capitalize() for word in table.split("_")) + "Row"


def row_schema(table: Table) -> Document:
    """OpenAPI 3.0 schema of one record of `table`."""
    return {
        "type": "object",
        "description": table.description,
        "x-table": table.name,
        "required": [column.name for column in table.columns],
        "properties": {column.name: _property(column) for column in table.columns},
        "additionalProperties": False,
    }


def _property(column: Column) -> Document:
    form = {**_FORMS[column.type], "description": column.description}
    if column.key or column.references is not None:
        form["minimum"] = 1
    if column.enum:
        form["enum"] = [*column.enum, *([None] if column.nullable else [])]
    if column.max_length is not None:
        form["maxLength"] = column.max_length
    if column.nullable:
        form["nullable"] = True
    if column.references is not None:
        form["x-references"] = column.references
    return form
