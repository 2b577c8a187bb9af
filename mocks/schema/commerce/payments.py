"""Payments: of an invoice, an order or a subscription, by whatever method."""

from __future__ import annotations

from typing import Any

from understudy.mocks.schema import faults as wrong
from understudy.mocks.schema.commerce.charges import charged, succeed
from understudy.mocks.schema.commerce.commerce import Commerce, named
from understudy.mocks.schema.commerce.money import added, less
from understudy.mocks.schema.commerce.periods import sums
from understudy.mocks.schema.faults import Faults
from understudy.mocks.schema.rules import Record

ACCOUNT, CARD = "account", "card"
OPEN = {"status": "pending", "payment_due": {"$gt": 0}}
ON_CARDS = ("token", "brand", "last4", "exp_month", "exp_year", "test", "address_check", "zip_check", "cvc_check")


class Payments(Commerce):
    def prepare(self, record: Record, before: Record, faults: Faults) -> None:
        if not before:
            record.setdefault("amount_refunded", 0)
            self._find_rest(record)
        succeed(record)

    def check(self, record: Record, before: Record, faults: Faults) -> None:
        if record.get("method") == ACCOUNT:
            drawn = less(charged(record), charged(before))
            if drawn > 0:
                balance = self.total("accounts:credits", "amount", {"parent_id": record.get("account_id")})
                if drawn > balance:
                    faults.add("amount", wrong.too_large(balance))

    def kept(self, record: Record, before: Record) -> None:
        for invoice in named("invoice_id", record, before):
            self.bring("invoices", invoice, {"payment_total": self._paid({"invoice_id": invoice})})
        for order in named("order_id", record, before):
            self.bring("orders", order, {"payment_total": self._paid({"order_id": order})})
        for subscription in named("subscription_id", record, before):
            self.bring("subscriptions", subscription, sums(self.store, self.get("subscriptions", subscription)))
        self._draw(record, before)

    def gone(self, record: Record) -> None:
        self.kept({}, record)

    def _paid(self, criteria: dict[str, Any]) -> float:
        return added(charged(payment) for payment in self.store.find("payments", criteria))

    def _draw(self, record: Record, before: Record) -> None:
        """Takes what an account pays from its balance, or gives it back."""
        payment = record or before
        drawn = less(charged(record), charged(before))
        if payment.get("method") == ACCOUNT and drawn and self.get("accounts", payment.get("account_id")):
            self.writing.create(
                "accounts:credits",
                {
                    "parent_id": payment["account_id"],
                    "amount": -drawn,
                    "payment_id": payment["id"],
                    "invoice_id": payment.get("invoice_id"),
                    "reason": "Payment" if drawn > 0 else "Payment taken back",
                },
            )

    def _find_rest(self, record: Record) -> None:
        """The invoice, account and card of a payment that names only some of what it is for."""
        for link in ("order_id", "subscription_id"):
            if record.get("invoice_id") is None and record.get(link) is not None:
                due = self.store.first("invoices", {link: record[link], **OPEN})
                if due is not None:
                    record["invoice_id"] = due["id"]
        invoice = self.get("invoices", record.get("invoice_id"))
        order = self.get("orders", record.get("order_id") or invoice.get("order_id"))
        subscription = self.get("subscriptions", record.get("subscription_id") or invoice.get("subscription_id"))
        for name in ("account_id", "currency"):
            for source in (invoice, order, subscription):
                if record.get(name) is None and source.get(name) is not None:
                    record[name] = source[name]
        if record.get("method") == CARD and not record.get("card"):
            self._find_card(record, order)

    def _find_card(self, record: Record, order: Record) -> None:
        """The card that the payment, the order or the account names."""
        account = self.get("accounts", record.get("account_id"))
        for billing in (record, order.get("billing"), account.get("billing")):
            if isinstance(billing, dict):
                card = self.get("accounts:cards", billing.get("account_card_id")) or billing.get("card")
                if card:
                    if billing.get("account_card_id") is not None:
                        record["account_card_id"] = billing["account_card_id"]
                    record["card"] = {name: card[name] for name in ON_CARDS if name in card}
                    return
