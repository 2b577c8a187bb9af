"""Users, found by their own id or by the external id that a provider knows them by."""

from __future__ import annotations

import re

from understudy.mocks.behaviour import Behaviour, chosen
from understudy.mocks.broken_rules import TAKEN, BrokenRules
from understudy.mocks.errors import NotFound
from understudy.mocks.sandbox import Sandbox
from understudy.mocks.store import Criteria, Record
from understudy.mocks.thinkific.affiliates import affiliate_errors
from understudy.mocks.thinkific.custom_fields import FIELD, CustomFields
from understudy.mocks.thinkific.settings import Settings

OWN_ID = re.compile(r"\d{1,19}", re.ASCII)
LARGEST_ID = 2**63 - 1
AFFILIATE = (
    "affiliate_code", "affiliate_commission", "affiliate_commission_type", "affiliate_payout_email",
)  # fmt: skip
OPTIONAL: Record = {
    "company": None, "roles": [], "avatar_url": None, "bio": None, "headline": None, "external_source": None,
    **dict.fromkeys(AFFILIATE), "custom_profile_fields": [],
}  # fmt: skip
FIELDS = ("first_name", "last_name", "email", *(name for name in OPTIONAL if name != "custom_profile_fields"))


class Users(Behaviour[Settings]):
    """`by_app`: the caller comes with an app's token, and may not change email addresses.

    Passwords are held against their rules and then forgotten: no operation reads them.
    """

    def __init__(self, sandbox: Sandbox[Settings], *, by_app: bool) -> None:
        super().__init__(sandbox)
        self.by_app = by_app
        self.custom_fields = CustomFields(sandbox)

    def find(self, user_id: str, provider: str | None = None) -> int:
        """The own id of a user. With a provider, `user_id` is the external id. Raises NotFound."""
        if provider is not None:
            known = self.store.first("user_authentications", {"external_id": user_id, "provider": provider})
            if known is not None:
                return int(known["user_id"])
        elif OWN_ID.fullmatch(user_id) and int(user_id) <= LARGEST_ID and self.store.get("users", int(user_id)):
            return int(user_id)
        raise NotFound("users", user_id)

    def shown(self, user_id: str, provider: str | None) -> bytes:
        return self.store.shown("users", self.find(user_id, provider)) or b""

    def filter(
        self,
        email: str | None = None,
        role: str | None = None,
        external_source: str | None = None,
        custom_profile_field_label: str | None = None,
        custom_profile_field_value: str | None = None,
        group_id: int | None = None,
    ) -> Criteria:
        """Criteria for a list of users. Raises Invalid when of label and value only one is given."""
        criteria: Record = {}
        if email is not None:
            criteria["email_key"] = email.lower()
        if role is not None:
            criteria["roles"] = {"$elemMatch": {"$eq": role}}
        if external_source is not None:
            criteria["external_source"] = external_source
        if custom_profile_field_label is not None or custom_profile_field_value is not None:
            criteria["custom_profile_fields"] = self.custom_fields.criteria(
                custom_profile_field_label, custom_profile_field_value
            )
        if group_id is not None:
            members = self.store.find("group_users", {"group_id": group_id})
            criteria["id"] = {"$in": [member["user_id"] for member in members]}
        return criteria

    def create(self, given: Record) -> Record:
        user = {**OPTIONAL, **chosen(given, FIELDS)}
        broken = self._check(user)
        provider, external_id = given.get("provider", "SSO"), given.get("external_id")
        if external_id is not None and self._known_by(provider, external_id):
            broken.add("external_id", TAKEN)
        wanted = given.get("custom_profile_fields", [])
        skipped = given.get("skip_custom_fields_validation", False)
        broken.add(FIELD, *self.custom_fields.errors(wanted, required="none" if skipped else "all"))
        broken.refuse()
        with self.store.transaction():
            user["custom_profile_fields"] = self.custom_fields.answer(wanted, [])
            made = self.records.insert("users", {**self._whole(user), "created_at": self.now()})
            if external_id is not None:
                self.records.insert(
                    "user_authentications",
                    {"user_id": made["id"], "provider": provider, "external_id": external_id},
                )
        return made

    def update(self, user_id: str, provider: str | None, given: Record) -> None:
        own_id = self.find(user_id, provider)
        before = self.records.get("users", own_id)
        user = {**before, **chosen(given, FIELDS)}
        broken = self._check(user, own_id)
        if self.by_app and user["email"] != before["email"]:
            broken.add("email", "can only be updated by private integrations")
        wanted, answered = given.get("custom_profile_fields"), before["custom_profile_fields"]
        if wanted is not None:
            broken.add(FIELD, *self.custom_fields.errors(wanted, required="answered"))
        broken.refuse()
        with self.store.transaction():
            if wanted is not None:
                user["custom_profile_fields"] = self.custom_fields.answer(wanted, answered)
            self.records.update("users", own_id, self._whole(user))

    def delete(self, user_id: str, provider: str | None) -> None:
        self.records.delete("users", self.find(user_id, provider))

    def authentication(self, user_id: str, provider: str) -> bytes:
        """How a provider knows a user."""
        own = {"user_id": self.find(user_id), "provider": provider}
        shown = self.store.find_shown("user_authentications", own, limit=1)
        if not shown:
            raise NotFound("user_authentications", user_id)
        return shown[0]

    def _known_by(self, provider: str, external_id: str) -> bool:
        return self.store.exists("user_authentications", {"provider": provider, "external_id": external_id})

    def _check(self, user: Record, own_id: int | None = None) -> BrokenRules:
        """The rules that a user breaks, as a new one or as the one with that id."""
        broken = self.broken_rules()
        broken.free("users", by=own_id, email_key=user["email"].lower(), affiliate_code=user["affiliate_code"])
        for field, messages in affiliate_errors(user).items():
            broken.add(field, *messages)
        return broken

    def _whole(self, user: Record) -> Record:
        """The user with what an affiliate has where nothing is said."""
        if "affiliate" in user["roles"] and user["affiliate_commission_type"] is None:
            return {**user, "affiliate_commission_type": "%"}
        return user
