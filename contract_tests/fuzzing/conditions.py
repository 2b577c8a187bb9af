"""Rules for an object as a whole, such as `until` needs `since` beside it: values that break them, by trying."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

from understudy.contract_tests.fuzzing.constraints import of_schema
from understudy.contract_tests.fuzzing.judging import Broken, Judge, Rule
from understudy.contract_tests.fuzzing.places import Place
from understudy.contract_tests.fuzzing.valid import COMBINING, Make, Valid

SAMPLES = 1_000
KEPT = 6


@dataclass(frozen=True)
class Found:
    """Values that break a rule of a condition, and no other."""

    rule: Rule
    values: tuple[dict[str, Any], ...]

    def make(self, rng: Random) -> dict[str, Any]:
        return dict(self.values[int(rng.random() * len(self.values))])


def in_conditions(place: Place, valid: Valid) -> list[Found]:
    """What breaks each rule within `anyOf`, `oneOf`, `not` and `allOf` of an object that has a type of its own.

    Objects whose fields are all valid, in ever other combinations, and among them those that the conditions name.
    """
    wanted = list(dict.fromkeys(rule for part in _conditions(place) for rule in part))
    judge, make, rng = Judge(place), _any_fields(place, valid), Random(1)
    found: dict[Rule, list[dict[str, Any]]] = {rule: [] for rule in wanted}
    for _ in range(SAMPLES):
        value = make(rng)
        broken = [] if judge.is_valid(value) else judge.broken(value)
        if len(broken) == 1:
            for rule in _alone(broken[0]):
                if rule in found and len(found[rule]) < KEPT:
                    found[rule].append(value)
    return [Found(rule, tuple(values)) for rule, values in found.items() if values]


def _conditions(place: Place) -> Iterator[Iterator[Rule]]:
    yield of_schema(place.only(*COMBINING, "allOf"))


def _alone(broken: Broken) -> Iterator[Rule]:
    """The rule, and within alternatives each that is alone in breaking one of them."""
    yield broken.rule
    for alternative in broken.within:
        if len(alternative) == 1:
            yield from _alone(alternative[0])


def _any_fields(place: Place, valid: Valid) -> Make:
    """Objects with the fields that are needed and about half of the others, whatever the conditions say."""
    needed = frozenset(place.content.get("required", ()))
    fields = [
        (name, valid.of(place.at("properties", name)), name in needed) for name in place.content["properties"]
    ]

    def make(rng: Random) -> dict[str, Any]:
        return {name: one(rng) for name, one, always in fields if always or rng.random() < 0.5}

    return make
