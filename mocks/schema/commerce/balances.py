"""What accounts have in credit, and what they have ordered."""

from __future__ import annotations

from typing import Any

from understudy.mocks.schema.commerce.commerce import Commerce
from understudy.mocks.schema.commerce.money import added, less
from understudy.mocks.schema.rules import Record


class Balances(Commerce):
    """What an account has been given, and what it has spent."""

    def kept(self, record: Record, before: Record) -> None:
        self._add_up(record)

    def gone(self, record: Record) -> None:
        self._add_up(record)

    def _add_up(self, record: Record) -> None:
        account = record["parent_id"]
        self.bring(
            "accounts", account, {"balance": self.total("accounts:credits", "amount", {"parent_id": account})}
        )


class Buyers(Commerce):
    """Of an account's orders: how many there are, and what they come to. Drafts and canceled ones do not count."""

    def kept(self, record: Record, before: Record) -> None:
        if record.get("account_id"):
            self._count(record["account_id"], before, record)

    def gone(self, record: Record) -> None:
        self._count(record["account_id"], record, {})

    def _count(self, account_id: str, before: Record, now: Record) -> None:
        account = self.get("accounts", account_id)
        orders = _counts(now) - _counts(before)
        value = less(_worth(now), _worth(before))
        if orders or value:
            self.bring(
                "accounts",
                account_id,
                {
                    "order_count": (account.get("order_count") or 0) + orders,
                    "order_value": added((account.get("order_value"), value)),
                },
            )


def _counts(order: Record) -> int:
    return int(bool(order) and not order.get("draft") and not order.get("canceled"))


def _worth(order: Record) -> Any:
    return order.get("grand_total") if _counts(order) else 0
