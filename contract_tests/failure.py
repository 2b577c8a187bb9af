"""What a test found: whose mistake it is, which rule it breaks, and the requests that show it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from understudy.contract_tests.traffic import Exchange


class Whose(StrEnum):
    """Who has to mend it."""

    TARGET = "target"
    CONTRACT = "contract"
    MOCK = "mock"


@dataclass(frozen=True)
class Failure:
    """
    code       of the check, and stable between releases: `read-your-write`, `response-schema`
    operation  operationId
    rule       the sentence that is broken
    place      where: a pointer into the contract or into the answer, with `*` for what differs from run to run
    message    what was expected, and what was found
    exchanges  the fewest requests that show it, in order; it shows in the last
    """

    code: str
    operation: str
    whose: Whose
    rule: str
    place: str
    message: str
    exchanges: tuple[Exchange, ...]

    @property
    def fingerprint(self) -> str:
        """The same for the same mistake in every run: of the code, the operation and the place."""
        told = "\n".join((self.code, self.operation, self.place))
        return hashlib.sha256(told.encode(errors="replace")).hexdigest()[:12]
