"""Where a target is, as far as it can be told to another process."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from understudy.contract_tests.targets.local import Local
from understudy.contract_tests.targets.target import Target


class Place(Protocol):
    """`name` is what reports call the target; `is_shared` says that all who open it meet the same state."""

    @property
    def name(self) -> str: ...

    @property
    def is_shared(self) -> bool: ...

    def open(self, part: str, processes: int) -> Target:
        """The target for one part of the tests, in one of so many processes. Raises UnreachableError."""


@dataclass(frozen=True)
class InProcess:
    """The mock of an API, another one for each who opens it."""

    api: str

    @property
    def is_shared(self) -> bool:
        return False

    @property
    def name(self) -> str:
        return f"the mock of {self.api}"

    def open(self, part: str, processes: int) -> Target:
        return Local(self.api)
