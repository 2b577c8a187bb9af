"""Random criteria over random records: few names and few values, so that many of them meet."""

from __future__ import annotations

from random import Random
from typing import Any

from understudy.specs.records import Collection

Record = dict[str, Any]
Criteria = dict[str, Any]

RECORDS = 20
FIRST_ID = 11
OPEN = ("a", "b", "c")
DECLARED = {"n": "number", "t": "string", "f": "boolean", "p": "string"}
THINGS = Collection(
    name="things",
    schema={
        "properties": {
            "id": {"type": "integer"},
            **{name: {} for name in OPEN},
            **{name: {"type": kind, "nullable": True} for name, kind in DECLARED.items()},
            "o": {"type": "object", "properties": {"n": {"type": "number"}, "a": {}}},
        }
    },
    private=frozenset({"p"}),
    id_type="integer",
    unique=(),
    index=(("n",), ("t", "f")),
    references=(),
)

# Neither 0 nor 1: mongomock takes them for false and true. Nothing that a double cannot hold: mingo has no more.
NUMBERS = (2, 3, -1, 5, 5.0, 1.5, -7, 2**40)
TEXTS = ("", "a", "b", "ab", "B", "5", "é", "a b")
BOOLEANS = (True, False)
SCALARS = (None, *BOOLEANS, *NUMBERS, *TEXTS)
COMPARISONS = ("$eq", "$ne", "$gt", "$gte", "$lt", "$lte")
TYPES = ("double", "string", "object", "array", "bool", "null", "int", "long", "number", 1, 2, 3, 4, 8, 10, 16, 18)
PATTERNS = ("a", "^a", "b$", "^$", ".", "a.b", "[ab]+", "A", "é", "a|5", "^a{1,2}b?$")
BITS = ("$bitsAllSet", "$bitsAllClear", "$bitsAnySet", "$bitsAnyClear")


def records(random: Random) -> list[Record]:
    """Records, each with some of the fields of THINGS."""
    pools = {"n": NUMBERS, "t": TEXTS, "f": BOOLEANS, "p": TEXTS}
    found = []
    for number in range(FIRST_ID, FIRST_ID + RECORDS):
        record: Record = {"id": number} | {name: _value(random, 3) for name in OPEN if random.random() < 0.8}
        record |= {name: random.choice((None, *pool)) for name, pool in pools.items() if random.random() < 0.8}
        if random.random() < 0.5:
            record["o"] = {"n": random.choice((None, *NUMBERS)), "a": _value(random, 2)}
        found.append(record)
    return found


def criteria(random: Random, levels: int = 2) -> Criteria:
    if levels and random.random() < 0.3:
        parts = [criteria(random, levels - 1) for _ in range(random.randrange(1, 4))]
        return {random.choice(("$and", "$or", "$nor")): parts}
    return {_name(random): _condition(random, levels) for _ in range(random.choice((1, 1, 1, 2)))}


def _value(random: Random, levels: int) -> Any:
    shape = random.random()
    if levels == 0 or shape < 0.5:
        return random.choice(SCALARS)
    if shape < 0.75:
        return [_value(random, levels - 1) for _ in range(random.randrange(4))]
    return {name: _value(random, levels - 1) for name in random.sample((*OPEN, "0"), random.randrange(3))}


def _name(random: Random) -> str:
    if random.random() < 0.4:
        return random.choice((*DECLARED, "id", "o.n", "o.a"))
    parts = [random.choice(OPEN)]
    while random.random() < 0.3:
        parts.append(random.choice((*OPEN, "0", "1")))
    return ".".join(parts)


def _condition(random: Random, levels: int) -> Any:
    return _operand(random) if random.random() < 0.3 else _operators(random, levels)


def _operand(random: Random) -> Any:
    return _value(random, 2) if random.random() < 0.3 else random.choice(SCALARS)


def _operators(random: Random, levels: int) -> Criteria:
    found: Criteria = {}
    for _ in range(random.choice((1, 1, 1, 2))):
        found.update(_operator(random, levels))
    return found


def _operator(random: Random, levels: int) -> Criteria:
    """One operator of a field, and what it takes."""
    match random.randrange(15):
        case 4 | 5:
            return {random.choice(("$in", "$nin")): [_operand(random) for _ in range(random.randrange(4))]}
        case 6:
            return {"$exists": random.random() < 0.5}
        case 7:
            return {"$type": random.choice(TYPES)}
        case 8:
            return {"$mod": [random.choice((1, 2, 3, -3, 5)), random.choice((0, 1, 2, -1))]}
        case 9:
            options = {"$options": random.choice(("i", "", "ms"))} if random.random() < 0.5 else {}
            return {"$regex": random.choice(PATTERNS), **options}
        case 10:
            return {"$size": random.randrange(4)}
        case 11:
            return {"$all": [_operand(random) for _ in range(random.randrange(4))]}
        case 12:
            return {random.choice(BITS): random.choice((0, 1, 2, 5, [0], [0, 2], [1, 40], []))}
        case 13 if levels:
            return {"$not": _operators(random, levels - 1)}
        case 14 if levels:
            whole = random.random() < 0.5
            return {"$elemMatch": _operators(random, levels - 1) if whole else criteria(random, levels - 1)}
    return {random.choice(COMPARISONS): _operand(random)}
