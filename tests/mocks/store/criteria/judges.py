"""Others who read MongoDB's language, and where they are known to read it otherwise than MongoDB's manual.

A deviation is about one condition of the criteria and one record. It has an example, which a test asks both of us,
so that the list says nothing that is not so, and ends when the other is mended.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from shutil import which
from typing import Any

from mongomock.filtering import filter_applies
from tests.mocks.store.criteria.pairs import BITS, Criteria, Record

Pair = tuple[Criteria, Record]

INSTALLED = Path(__file__).parents[4] / ".venv-campaign"
LOGICAL = ("$and", "$or", "$nor")
COMPARISONS = ("$gt", "$gte", "$lt", "$lte")
NAMES = ("double", "string", "object", "array", "bool", "int", "long", "number")
EQUALITY = ("$eq", "$ne", "$in", "$nin", "$all")
FINDING = ("$eq", *COMPARISONS, "$in", "$regex", "$options", "$type")


@dataclass(frozen=True)
class Condition:
    """
    alone   the only operator of its field, and not within `$not`
    inside  within `$elemMatch`, so that the path begins in the entry of an array
    """

    path: str
    operator: str
    operand: Any
    alone: bool
    inside: bool

    @property
    def dotted(self) -> bool:
        return "." in self.path

    @property
    def null(self) -> bool:
        return self.operand is None or (isinstance(self.operand, list) and None in self.operand)

    @property
    def finds(self) -> bool:
        """Meets what it finds, and asks nothing of what is not there."""
        return self.alone and self.operator in FINDING and not self.null


def conditions(criteria: Criteria, *, alone: bool = True, inside: bool = False) -> Iterator[Condition]:
    for name, value in criteria.items():
        if name in LOGICAL:
            for part in value:
                yield from conditions(part, alone=alone and not (inside and name == "$nor"), inside=inside)
        else:
            yield from _of_field(name, value, alone=alone, inside=inside)


def _of_field(path: str, value: Any, *, alone: bool, inside: bool) -> Iterator[Condition]:
    if not (isinstance(value, dict) and value and all(name.startswith("$") for name in value)):
        yield Condition(path, "$eq", value, alone, inside)
        return
    alone = alone and len(value.keys() - {"$options"}) == 1
    for operator, operand in value.items():
        yield Condition(path, operator, operand, alone, inside)
        if operator == "$not":
            yield from _of_field(path, operand, alone=False, inside=inside)
        if operator == "$elemMatch":
            whole = operand and all(name.startswith("$") and name not in LOGICAL for name in operand)
            if whole:
                yield from _of_field(path, operand, alone=alone, inside=True)
            else:
                yield from conditions(operand, alone=alone, inside=True)


VALUE, MISSING, ARRAY, NESTED, LIST, LISTS = "value", "missing", "array", "nested", "list", "lists"


def met(condition: Condition, record: Record) -> set[str]:
    """What a path meets: on its way a value, nothing, an array, an array in one; at its end a list, lists in it.

    Everything, where the path begins in an entry of some array.
    """
    if condition.inside:
        return {VALUE, MISSING, ARRAY, NESTED, LIST, LISTS}
    return set(_met(record, condition.path.split(".")))


def _met(value: Any, parts: list[str]) -> Iterator[str]:
    if not parts:
        if isinstance(value, list):
            yield LIST
            if any(isinstance(entry, list) for entry in value):
                yield LISTS
    elif isinstance(value, dict):
        yield from _met(value[parts[0]], parts[1:]) if parts[0] in value else [MISSING]
    elif isinstance(value, list):
        yield ARRAY
        for entry in value:
            if isinstance(entry, dict):
                yield from _met(entry, parts)
            else:
                yield NESTED if isinstance(entry, list) else VALUE
    else:
        yield VALUE


def leaf(condition: Condition, record: Record) -> Any:
    """What stands at a path through objects alone, or None."""
    value: Any = None if condition.inside else record
    for part in condition.path.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return value


@dataclass(frozen=True)
class Deviation:
    """`rule` is the manual's; `example`: criteria, record, and whether MongoDB finds it."""

    rule: str
    concerns: Callable[[Condition, Record], bool]
    example: tuple[Criteria, Record, bool]


@dataclass(frozen=True)
class Judge:
    """`answers` says of each pair whether the record meets the criteria. `said` is what is known against it."""

    name: str
    answers: Callable[[list[Pair]], list[bool]]
    deviations: tuple[Deviation, ...]

    def may_differ(self, criteria: Criteria, record: Record) -> bool:
        return any(each.concerns(found, record) for found in conditions(criteria) for each in self.deviations)


def _mongomock(pairs: list[Pair]) -> list[bool]:
    return [bool(filter_applies(criteria, record)) for criteria, record in pairs]


def _mingo(pairs: list[Pair]) -> list[bool]:
    """By a process of Node's, which reads pairs and writes answers, one on each line."""
    asked = "\n".join(json.dumps(pair) for pair in pairs)
    script = Path(__file__).with_name("mingo.mjs")
    done = subprocess.run(["node", script, INSTALLED], input=asked, capture_output=True, text=True, check=True)
    return [bool(json.loads(line)) for line in done.stdout.splitlines()]


def mingo_is_at_hand() -> bool:
    return which("node") is not None and (INSTALLED / "node_modules" / "mingo").is_dir()


def _numbered(path: str) -> bool:
    return any(part.isdigit() for part in path.split("."))


def _small(value: Any) -> bool:
    return type(value) is int and abs(value) < 2**31


def _holds(value: Any, kind: type) -> bool:
    return isinstance(value, list) and any(isinstance(entry, kind) for entry in value)


def _nests(value: Any) -> bool:
    """A list in a list is in it."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return _holds(value, list) or any(map(_nests, inner))


def _has_order(value: Any) -> bool:
    """An object of several fields is in it."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return (isinstance(value, dict) and len(value) > 1) or any(map(_has_order, inner))


MONGOMOCK = Judge(
    "mongomock",
    _mongomock,
    (
        Deviation(
            "$mod and the operators on bits are part of the language; mongomock has none of them.",
            lambda condition, _: condition.operator in ("$mod", *BITS),
            ({"a": {"$mod": [4, 0]}}, {"a": 8}, True),
        ),
        Deviation(
            "$type takes numbers too, and null is a type; mongomock refuses both.",
            lambda condition, _: condition.operator == "$type" and condition.operand not in NAMES,
            ({"a": {"$type": 2}}, {"a": "x"}, True),
        ),
        Deviation(
            "$options belongs to $regex within $not as well; mongomock refuses it there.",
            lambda condition, _: condition.operator == "$options" and not condition.alone,
            ({"a": {"$not": {"$regex": "x", "$options": "i"}}}, {"a": "y"}, True),
        ),
        Deviation(
            "$all of an empty list finds nothing, that of null what is missing, that of a list the whole list.",
            lambda condition, _: (
                condition.operator == "$all"
                and (not condition.operand or condition.null or _holds(condition.operand, list))
            ),
            ({"a": {"$all": []}}, {"a": 2}, False),
        ),
        Deviation(
            "$size is of arrays; mongomock counts fields of objects, and takes a value for one entry.",
            lambda condition, record: (
                condition.operator == "$size" and not isinstance(leaf(condition, record), list)
            ),
            ({"a": {"$size": 1}}, {"a": "x"}, False),
        ),
        Deviation(
            "What is missing is null for $gte and $lte too.",
            lambda condition, _: condition.operator in ("$gte", "$lte") and condition.operand is None,
            ({"a": {"$gte": None}}, {}, True),
        ),
        Deviation(
            "An empty object equals an empty object; mongomock takes it for no condition at all.",
            lambda condition, _: condition.operator == "$eq" and condition.operand == {},
            ({"a": {}}, {}, False),
        ),
        Deviation(
            "A list is looked for whole and as an entry of the list, by $eq, $ne, $in and $nin alike.",
            lambda condition, record: (
                condition.operator in EQUALITY
                and isinstance(condition.operand, list)
                and LIST in met(condition, record)
            ),
            ({"a": {"$in": [["x"]]}}, {"a": ["x"]}, True),
        ),
        Deviation(
            "Arrays and objects in an array are compared too, by their order, and not the outer array alone.",
            lambda condition, record: (
                condition.operator in COMPARISONS
                and isinstance(condition.operand, list | dict)
                and LIST in met(condition, record)
            ),
            ({"a": {"$lt": ["y"]}}, {"a": [["x"], "z"]}, True),
        ),
        Deviation(
            "Objects are equal only with their fields in the same order.",
            lambda condition, _: condition.operator in EQUALITY and _has_order(condition.operand),
            ({"a": {"b": 2, "c": 3}}, {"a": {"c": 3, "b": 2}}, False),
        ),
        Deviation(
            "A path through an array leads to all of its objects, and negation is of them all.",
            lambda condition, record: bool(met(condition, record) & {VALUE, ARRAY}) and not condition.finds,
            ({"a.b": {"$exists": False}}, {"a": [{"b": 2}, {}]}, False),
        ),
        Deviation(
            "A number in a path is a field of an object in an array, or a place in it.",
            lambda condition, record: ARRAY in met(condition, record) and _numbered(condition.path),
            ({"a.0": 2}, {"a": [{"0": 2}]}, True),
        ),
        Deviation(
            "$elemMatch of fields leaves values alone; what it asks of an entry, it asks of no entry of that.",
            lambda condition, record: condition.inside and (not condition.finds or _nests(record)),
            ({"a": {"$elemMatch": {"b": {"$ne": 2}}}}, {"a": [2]}, False),
        ),
    ),
)
MINGO = Judge(
    "mingo",
    _mingo,
    (
        Deviation(
            "Bits are of whole numbers; JavaScript finds them in anything, and 32 at most.",
            lambda condition, record: condition.operator in BITS and not _small(leaf(condition, record)),
            ({"a": {"$bitsAllClear": 1}}, {"a": "x"}, False),
        ),
        Deviation(
            "$mod is of numbers, and of their whole part; JavaScript takes null, true and texts for numbers.",
            lambda condition, record: condition.operator == "$mod" and not _small(leaf(condition, record)),
            ({"a": {"$mod": [2, 0]}}, {"a": None}, False),
        ),
        Deviation(
            "Whole numbers and others have types of their own; JavaScript has one kind of number.",
            lambda condition, record: (
                condition.operator == "$type"
                and condition.operand in ("int", "long", "double", "number", 1, 16, 18)
                and isinstance(leaf(condition, record), int | float | list | None)
            ),
            ({"a": {"$type": "double"}}, {"a": 2}, False),
        ),
        Deviation(
            "$type is of the entries of an array too, and of the array.",
            lambda condition, record: (
                condition.operator == "$type" and bool(met(condition, record) & {LIST, ARRAY, VALUE, MISSING})
            ),
            ({"a": {"$type": "bool"}}, {"a": [True, "x"]}, True),
        ),
        Deviation(
            "$all of a value finds that value outside of arrays too.",
            lambda condition, record: (
                condition.operator == "$all" and not isinstance(leaf(condition, record), list)
            ),
            ({"a": {"$all": [2]}}, {"a": 2}, True),
        ),
        Deviation(
            "What is missing is null for $gte, $lte and $all too.",
            lambda condition, _: condition.operator in ("$gte", "$lte", "$all") and condition.null,
            ({"a.b": {"$gte": None}}, {}, True),
        ),
        Deviation(
            "Where a path leads on through an array, null finds an object that lacks the field, and nothing else.",
            lambda condition, record: (
                ARRAY in met(condition, record)
                and (condition.null or not condition.finds or isinstance(condition.operand, list | dict))
            ),
            ({"a.b": None}, {"a": [["x"], {}]}, True),
        ),
        Deviation(
            "A number in a path is a field of an object in an array, or a place in it, taken whole.",
            lambda condition, record: (
                NESTED in met(condition, record) or (ARRAY in met(condition, record) and _numbered(condition.path))
            ),
            ({"a.0": 2}, {"a": [[2]]}, False),
        ),
        Deviation(
            "An array is compared as a whole too, when its entries have been; and by kinds before values.",
            lambda condition, record: (
                isinstance(condition.operand, list | dict)
                and (LIST in met(condition, record) or condition.operator in COMPARISONS)
            ),
            ({"a": {"$all": [[]]}}, {"a": []}, True),
        ),
        Deviation(
            "The entries of an array are looked at, and those of no array further down.",
            lambda condition, record: LISTS in met(condition, record),
            ({"a": {"$regex": "x"}}, {"a": [2, ["x"]]}, False),
        ),
    ),
)
