"""What a model implies beyond its fields. Each kind of record that has such rules says them in one subclass."""

from __future__ import annotations

from typing import Any

from understudy.mocks.schema.faults import Faults

Record = dict[str, Any]


class Rules:
    """Called in this order for a record that is written; `before` is {} for a new one. All in one transaction."""

    def received(self, given: Record, before: Record) -> None:
        """Puts what is sent where it belongs. `given` is the whole record, as it came, with nothing converted."""

    def prepare(self, record: Record, before: Record, faults: Faults) -> None:
        """Changes the record before its formulas are worked out."""

    def check(self, record: Record, before: Record, faults: Faults) -> None:
        """Notes what is broken, when everything is worked out."""

    def kept(self, record: Record, before: Record) -> None:
        """Brings others up to date with the record, which is in the store."""

    def leaving(self, record: Record) -> None:
        """Before a record is deleted, while all that belongs to it is there."""

    def gone(self, record: Record) -> None:
        """Brings others up to date when the record is no longer there."""
