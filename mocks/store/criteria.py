"""Criteria in the style of MongoDB, translated once into SQL.

A criterion is `{field: value}` or `{field: {operator: value}}`; several in one mapping must all hold.
`None` means null or absent, as in MongoDB, and only values of one kind have an order: numbers, or texts.
Source of the semantics: MongoDB manual, Query Predicates.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import orjson

Criteria = Mapping[str, Any]
Parameters = list[Any]
Column = Callable[[str], str]
"""Names the SQL expression that holds a field."""

COMPARISONS = {"$gt": ">", "$gte": ">=", "$lt": "<", "$lte": "<="}
LOGICAL = {"$and": " AND ", "$or": " OR "}
EXTRACT = "json_extract("
ENTRY = "CASE type WHEN 'object' THEN value END"
LARGEST = 2**63 - 1


class CriteriaError(ValueError):
    """Criteria that cannot be understood; names the operator or field."""


def to_sql(criteria: Criteria, column: Column) -> tuple[str, Parameters]:
    """A WHERE expression and its parameters. No criteria: everything matches.

    Raises CriteriaError for an unknown operator or an operand of the wrong kind.
    """
    if not isinstance(criteria, Mapping):
        raise CriteriaError(f"criteria are a mapping, not {criteria!r}")
    parameters: Parameters = []
    clauses = [_clause(name, value, column, parameters) for name, value in criteria.items()]
    return " AND ".join(clauses) or "1", parameters


def _clause(name: str, value: Any, column: Column, parameters: Parameters) -> str:
    if name in LOGICAL:
        return _logical(name, value, column, parameters)
    if name.startswith("$"):
        raise CriteriaError(f"unknown operator {name!r} where a field is expected: use $and or $or")
    expression = column(name)
    if _holds_operators(value):
        return " AND ".join(_operator(key, operand, expression, parameters) for key, operand in value.items())
    return _operator("$eq", value, expression, parameters)


def _holds_operators(value: Any) -> bool:
    return isinstance(value, Mapping) and bool(value) and all(key.startswith("$") for key in value)


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
    if name == "$in":
        return _in(operand, expression, parameters)
    if name == "$elemMatch":
        return _element(operand, expression, parameters)
    if name not in ("$eq", "$ne", *COMPARISONS):
        raise CriteriaError(f"unknown operator {name!r}: use $eq, $ne, $gt, $gte, $lt, $lte, $in or $elemMatch")
    if name == "$eq" and operand is None:
        return f"{expression} IS NULL"
    parameters.append(_plain(name, operand))
    if name == "$eq":
        return f"{expression} = ?"
    if name == "$ne":
        return f"{expression} IS NOT ?"
    return f"{expression} {COMPARISONS[name]} ?{_same_kind(name, operand, expression)}"


def _same_kind(name: str, operand: Any, expression: str) -> str:
    """SQLite puts every text after every number; this keeps a comparison on its own side."""
    if isinstance(operand, str):
        return f" AND {expression} >= ''" if name in ("$lt", "$lte") else ""
    return f" AND {expression} < ''" if name in ("$gt", "$gte") else ""


def _plain(name: str, operand: Any) -> Any:
    """The operand, if it is one that a field can be held against."""
    if operand is not None and not isinstance(operand, str | int | float):
        raise CriteriaError(f"{name} takes a text, a number, true, false or null, not {operand!r}")
    return float(operand) if isinstance(operand, int) and abs(operand) > LARGEST else operand


def _in(operand: Any, expression: str, parameters: Parameters) -> str:
    if isinstance(operand, str | Mapping) or not isinstance(operand, Iterable):
        raise CriteriaError(f"$in takes a list, not {operand!r}")
    values = [_plain("$in", value) for value in operand]
    parameters.append(orjson.dumps(values).decode())
    found = f"{expression} IN (SELECT value FROM json_each(?))"
    return f"({expression} IS NULL OR {found})" if None in values else found


def _element(criteria: Any, expression: str, parameters: Parameters) -> str:
    """Some entry of the list meets the criteria: on the entry itself ({"$eq": 1}), or on its fields.

    The rows of `json_each` have a number as key where the field is a list, and there alone.
    """
    if not isinstance(criteria, Mapping) or not criteria:
        raise CriteriaError(f"$elemMatch takes criteria, not {criteria!r}")
    if not expression.startswith(EXTRACT) or ENTRY in expression:
        raise CriteriaError("$elemMatch is for lists in a record: not for its id, and not within another")
    if all(key.startswith("$") and key not in LOGICAL for key in criteria):
        clause = " AND ".join(_operator(key, value, "atom", parameters) for key, value in criteria.items())
    else:
        clause, values = to_sql(criteria, lambda name: json_field(ENTRY, name))
        clause = f"type = 'object' AND {clause}"
        parameters.extend(values)
    entries = f"json_each({expression.removeprefix(EXTRACT)}"
    return f"EXISTS (SELECT 1 FROM {entries} WHERE typeof(key) = 'integer' AND {clause})"


def json_field(document: str, name: str) -> str:
    """The SQL expression for a field (dots go into nested objects) of a JSON column."""
    if '"' in name or "'" in name or "\x00" in name:
        raise CriteriaError(f"field name {name!r} holds a quote or a null character")
    path = ".".join(f'"{part}"' for part in name.split("."))
    return f"{EXTRACT}{document}, '$.{path}')"
