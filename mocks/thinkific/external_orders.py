"""Orders that were paid elsewhere, with their purchases and refunds."""

from __future__ import annotations

from typing import Literal

from understudy.mocks.behaviour import Behaviour, chosen
from understudy.mocks.errors import Invalid
from understudy.mocks.store.sqlite import Record
from understudy.mocks.thinkific.settings import Settings

Action = Literal["purchase", "refund"]
FIELDS = ("payment_provider", "user_id", "product_id", "order_type")


class ExternalOrders(Behaviour[Settings]):
    def create(self, given: Record) -> Record:
        """Keeps an order, with its first purchase where one is given."""
        errors = {}
        for field, collection in (("user_id", "users"), ("product_id", "products")):
            if self.store.get(collection, given[field]) is None:
                errors[field] = ["could not be found"]
        transaction = given.get("transaction")
        if transaction is not None and transaction.get("action", "purchase") != "purchase":
            errors["transaction.action"] = ["must be purchase"]
        if errors:
            raise Invalid(errors)
        with self.store.transaction():
            order = self.records.insert("external_orders", {**chosen(given, FIELDS), "created_at": self.now()})
            if transaction is not None:
                self._keep(order["id"], "purchase", transaction)
        return {"id": order["id"]}

    def transact(self, order_id: int, action: Action, given: Record) -> None:
        """Adds a purchase, or a refund of no more than was purchased, in the order's currency."""
        self.records.get("external_orders", order_id)
        earlier = self.store.find("external_order_transactions", {"external_order_id": order_id})
        errors = {}
        if given.get("action", action) != action:
            errors["action"] = [f"must be {action}"]
        if earlier and given["currency"].upper() != earlier[0]["currency"]:
            errors["currency"] = [f"must be {earlier[0]['currency']}, as in earlier transactions"]
        left = sum(entry["amount"] if entry["action"] == "purchase" else -entry["amount"] for entry in earlier)
        if action == "refund" and given["amount"] > left:
            errors["amount"] = [f"must be less than or equal to {left}, which is left to refund"]
        if errors:
            raise Invalid(errors)
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
