"""Payments and refunds alike: whether they succeed, and what they come to."""

from __future__ import annotations

from understudy.mocks.schema.rules import Record


def succeed(record: Record) -> None:
    """A payment or refund succeeds unless it says that it does not, or has an `error`."""
    if record.get("success") is None:
        record["success"] = not record.get("error")


def charged(record: Record) -> float:
    """What a payment took, or a refund gave back: nothing before it is captured."""
    done = record.get("status") == "success" and record.get("captured") is not False
    return record.get("amount") or 0 if done else 0
