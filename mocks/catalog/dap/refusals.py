"""What DAP says no to, beyond what every API does.

NotFound
└── NotThere            a namespace, table, job, object or file
Denied
├── WrongCredentials    a client id with a secret that is not its own
├── AccountRefused      the account may not use DAP now
└── UrlExpired          a file whose URL has lived its time
Unreadable
└── OutOfRange          a time that no increment can begin or end at
    └── SnapshotRequired    one before all that is known
"""

from __future__ import annotations

from typing import Literal

from understudy.mocks.errors import Denied, NotFound, Unreadable

Kind = Literal["namespace", "table", "job", "object", "file"]


class NotThere(NotFound):
    """`kind` of thing with this id, which there is not, or no more."""

    def __init__(self, kind: Kind, thing: str) -> None:
        super().__init__(kind, thing)
        self.kind = kind
        self.id = thing


class WrongCredentials(Denied):
    pass


class AccountRefused(Denied):
    """`type` is DAP's word for why."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"The account cannot use DAP: {kind}.")
        self.type = kind


class UrlExpired(Denied):
    pass


class OutOfRange(Unreadable):
    """`since` and `until` are the earliest and latest times that there are."""

    def __init__(self, reason: str, since: str, until: str) -> None:
        super().__init__(reason)
        self.since = since
        self.until = until


class SnapshotRequired(OutOfRange):
    pass
