"""Holds the answers of a target against those of the mock."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

import orjson

from understudy.contract_tests.behaviour.declaration import Declaration, declared
from understudy.contract_tests.behaviour.paths import at
from understudy.contract_tests.failure import Failure, Whose
from understudy.contract_tests.reference.masking import Masking
from understudy.contract_tests.reference.walking import Asked, Walk, walk
from understudy.contract_tests.targets.target import Target
from understudy.contract_tests.traffic import Exchange
from understudy.specs.contract import Contract

RULES = {
    "reference-status": "The target answers with the status that the mock answers with.",
    "reference-shape": "The target's answer has the fields and types that the mock's has.",
    "reference-effect": "The target's answer says what the mock's says.",
}


@dataclass(frozen=True)
class Fidelity:
    """Of one operation: how many of its answers were held against the mock's, and how many were as that."""

    asked: int
    alike: int

    @property
    def share(self) -> float:
        return self.alike / self.asked if self.asked else 1.0


@dataclass
class Comparison:
    """`operations`: by operationId; those that neither was asked for are not there."""

    failures: list[Failure] = field(default_factory=list)
    operations: dict[str, Fidelity] = field(default_factory=dict)

    @property
    def fidelity(self) -> float:
        """Of all of it, from 0 to 1."""
        asked = sum(one.asked for one in self.operations.values())
        return sum(one.alike for one in self.operations.values()) / asked if asked else 1.0


def compare(contract: Contract, mock: Target, target: Target, seed: int = 1) -> Comparison:
    """Asks both the same. Raises DeclarationError and UnreachableError."""
    declaration = declared(contract)
    return held(declaration, walk(contract, declaration, mock, seed), walk(contract, declaration, target, seed))


def held(declaration: Declaration, mock: Walk, target: Walk) -> Comparison:
    """The walk of a target against that of the mock."""
    found = Comparison()
    asked: Counter[str] = Counter()
    alike: Counter[str] = Counter()
    told: set[str] = set()
    for chapter, theirs in mock.chapters.items():
        for one, other in zip_longest(theirs, target.chapters.get(chapter, [])):
            if one is None or other is None or one[0] != other[0]:
                break  # the answer before sent one of them another way, and was told of
            asked[one[0]] += 1
            failures = list(_differences(declaration, mock, target, one, other))
            alike[one[0]] += not failures
            for failure in failures:
                if failure.fingerprint not in told:
                    told.add(failure.fingerprint)
                    found.failures.append(failure)
    found.operations = {operation: Fidelity(asked[operation], alike[operation]) for operation in sorted(asked)}
    return found


def _differences(
    declaration: Declaration, mock: Walk, target: Walk, one: Asked, other: Asked
) -> Iterator[Failure]:
    operation, mine = one
    _, theirs = other
    if mine.status != theirs.status:
        place = f"{mine.status}/{theirs.status}"
        message = f"the mock answers {mine.status}, and the target {theirs.status}"
        yield _failure("reference-status", operation, place, message, mine, theirs)
        return
    said, heard = (
        Masking(declaration, mock, operation).of(mine),
        Masking(declaration, target, operation).of(theirs),
    )
    found = _place(said, heard, "")
    if found is None:
        return
    left, right = at(said, found), at(heard, found)
    shape = type(left) is not type(right)
    code = "reference-shape" if shape else "reference-effect"
    message = (
        f"{found or 'the answer'} is {_short(left)} in the mock's answer, and {_short(right)} in the target's"
    )
    place = ".".join("*" if step.isdigit() else step for step in found.split("."))
    yield _failure(code, operation, place, message, mine, theirs)


def _place(one: Any, other: Any, path: str) -> str | None:
    """Where two values differ first; None where they do not."""
    if isinstance(one, dict) and isinstance(other, dict):
        for name in sorted(one.keys() | other.keys()):
            below = f"{path}.{name}" if path else name
            if name not in one or name not in other:
                return below
            if (found := _place(one[name], other[name], below)) is not None:
                return found
        return None
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for number, (left, right) in enumerate(zip(one, other, strict=True)):
            if (found := _place(left, right, f"{path}.{number}" if path else str(number))) is not None:
                return found
        return None
    return None if one == other and type(one) is type(other) else path


def _failure(code: str, operation: str, place: str, message: str, *exchanges: Exchange) -> Failure:
    return Failure(code, operation, Whose.TARGET, RULES[code], place, message, exchanges)


def _short(value: Any) -> str:
    return orjson.dumps(value).decode()[:120]
