"""Fuzzes a contract: valid requests, and broken ones that are labelled with the rule that they break."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import TypeVar, get_args

from understudy.contract_tests.fuzzing.breaking import Breaking, Medium
from understudy.contract_tests.fuzzing.constraints import rules
from understudy.contract_tests.fuzzing.credentials import CREDENTIALS
from understudy.contract_tests.fuzzing.judging import Rule
from understudy.contract_tests.fuzzing.operations import Operation, operations
from understudy.contract_tests.fuzzing.recipes import Mutation, Recipe
from understudy.contract_tests.fuzzing.valid import Valid
from understudy.contract_tests.targets.target import Request
from understudy.specs.contract import Contract

T = TypeVar("T")

HALF = 0.5


@dataclass(frozen=True)
class Label:
    """Of a broken request the rule, and those that nobody could keep along with breaking it; None of a valid one.
    `expected`: the statuses that keep the contract."""

    rule: Rule | None
    also: tuple[str, ...]
    expected: tuple[int, ...]


@dataclass(frozen=True)
class Fuzzed:
    operation_id: str
    request: Request
    label: Label


Constraint = tuple[str, Rule]
"""operationId, and a rule for its requests."""


class Fuzzer:
    """Of one contract. What it makes depends on the contract, the seed and the share alone."""

    def __init__(self, contract: Contract, operation_ids: frozenset[str] | None = None) -> None:
        """`operation_ids`: those alone. Raises UnknownKeywordError and UnknownPatternError."""
        valid = Valid()
        breaking = {medium: Breaking(valid, medium) for medium in get_args(Medium)}
        credentials = CREDENTIALS[contract.api]
        self.operations: list[Operation] = [
            one for one in operations(contract) if operation_ids is None or one.operation_id in operation_ids
        ]
        self._recipes = [Recipe(contract.api, one, credentials, valid, breaking) for one in self.operations]
        self._mutations: dict[Constraint, tuple[Recipe, list[Mutation]]] = {}
        self.undocumented: set[Constraint] = set()
        for recipe in self._recipes:
            for mutation in recipe.mutations():
                constraint = recipe.operation.operation_id, mutation.rule
                if mutation.expected:
                    self._mutations.setdefault(constraint, (recipe, []))[1].append(mutation)
                else:
                    self.undocumented.add(constraint)

    @property
    def constraints(self) -> list[Constraint]:
        """Every rule of every operation."""
        return [(one.operation_id, rule) for one in self.operations for rule in rules(one)]

    @property
    def breakable(self) -> list[Constraint]:
        """Those that a request can break alone."""
        return list(self._mutations)

    def breaking(self, rng: Random, constraint: Constraint) -> Fuzzed:
        """A request that breaks this rule alone; one of `breakable`."""
        recipe, mutations = self._mutations[constraint]
        return _broken(rng, recipe, mutations[int(rng.random() * len(mutations))])

    def keeping(self, rng: Random) -> Iterator[Fuzzed]:
        """A valid request for each operation."""
        return (_valid(rng, recipe) for recipe in self._recipes)

    def requests(self, seed: int, broken: float = HALF) -> Iterator[Fuzzed]:
        """Requests without end, `broken` of which are: first for every rule in some order, and then again."""
        rng = Random(seed)
        to_break, to_keep = _rounds(rng, self.breakable), _rounds(rng, self._recipes)
        owed = 0.0
        while True:
            owed += broken
            if owed >= 1:
                owed -= 1
                yield self.breaking(rng, next(to_break))
            else:
                yield _valid(rng, next(to_keep))


def _rounds(rng: Random, items: list[T]) -> Iterator[T]:
    """All of them, in one order after another."""
    while True:
        yield from sorted(items, key=lambda _: rng.random())


def _valid(rng: Random, recipe: Recipe) -> Fuzzed:
    parts = recipe.valid(rng)
    return Fuzzed(recipe.operation.operation_id, parts.request(), Label(None, (), recipe.expected))


def _broken(rng: Random, recipe: Recipe, mutation: Mutation) -> Fuzzed:
    parts = recipe.valid(rng)
    mutation.change(rng, parts)
    label = Label(mutation.rule, mutation.also, mutation.expected)
    return Fuzzed(recipe.operation.operation_id, parts.request(), label)
