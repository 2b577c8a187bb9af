"""What an affiliate must have. Source: the descriptions of the affiliate fields of a user."""

from __future__ import annotations

from understudy.mocks.store import Record

REQUIRED = ("affiliate_code", "affiliate_commission", "affiliate_payout_email")
LARGEST_SHARE = 100
LARGEST_AMOUNT = 9999.99


def affiliate_errors(user: Record) -> dict[str, list[str]]:
    """Rules that a user breaks who is to be an affiliate; a user without the role breaks none of them.

    The commission is a share of at most 100 where its type is `%` (the default), or an amount of less than
    9999.99 where it is `$`.
    """
    errors: dict[str, list[str]] = {}
    if "affiliate" in user["roles"]:
        errors = {field: ["can't be blank"] for field in REQUIRED if user[field] in (None, "")}
    commission = user["affiliate_commission"]
    if commission is None:
        return errors
    if user["affiliate_commission_type"] == "$":
        if commission >= LARGEST_AMOUNT:
            errors["affiliate_commission"] = [f"must be less than {LARGEST_AMOUNT}"]
    elif commission > LARGEST_SHARE:
        errors["affiliate_commission"] = [f"must be less than or equal to {LARGEST_SHARE}"]
    return errors
