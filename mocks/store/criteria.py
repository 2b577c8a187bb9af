"""Criteria in the style of MongoDB, translated once into SQL.

A criterion is `{field: value}` or `{field: {operator: value}}`; several in one mapping must all hold.
`None` means null or absent, as in MongoDB. Source of the semantics: MongoDB manual, Query Predicates.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import orjson

Criteria = Mapping[str, Any]
Parameters = list[Any]
Column = Callable[[str], str]
"""Names the SQL expression that holds a field."""

COMPARISONS = {"$gt": ">", "$gte": ">=", "$lt": "<", "$lte": "<="}
LOGICAL = {"$and": " AND ", "$or": " OR "}


class CriteriaError(ValueError):
    """Criteria that cannot be understood; names the operator or field."""


def to_sql(criteria: Criteria, column: Column) -> tuple[str, Parameters]:
    """A WHERE expression and its parameters. No criteria: everything matches.

    Raises CriteriaError for an unknown operator or an operand of the wrong kind.
    """
    parameters: Parameters = []
    clauses = [_clause(name, value, column, parameters) for name, value in criteria.items()]
    return " AND ".join(clauses) or "1", parameters


def _clause(name: str, value: Any, column: Column, parameters: Parameters) -> str:
    if name in LOGICAL:
        return _logical(name, value, column, parameters)
    if name.startswith("$"):
        raise CriteriaError(f"unknown operator {name!r} where a field is expected: use $and or $or")
    expression = column(name)
    if isinstance(value, Mapping) and value and all(key.startswith("$") for key in value):
        return " AND ".join(_operator(key, operand, expression, parameters) for key, operand in value.items())
    return _operator("$eq", value, expression, parameters)


def _logical(name: str, parts: Any, column: Column, parameters: Parameters) -> str:
    if not isinstance(parts, list) or not parts:
        raise CriteriaError(f"{name} takes a list of at least one criterion, not {parts!r}")
    clauses = []
    for part in parts:
        clause, values = to_sql(part, column)
        clauses.append(f"({clause})")
        parameters.extend(values)
    return f"({LOGICAL[name].join(clauses)})"


def _operator(name: str, operand: Any, expression: str, parameters: Parameters) -> str:
    if name == "$eq" and operand is None:
        return f"{expression} IS NULL"
    if name == "$eq":
        parameters.append(operand)
        return f"{expression} = ?"
    if name == "$ne":
        parameters.append(operand)
        return f"{expression} IS NOT ?"
    if name in COMPARISONS:
        parameters.append(operand)
        return f"{expression} {COMPARISONS[name]} ?"
    if name == "$in":
        parameters.append(orjson.dumps(list(operand)).decode())
        return f"{expression} IN (SELECT value FROM json_each(?))"
    if name == "$elemMatch":
        return _element(operand, expression, parameters)
    raise CriteriaError(f"unknown operator {name!r}: use $eq, $ne, $gt, $gte, $lt, $lte, $in or $elemMatch")


def _element(criteria: Any, expression: str, parameters: Parameters) -> str:
    """Some entry of the list meets the criteria: on the entry itself ({"$eq": 1}), or on its fields."""
    if not isinstance(criteria, Mapping) or not criteria:
        raise CriteriaError(f"$elemMatch takes criteria, not {criteria!r}")
    if all(key.startswith("$") and key not in LOGICAL for key in criteria):
        clause = " AND ".join(_operator(key, value, "value", parameters) for key, value in criteria.items())
    else:
        clause, values = to_sql(criteria, lambda name: json_field("value", name))
        parameters.extend(values)
    return f"EXISTS (SELECT 1 FROM json_each({expression}) WHERE {clause})"


def json_field(document: str, name: str) -> str:
    """The SQL expression for a field (dots go into nested objects) of a JSON column."""
    if '"' in name or "'" in name or "\x00" in name:
        raise CriteriaError(f"field name {name!r} holds a quote or a null character")
    path = ".".join(f'"{part}"' for part in name.split("."))
    return f"json_extract({document}, '$.{path}')"
