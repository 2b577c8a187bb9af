"""What was paid and credited for the present period of a subscription.

Its balance is that of one period: `grand_total` is what one costs.
"""

from __future__ import annotations

from understudy.mocks.schema.commerce.charges import charged
from understudy.mocks.schema.commerce.money import added
from understudy.mocks.schema.rules import Record
from understudy.mocks.store import Store


def sums(store: Store, subscription: Record) -> Record:
    """The totals of a subscription; none for one that is not there.

    A payment is of the period of its invoice, or else of that in which it was made; a refund, of its payment's.
    """
    if not subscription:
        return {}
    mine, begun = {"subscription_id": subscription["id"]}, subscription.get("date_period_start")
    period = {**mine, "date_period_start": begun}
    invoices = {invoice["id"] for invoice in store.find("invoices", period)}
    payments = [
        payment
        for payment in store.find("payments", mine)
        if payment.get("invoice_id") in invoices
        or (payment.get("invoice_id") is None and (payment.get("date_created") or "") >= (begun or ""))
    ]
    paid = {payment["id"] for payment in payments}
    refunds = [refund for refund in store.find("payments:refunds", mine) if refund.get("parent_id") in paid]
    credits_ = store.find("credits", {**period, "status": {"$ne": "void"}})
    return {
        "payment_total": added(map(charged, payments)),
        "refund_total": added(map(charged, refunds)),
        "credit_total": added(credit.get("grand_total") for credit in credits_),
    }
