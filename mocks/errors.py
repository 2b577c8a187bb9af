"""What a stand-in refuses, and why. These errors know no HTTP; each API gives them its own shape.

Refusal
├── NotFound        a record that is not there
├── Invalid         rules that the input breaks, all of them
├── Denied          something that this account may not do
├── Exhausted       more requests than the account may make
└── Unreadable      input that means nothing, whatever the state

Elsewhere: `store` raises Duplicate, CriteriaError and DataFileError, of which only the last can reach a user; the
pipeline raises ProtocolError and ContractViolation before a stand-in is asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Details = Mapping[str, Any] | list[Any] | str


class Refusal(Exception):
    """The stand-in says no. The process and the state are as they were."""


class NotFound(Refusal, LookupError):
    """A record that is not there. `details`, where given, is what the API says instead of its usual sentence."""

    def __init__(self, collection: str, record_id: Any, details: Details | None = None) -> None:
        super().__init__(f"no record {record_id!r} in {collection}")
        self.collection = collection
        self.record_id = record_id
        self.details = details


class Invalid(Refusal, ValueError):
    """Every rule that the input breaks.

    `errors` is what the API says: usually field -> messages; some operations speak in a list.
    """

    def __init__(self, errors: Details | None = None, **fields: str | list[str]) -> None:
        self.errors: Details = errors or {
            field: [messages] if isinstance(messages, str) else messages for field, messages in fields.items()
        }
        super().__init__(_told(self.errors))


def _told(errors: Details) -> str:
    if not isinstance(errors, Mapping):
        return str(errors)
    return "; ".join(
        f"{field} {', '.join(messages) if isinstance(messages, list) else messages}"
        for field, messages in errors.items()
    )


class Denied(Refusal, PermissionError):
    """Something that this account, plan or token may not do; `reason` is said to the caller."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Exhausted(Refusal):
    """More requests than the account may make; `wait` is how many seconds until there are new ones."""

    def __init__(self, per_minute: int, wait: float) -> None:
        super().__init__(f"more than {per_minute} requests a minute")
        self.per_minute = per_minute
        self.wait = wait


class Unreadable(Refusal, ValueError):
    """Input that means nothing, whatever the state; `reason` names the value, the place and the remedy."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
