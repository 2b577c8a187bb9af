"""Random criteria over random records, answered by the store and by others who read MongoDB's language.

`PAIRS` in the environment is the number of criteria, each with a collection of its own choosing: `make campaign`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import islice
from random import Random

import pytest
from tests.mocks.store.criteria.judges import MINGO, MONGOMOCK, Deviation, Judge, conditions, mingo_is_at_hand
from tests.mocks.store.criteria.pairs import RECORDS, THINGS, Criteria, Record, criteria, records

from understudy.mocks.store import Store
from understudy.mocks.store.criteria.parsing import parse

PAIRS = int(os.environ.get("PAIRS", "2000"))
BLOCK = 20  # criteria to a collection
LEAST_JUDGED = 0.4

needs_mingo = pytest.mark.skipif(
    "PAIRS" not in os.environ or not mingo_is_at_hand(), reason="asked by `make campaign`, where npm is at hand"
)
JUDGES = [
    pytest.param(MONGOMOCK, id="mongomock"),
    pytest.param(MINGO, marks=needs_mingo, id="mingo"),
]
DEVIATIONS = [
    pytest.param(judge, deviation, marks=marks, id=f"{judge.name}: {deviation.rule}")
    for judge, marks in ((MONGOMOCK, ()), (MINGO, needs_mingo))
    for deviation in judge.deviations
]

Asked = tuple[Store, list[Record], Criteria]
"""A store, the records in it, and criteria for them."""


def asked(seed: int, number: int) -> Iterator[Asked]:
    random = Random(seed)
    for _ in range(number // BLOCK):
        held = records(random)
        store = Store({"things": THINGS})
        store.create()
        store.insert_many("things", held)
        for _ in range(BLOCK):
            yield store, held, criteria(random)
        store.close()


@pytest.mark.parametrize("judge", JUDGES)
def test_another_finds_the_same(judge: Judge) -> None:
    judged = 0
    for block in in_blocks(judgements(judge)):
        answers = judge.answers([(wanted, record) for wanted, record, _ in block])
        for (wanted, record, ours), theirs in zip(block, answers, strict=True):
            assert ours is theirs, f"{judge.name} says {theirs} of {wanted} and {record}"
        judged += len(block)
    assert judged > LEAST_JUDGED * PAIRS * RECORDS, "the deviations leave too little to judge"


Judgement = tuple[Criteria, Record, bool]
"""Criteria, a record, and whether the store finds it."""


def judgements(judge: Judge) -> Iterator[Judgement]:
    for store, held, wanted in asked(1, PAIRS):
        found = set(store.ids("things", wanted))
        for record in held:
            if not judge.may_differ(wanted, record):
                yield wanted, record, record["id"] in found


def in_blocks(judgements: Iterator[Judgement]) -> Iterator[list[Judgement]]:
    """Ten thousand at a time, for the sake of a judge that is a process."""
    while block := list(islice(judgements, 10_000)):
        yield block


def test_sql_agrees_with_what_is_asked_of_each_record() -> None:
    """And negation finds the rest, as it does where SQL's NULL is not taken for false."""
    for store, held, wanted in asked(2, PAIRS):
        meets = parse(wanted).meets
        found = store.ids("things", wanted)
        assert found == [record["id"] for record in held if meets(record)], wanted
        rest = store.ids("things", {"$nor": [wanted]})
        assert rest == [record["id"] for record in held if not meets(record)], wanted
        assert (store.count("things", wanted), store.exists("things", wanted)) == (len(found), bool(found))


@pytest.mark.parametrize(("judge", "deviation"), DEVIATIONS)
def test_deviations_are_what_they_are_said_to_be(judge: Judge, deviation: Deviation) -> None:
    """The manual's answer is ours; the judge's is another, or an error."""
    wanted, record, answer = deviation.example
    assert parse(wanted).meets(record) is answer
    assert any(deviation.concerns(condition, record) for condition in conditions(wanted))
    try:
        theirs = judge.answers([(wanted, record)])[0]
    except Exception:  # each judge has its own errors
        return
    assert theirs is not answer
