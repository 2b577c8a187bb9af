"""Payment cards. Their numbers are never kept: a token stands for each."""

from __future__ import annotations

import re
from typing import Any

from understudy.mocks.schema.commerce.commerce import Commerce
from understudy.mocks.schema.rules import Record

SECRET = ("number", "cvc", "cvv", "cvv2", "security_code")
NO_DIGIT = re.compile(r"\D")
BRANDS = {"3": "American Express", "4": "Visa", "5": "MasterCard", "6": "Discover"}
"""By the first digit of the number: ISO/IEC 7812."""


class Numbers(Commerce):
    """Takes the number off the card that a record has, wherever it has one."""

    def received(self, given: Record, before: Record) -> None:
        if isinstance(given.get("card"), dict):
            given["card"] = self._safe(given["card"])
        billing = given.get("billing")
        if isinstance(billing, dict) and isinstance(billing.get("card"), dict):
            given["billing"] = {**billing, "card": self._safe(billing["card"])}

    def _safe(self, card: Record) -> Record:
        """The card with a token instead of its number."""
        number = NO_DIGIT.sub("", str(card.get("number") or ""))
        made = {name: value for name, value in card.items() if name not in SECRET}
        if number:
            told = {"last4": number[-4:], "brand": BRANDS.get(number[0])}
            made |= {name: value for name, value in told.items() if value and not card.get(name)}
            made["token"] = card.get("token") or f"card_{self.writing.new_id('accounts:cards')}"
        return made


class Cards(Numbers):
    """The stored cards of accounts."""

    def received(self, given: Record, before: Record) -> None:
        safe: dict[str, Any] = self._safe(given)
        given.clear()
        given.update(safe)
