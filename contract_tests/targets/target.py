"""What every target can do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from understudy.contract_tests.traffic import Exchange


class UnreachableError(RuntimeError):
    """The target gave no answer. Says which target, what was asked, and what may help."""


class NoAnswerError(UnreachableError):
    """A request that a target took, and did not answer, although it is there.

    `path` is the request's; `exchange` has the status 0.
    """

    def __init__(self, message: str, path: str, exchange: Exchange) -> None:
        super().__init__(message, path, exchange)
        self.path = path
        self.exchange = exchange

    def __str__(self) -> str:
        return str(self.args[0])


class UnsendableError(RuntimeError):
    """A request that cannot be sent as HTTP has it."""


class ForbiddenError(RuntimeError):
    """A request that a target must not be sent."""


@dataclass(frozen=True)
class Request:
    """What is sent, byte by byte.

    path     escaped, as in a URL, from the contract's own paths on (`/courses/1`, without the server's path)
    query    escaped, without the question mark
    headers  in their order; a name may come twice
    """

    method: str
    path: str
    query: str = ""
    headers: tuple[tuple[str, str], ...] = field(default=())
    body: bytes = b""


class Target(Protocol):
    """An implementation of a contract.

    name         what reports call it
    credentials  the headers that let in
    others       those of another account, which must see nothing of the first; None where there is none
    """

    name: str
    credentials: Mapping[str, str]
    others: Mapping[str, str] | None

    def ask(self, request: Request) -> Exchange:
        """Sends just this, and no header more than HTTP itself needs. Raises UnreachableError."""

    def may(self, operation_id: str) -> bool:
        """Whether the operation may be asked for: one that writes, only where the user said so."""

    def close(self) -> None:
        """Lets go of what it holds."""
