"""Criteria as SQL: what SQL says as MongoDB means it, in SQL; the rest as one function of the record.

Fields whose declared type is a single value are compared by SQL, which finds them by index. Anything else (an
array, an undeclared field, an operator that SQL lacks) is asked of the record itself, by the function `ask`. No
name that comes from outside enters the SQL: only the expressions of declared fields do.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import orjson

from understudy.mocks.store.criteria.calls import RECORD, Call
from understudy.mocks.store.criteria.needles import needle
from understudy.mocks.store.criteria.operators import Comparison, Membership
from understudy.mocks.store.criteria.parsing import Criteria, parse
from understudy.mocks.store.criteria.tree import Every, Field, Node, Not, Some
from understudy.mocks.store.criteria.values import LARGEST, Kind, kind, nearest

Parameters = list[Any]
Said = tuple[str, Parameters]

SIGNS = {"$eq": "=", "$gt": ">", "$gte": ">=", "$lt": "<", "$lte": "<="}
NEVER: Said = ("0", [])
# Far below SQLite's limits (a stack of 100 symbols, 1,000 levels of an expression): what is longer is rare.
MOST_LEVELS = 10
MOST_CLAUSES = 50


class Scalar(NamedTuple):
    """A field that holds a number, a text or a boolean, or nothing: never an array or an object."""

    expression: str
    kind: Kind


Scalars = Callable[[str], Scalar | None]
"""Says of a dotted name how SQL reaches the field, if it is declared to be a scalar."""


def to_sql(criteria: Criteria, scalars: Scalars) -> Said:
    """A WHERE expression for a table of `id`, `shown` and `private`, and its parameters.

    Keep the parameters until the rows are read. Raises CriteriaError as `parse` does.
    """
    said: list[Said] = []
    rest: list[Node] = []
    for part in _conjuncts(parse(criteria)):
        clause = _say(part, scalars, 0) if len(said) < MOST_CLAUSES else None
        if clause is None:
            rest.append(part)
        else:
            said.append(clause)
    if rest:
        whole = rest[0] if len(rest) == 1 else Every(tuple(rest))
        text = needle(whole)
        if text is not None:
            said.append(("(instr(shown, ?) OR instr(private, ?))", [text, text]))
        said.append((f"ask(?, {RECORD})", [Call(whole.meets)]))
    return _joined(said, " AND ") if said else ("1", [])


def _conjuncts(node: Node) -> Iterator[Node]:
    if isinstance(node, Every):
        for part in node.parts:
            yield from _conjuncts(part)
    else:
        yield node


def _say(node: Node, scalars: Scalars, level: int) -> Said | None:
    """The node in SQL that is true, or false or NULL; None where SQL has no words for it."""
    match node:
        case Field(path, Comparison() | Membership() as operator):
            scalar = scalars(".".join(path))
            return None if scalar is None else _compare(scalar, operator)
        case Not(part) if level < MOST_LEVELS:
            said = _say(part, scalars, level + 1)
            return None if said is None else (f"({said[0]}) IS NOT TRUE", said[1])
        case Every(parts) | Some(parts) if parts and len(parts) <= MOST_CLAUSES and level < MOST_LEVELS:
            every = [_say(part, scalars, level + 1) for part in parts]
            said_all = [said for said in every if said is not None]
            if len(said_all) < len(every):
                return None
            sql, parameters = _joined(said_all, " AND " if isinstance(node, Every) else " OR ")
            return f"({sql})", parameters
    return None


def _joined(said: list[Said], word: str) -> Said:
    return word.join(sql for sql, _ in said), [value for _, values in said for value in values]


def _compare(scalar: Scalar, operator: Comparison | Membership) -> Said | None:
    if isinstance(operator, Membership):
        return _among(scalar, operator.operands)
    if operator.kind is Kind.NULL:
        return (f"{scalar.expression} IS NULL", []) if operator.name in ("$eq", "$gte", "$lte") else NEVER
    if operator.kind is not scalar.kind:
        return NEVER
    if _cut(operator.operand) or not _finite(operator.operand):
        return None
    return f"{scalar.expression} {SIGNS[operator.name]} ?", [_number(operator.operand)]


def _among(scalar: Scalar, operands: list[Any]) -> Said | None:
    own = [_number(operand) for operand in operands if kind(operand) is scalar.kind]
    if any(map(_cut, own)):
        return None
    found = f"{scalar.expression} IN (SELECT value FROM json_each(?))", [orjson.dumps(own).decode()]
    return (f"({scalar.expression} IS NULL OR {found[0]})", found[1]) if None in operands else found


def _number(operand: Any) -> Any:
    return nearest(operand) if isinstance(operand, int) and abs(operand) > LARGEST else operand


def _finite(operand: Any) -> bool:
    """JSON has no other numbers, and SQLite would take a NaN for NULL."""
    return not isinstance(operand, float) or math.isfinite(operand)


def _cut(operand: Any) -> bool:
    """SQLite's JSON functions end a text at a null character (seen in 3.40)."""
    return isinstance(operand, str) and "\0" in operand
