"""Accounts: who they are, and which address and card they use."""

from __future__ import annotations

from collections.abc import Mapping

from understudy.mocks.schema.commerce import names
from understudy.mocks.schema.commerce.address_book import (
    ADDRESS,
    ADDRESSES,
    CARD,
    CARDS,
    WHERE,
    fingerprint,
    part_of,
    usual,
)
from understudy.mocks.schema.commerce.cards import Numbers
from understudy.mocks.schema.faults import Fault, Faults
from understudy.mocks.schema.rules import Record

NOT_ITS_OWN = Fault("Must be one that the account keeps", "LINK")


class Accounts(Numbers):
    def received(self, given: Record, before: Record) -> None:
        super().received(given, before)
        if (given.get("type") or before.get("type")) != "business":
            names.complete(given, before)
        for part in ("billing", "shipping"):
            if isinstance(given.get(part), dict):
                given[part] = {**given[part]}
                names.complete(given[part], part_of(before, part))

    def prepare(self, record: Record, before: Record, faults: Faults) -> None:
        """What is chosen among the stored addresses and cards is what the account uses from now on."""
        self._choose(record, before, "shipping", "account_address_id", ADDRESSES, faults)
        self._choose(record, before, "billing", "account_card_id", CARDS, faults)

    def _choose(self, record: Record, before: Record, part: str, key: str, endpoint: str, faults: Faults) -> None:
        now, was = part_of(record, part), part_of(before, part)
        if not now.get(key) or now.get(key) == was.get(key):
            return
        chosen = self.get(endpoint, now[key])
        if chosen.get("parent_id") != record["id"]:
            faults.add(f"{part}.{key}", NOT_ITS_OWN)
        for name, value in usual(endpoint, chosen).items():
            if now.get(name) == was.get(name):
                record[part] = {**record[part], name: value}

    def kept(self, record: Record, before: Record) -> None:
        """Stores what the account uses, unless it has it already."""
        now = self.get("accounts", record["id"])
        shipping, billing = part_of(now, "shipping"), part_of(now, "billing")
        if (
            self.does("accounts", "store_address")
            and _changed(shipping, part_of(before, "shipping"), ADDRESS)
            and any(shipping.get(name) for name in WHERE)
        ):
            address = {name: shipping[name] for name in ADDRESS if shipping.get(name)}
            self._store(now, "shipping", "account_address_id", ADDRESSES, address, "fingerprint")
        card = billing.get("card") if isinstance(billing.get("card"), dict) else None
        if (
            self.does("accounts", "store_card")
            and card
            and card.get("token")
            and card != part_of(before, "billing").get("card")
        ):
            owner = {name: billing[name] for name in ADDRESS if billing.get(name)}
            stored = {name: card[name] for name in CARD if card.get(name) is not None} | {"billing": owner}
            self._store(now, "billing", "account_card_id", CARDS, stored, "token")

    def _store(self, account: Record, part: str, key: str, endpoint: str, values: Record, alike: str) -> None:
        """`alike`: the field in which two are the same."""
        wanted = {"parent_id": account["id"], alike: values.get(alike) or fingerprint(values)}
        found = self.store.first(endpoint, wanted)
        if found is None:
            found = self.writing.create(endpoint, {**values, "parent_id": account["id"]})
        if part_of(account, part).get(key) != found["id"]:
            self.writing.update("accounts", account["id"], {part: {key: found["id"]}})


def _changed(now: Mapping[str, object], before: Mapping[str, object], names_of: tuple[str, ...]) -> bool:
    return any(now.get(name) != before.get(name) for name in names_of)
