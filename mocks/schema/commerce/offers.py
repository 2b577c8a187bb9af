"""Coupons and promotions: who may use them, when, and how often."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from understudy.mocks.schema.rules import Record
from understudy.mocks.schema.writing import Writing


@dataclass(frozen=True)
class Kind:
    """`first` and `last` name the dates between which an offer holds, `discount` the type of what it takes off."""

    endpoint: str
    first: str
    last: str
    discount: str


COUPONS = Kind("coupons", "date_valid", "date_expired", "coupon")
PROMOTIONS = Kind("promotions", "date_start", "date_end", "sale")


class Offers:
    """Judges offers for an order, or for what is like one."""

    def __init__(self, writing: Writing) -> None:
        self._store = writing.store
        self._clock = writing.sandbox.clock

    def why_not(self, kind: Kind, offer: Record, buyer: Record, order: Mapping[str, Any]) -> str | None:
        """Why an account (`{}` for nobody) cannot use an offer for an order; None if it can."""
        now, first, last = self._clock.now(), offer.get(kind.first), offer.get(kind.last)
        if not offer.get("active"):
            return "is not active"
        if first and now < first:
            return f"is not valid before {first}"
        if last and now >= last:
            return f"was valid until {last}"
        if offer.get("currency") and order.get("currency") not in (None, offer["currency"]):
            return f"is for {offer['currency']} only"
        return _not_for(offer, buyer) or self._used_up(kind, offer, buyer, order)

    def _used_up(self, kind: Kind, offer: Record, buyer: Record, order: Mapping[str, Any]) -> str | None:
        if reached(offer, "limit_uses", offer.get("use_count")):
            return f"can be used {times(offer['limit_uses'])}"
        if offer.get("limit_account_uses") and buyer:
            uses = {"parent_id": offer["id"], "account_id": buyer["id"]}
            if reached(offer, "limit_account_uses", self._store.count(f"{kind.endpoint}:uses", uses)):
                return f"can be used {times(offer['limit_account_uses'])} by each account"
        if offer.get("limit_code_uses"):
            code = self._store.first("coupons:codes", {"code": order.get("coupon_code")}) or {}
            if reached(offer, "limit_code_uses", code.get("use_count")):
                return f"can be used {times(offer['limit_code_uses'])} with each code"
        return None

    def running(self, buyer: Record, order: Mapping[str, Any]) -> list[Record]:
        """The promotions that an order can have, the oldest first."""
        active = self._store.find("promotions", {"active": True})
        return [one for one in active if self.why_not(PROMOTIONS, one, buyer, order) is None]

    def promised(self, order: Mapping[str, Any]) -> list[Record]:
        """The promotions that an order has, whether they still run or not."""
        ids = order.get("promotion_ids")
        return self._store.find("promotions", {"id": {"$in": ids}}) if ids else []


def reached(offer: Record, limit: str, uses: int | None) -> bool:
    """Whether an offer was used as often as it can be. No limit, and one of 0, is none."""
    return bool(offer.get(limit)) and (uses or 0) >= offer[limit]


def times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _not_for(offer: Record, buyer: Record) -> str | None:
    groups, segments = offer.get("limit_account_groups"), offer.get("limit_account_segments")
    if groups and buyer.get("group") not in groups:
        return f"is for accounts in {' or '.join(groups)}"
    if segments and not set(segments) & set(buyer.get("segments") or ()):
        return f"is for accounts in {' or '.join(segments)}"
    return None
