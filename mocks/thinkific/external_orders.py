"""Orders that were paid elsewhere, with their purchases and refunds."""

from __future__ import annotations

from typing import Literal

from understudy.mocks.behaviour import Behaviour, chosen
from understudy.mocks.store import Record
from understudy.mocks.thinkific.settings import Settings

Action = Literal["purchase", "refund"]
FIELDS = ("payment_provider", "user_id", "product_id", "order_type")


class ExternalOrders(Behaviour[Settings]):
    def create(self, given: Record) -> Record:
        """Keeps an order, with its first purchase where one is given."""
        broken = self.broken_rules()
        broken.known("users", user_id=given["user_id"])
        broken.known("products", product_id=given["product_id"])
        transaction = given.get("transaction")
        if transaction is not None and transaction.get("action", "purchase") != "purchase":
            broken.add("transaction.action", "must be purchase")
        broken.refuse()
        with self.store.transaction():
            order = self.records.insert("external_orders", {**chosen(given, FIELDS), "created_at": self.now()})
            if transaction is not None:
                self._keep(order["id"], "purchase", transaction)
        return {"id": order["id"]}

    def transact(self, order_id: int, action: Action, given: Record) -> None:
        """Adds a purchase, or a refund of no more than was purchased, in the order's currency."""
        self.records.get("external_orders", order_id)
        earlier = self.store.find("external_order_transactions", {"external_order_id": order_id})
        broken = self.broken_rules()
        if given.get("action", action) != action:
            broken.add("action", f"must be {action}")
        if earlier and given["currency"].upper() != earlier[0]["currency"]:
            broken.add("currency", f"must be {earlier[0]['currency']}, as in earlier transactions")
        left = sum(entry["amount"] if entry["action"] == "purchase" else -entry["amount"] for entry in earlier)
        if action == "refund" and given["amount"] > left:
            broken.add("amount", f"must be less than or equal to {left}, which is left to refund")
        broken.refuse()
        self._keep(order_id, action, given)

    def _keep(self, order_id: int, action: Action, given: Record) -> None:
        self.records.insert(
            "external_order_transactions",
            {
                "external_order_id": order_id,
                "action": action,
                "amount": given["amount"],
                "currency": given["currency"].upper(),
                "reference": given.get("reference"),
                "created_at": self.now(),
            },
        )
