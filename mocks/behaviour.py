"""What the verbs of every API stand on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Generic, TypeVar

from understudy.mocks.broken_rules import BrokenRules
from understudy.mocks.clock import normalise
from understudy.mocks.sandbox import Sandbox
from understudy.mocks.store import Record

S = TypeVar("S", bound=Any)


class Behaviour(Generic[S]):
    """The verbs of one noun, in one sandbox. They know no HTTP and raise refusals."""

    def __init__(self, sandbox: Sandbox[S]) -> None:
        self.sandbox = sandbox
        self.records = sandbox.records
        self.store = sandbox.store

    def now(self) -> str:
        return self.sandbox.clock.now()

    def broken_rules(self) -> BrokenRules:
        return BrokenRules(self.store)


def times(given: Mapping[str, Any], fields: tuple[str, ...]) -> Record:
    """The times that were given, in the form that records keep."""
    return {name: value and normalise(value) for name, value in chosen(given, fields).items()}


def chosen(given: Mapping[str, Any], fields: tuple[str, ...]) -> Record:
    """Those of the fields that were given."""
    return {name: given[name] for name in fields if name in given}
