"""Refunds of payments."""

from __future__ import annotations

from understudy.mocks.schema import faults as wrong
from understudy.mocks.schema.commerce.charges import charged, succeed
from understudy.mocks.schema.commerce.commerce import Commerce, named
from understudy.mocks.schema.commerce.money import added, less
from understudy.mocks.schema.commerce.payments import ACCOUNT
from understudy.mocks.schema.commerce.periods import sums
from understudy.mocks.schema.faults import Faults
from understudy.mocks.schema.rules import Record

TOTALS = (("order_id", "orders"), ("credit_id", "credits"))


class Refunds(Commerce):
    def prepare(self, record: Record, before: Record, faults: Faults) -> None:
        if not before:
            self._find_rest(record)
        succeed(record)

    def check(self, record: Record, before: Record, faults: Faults) -> None:
        """No more is refunded than was paid."""
        payment = self.get("payments", record.get("parent_id"))
        left = payment.get("amount_refundable")
        more = less(charged(record), charged(before))
        if left is not None and more > 0 and more > left:
            faults.add("amount", wrong.too_large(left))

    def kept(self, record: Record, before: Record) -> None:
        for payment in named("parent_id", record, before):
            self.bring("payments", payment, {"amount_refunded": self._refunded("parent_id", payment)})
        for link, endpoint in TOTALS:
            for key in named(link, record, before):
                self.bring(endpoint, key, {"refund_total": self._refunded(link, key)})
        for subscription in named("subscription_id", record, before):
            self.bring("subscriptions", subscription, sums(self.store, self.get("subscriptions", subscription)))
        self._give_back(record, before)

    def gone(self, record: Record) -> None:
        self.kept({}, record)

    def _refunded(self, link: str, key: str) -> float:
        return added(charged(refund) for refund in self.store.find("payments:refunds", {link: key}))

    def _give_back(self, record: Record, before: Record) -> None:
        """Adds what an account gets back to its balance, or takes it again."""
        refund = record or before
        given = less(charged(record), charged(before))
        account = self.get("payments", refund.get("parent_id")).get("account_id")
        if refund.get("method") == ACCOUNT and given and self.get("accounts", account):
            self.writing.create(
                "accounts:credits",
                {
                    "parent_id": account,
                    "amount": given,
                    "refund_id": refund["id"],
                    "credit_id": refund.get("credit_id"),
                    "reason": "Refund" if given > 0 else "Refund taken back",
                },
            )

    def _find_rest(self, record: Record) -> None:
        """The payment of a refund for an order or a credit, and what follows from the payment."""
        credit = self.get("credits", record.get("credit_id"))
        for link in ("order_id", "subscription_id"):
            if record.get(link) is None and credit.get(link) is not None:
                record[link] = credit[link]
            if record.get("parent_id") is None and record.get(link) is not None:
                payments = self.store.find("payments", {link: record[link], "amount_refundable": {"$gt": 0}})
                enough = [one for one in payments if one["amount_refundable"] >= (record.get("amount") or 0)]
                if payments:
                    record["parent_id"] = (enough or payments)[0]["id"]
        payment = self.get("payments", record.get("parent_id"))
        for name in ("method", "currency", "invoice_id"):
            if record.get(name) is None and payment.get(name) is not None:
                record[name] = payment[name]
