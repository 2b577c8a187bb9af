"""The addresses and cards that accounts keep, and what of them an account uses.

Source: the features store_address, merge_address, store_card and merge_card of the model accounts.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from understudy.mocks.schema.commerce import names
from understudy.mocks.schema.commerce.cards import Cards
from understudy.mocks.schema.commerce.commerce import Commerce
from understudy.mocks.schema.faults import Faults
from understudy.mocks.schema.rules import Record

ADDRESSES, CARDS = "accounts:addresses", "accounts:cards"
ADDRESS = (
    "name", "first_name", "last_name", "address1", "address2", "city", "state", "zip", "country", "phone"
)  # fmt: skip
PLACE = ("name", "address1", "address2", "city", "state", "zip", "country")
"""What tells one address from another."""
WHERE = ("address1", "address2", "city", "zip")
"""Without any of these there is nowhere to go."""
CARD = (
    "token", "brand", "last4", "exp_month", "exp_year", "gateway", "test",
    "address_check", "zip_check", "cvc_check",
)  # fmt: skip


class StoredAddresses(Commerce):
    def received(self, given: Record, before: Record) -> None:
        names.complete(given, before)

    def prepare(self, record: Record, before: Record, faults: Faults) -> None:
        record["fingerprint"] = fingerprint(record)

    def kept(self, record: Record, before: Record) -> None:
        _follow(self, "shipping", "account_address_id", ADDRESSES, record)

    def gone(self, record: Record) -> None:
        _leave(self, "shipping", "account_address_id", record)


class StoredCards(Cards):
    def received(self, given: Record, before: Record) -> None:
        super().received(given, before)
        if isinstance(given.get("billing"), dict):
            given["billing"] = {**given["billing"]}
            names.complete(given["billing"], part_of(before, "billing"))

    def prepare(self, record: Record, before: Record, faults: Faults) -> None:
        if record.get("token"):
            record["fingerprint"] = hashlib.md5(record["token"].encode(), usedforsecurity=False).hexdigest()

    def kept(self, record: Record, before: Record) -> None:
        _follow(self, "billing", "account_card_id", CARDS, record)

    def gone(self, record: Record) -> None:
        _leave(self, "billing", "account_card_id", record)


def _follow(rules: Commerce, part: str, key: str, endpoint: str, record: Record) -> None:
    """An account uses the first that it stores; when what it uses is changed, so is what it says."""
    account = rules.get("accounts", record.get("parent_id"))
    used = part_of(account, part)
    if account and (used.get(key) == record["id"] or not _said(used)):
        values = {**used, **usual(endpoint, record), key: record["id"]}
        if values != used:
            rules.writing.update("accounts", account["id"], {part: values})


def _leave(rules: Commerce, part: str, key: str, record: Record) -> None:
    """An account does not name what it stores no more. It goes on using what it said."""
    account = rules.get("accounts", record.get("parent_id"))
    if part_of(account, part).get(key) == record["id"]:
        rules.writing.update("accounts", account["id"], {part: {key: None}})


def fingerprint(address: Mapping[str, Any]) -> str:
    """The same for addresses that differ in spelling alone."""
    words = [" ".join(str(address.get(name) or "").lower().split()) for name in PLACE]
    return hashlib.md5("\n".join(words).encode(), usedforsecurity=False).hexdigest()


def usual(endpoint: str, stored: Record) -> Record:
    """What an account says when it uses a stored address or card."""
    if endpoint == ADDRESSES:
        return {name: stored[name] for name in ADDRESS if stored.get(name) is not None}
    owner = {name: value for name, value in part_of(stored, "billing").items() if name in ADDRESS}
    return {**owner, "card": {name: stored[name] for name in CARD if stored.get(name) is not None}}


def part_of(record: Mapping[str, Any], name: str) -> Record:
    value = record.get(name)
    return value if isinstance(value, dict) else {}


def _said(part: Mapping[str, Any]) -> bool:
    """Whether an account says anything of its own there."""
    return any(value not in (None, "", {}) for value in part.values())
