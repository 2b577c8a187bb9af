"""What goes wrong between the wire and an operation. Like refusals, each API gives these its own shape.

ProtocolError        HTTP itself is used wrongly
ContractViolation    the request breaks its contract
Interrupted          an answer that has begun cannot go on
"""

from __future__ import annotations

from typing import Literal

from understudy.mocks.pipeline.messages import Headers
from understudy.mocks.rules.violations import Violation

Place = Literal["path", "query", "header", "body"]


class ProtocolError(Exception):
    """`status` and `reason` are for the caller; `reason` names the value, the place and the remedy."""

    def __init__(self, status: int, reason: str, headers: Headers = ()) -> None:
        super().__init__(f"{status}: {reason}")
        self.status = status
        self.reason = reason
        self.headers = headers


class ContractViolation(Exception):
    """Every rule of the contract that one part of a request breaks; `source` is that part as it came."""

    def __init__(self, place: Place, violations: list[Violation], source: bytes = b"") -> None:
        super().__init__(f"{place}: " + "; ".join(violation.message for violation in violations))
        self.place = place
        self.violations = violations
        self.source = source


class Interrupted(Exception):
    """The rest of an answer cannot be made. Nothing can be said any more: the connection ends, so that the client
    does not take for whole what is not."""
