"""What the verbs of every API stand on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Generic, TypeVar

from understudy.mocks.sandbox import Sandbox
from understudy.mocks.store.sqlite import Record

S = TypeVar("S", bound=Any)


class Behaviour(Generic[S]):
    """The verbs of one noun, in one sandbox. They know no HTTP and raise refusals."""

    def __init__(self, sandbox: Sandbox[S]) -> None:
        self.sandbox = sandbox
        self.records = sandbox.records
        self.store = sandbox.store

    def now(self) -> str:
        return self.sandbox.clock.now()

    def taken(self, collection: str, field: str, value: Any, by: Any = None) -> bool:
        """Whether another record than `by` has this value."""
        if value is None:
            return False
        return any(other != by for other in self.store.ids(collection, {field: value}))


def chosen(given: Mapping[str, Any], fields: tuple[str, ...]) -> Record:
    """Those of the fields that were given."""
    return {name: given[name] for name in fields if name in given}
