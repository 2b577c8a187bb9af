"""Each way to break a rule breaks that rule, and none but those that it says it breaks along."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from understudy.contract_tests.fuzzing.breaking import Breaking
from understudy.contract_tests.fuzzing.constraints import UnknownKeywordError, of_schema
from understudy.contract_tests.fuzzing.judging import Judge, Rule, is_only
from understudy.contract_tests.fuzzing.operations import JSON, operations
from understudy.contract_tests.fuzzing.places import Place, root
from understudy.contract_tests.fuzzing.valid import Valid
from understudy.specs import contract

SOME = {"orders.create", "accounts.update", "coupons.generations.create_within", "Meta.models.create"}


def places(api: str, names: set[str] | None = None) -> list[Any]:
    found = {
        one.contents[JSON].pointer: pytest.param(one.contents[JSON], id=f"{api} {one.operation_id}")
        for one in operations(contract.load(api))
        if JSON in one.contents and (names is None or one.operation_id in names)
    }
    return list(found.values())


BODIES = [*places("thinkific"), *places("catalog"), *places("schema", SOME)]


@pytest.mark.parametrize("place", BODIES)
def test_bodies(place: Place) -> None:
    valid, judge = Valid(), Judge(place)
    make = valid.of(place)
    for seed in range(20):
        assert not judge.broken(make(Random(seed)))
    for way in Breaking(valid).of(place):
        for seed in range(2):
            rng = Random(seed)
            broken = judge.broken(way.edit(rng, make(rng)))
            assert is_only(broken, way.rule, way.also), (way.rule, broken)


@pytest.mark.parametrize(
    ("schema", "keywords"),
    [
        ({"type": "string"}, ["type", "nullable"]),
        ({"type": "string", "nullable": True}, ["type"]),
        ({"type": "integer", "minimum": 1}, ["type", "nullable", "minimum"]),
        (
            {"type": "number", "maximum": 9, "exclusiveMaximum": True},
            ["type", "nullable", "maximum", "exclusiveMaximum"],
        ),
        ({"type": "number", "multipleOf": 5}, ["type", "nullable", "multipleOf"]),
        ({"type": "array", "items": {}, "minItems": 1}, ["type", "nullable", "minItems"]),
        ({"type": "object", "additionalProperties": False}, ["type", "nullable", "additionalProperties"]),
        ({"anyOf": [{"type": "string"}, {"enum": [1]}]}, ["anyOf", "type", "enum", "nullable"]),
        ({"anyOf": [{"type": "string", "minLength": 1}, {"enum": ["", None]}]}, ["anyOf", "type", "enum"]),
    ],
)
def test_what_can_be_broken(schema: dict[str, Any], keywords: list[str]) -> None:
    place = root({"it": schema}).at("it")
    assert {way.rule.keyword for way in Breaking(Valid()).of(place)} == set(keywords)


def test_what_breaks_along_is_told() -> None:
    place = root({"it": {"type": "string", "minLength": 1, "pattern": "x"}}).at("it")
    (way,) = (way for way in Breaking(Valid()).of(place) if way.rule.keyword == "minLength")
    assert (way.rule, way.also) == (Rule("#/it/minLength", "minLength"), ("#/it/pattern",))


def test_an_unknown_keyword_is_told_of() -> None:
    with pytest.raises(UnknownKeywordError, match=r"#/it has 'if'"):
        list(of_schema(root({"it": {"if": {}}}).at("it")))
