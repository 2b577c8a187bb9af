"""Groups of users, and the analysts who watch them."""

from __future__ import annotations

from collections.abc import Iterable

from understudy.mocks.behaviour import Behaviour
from understudy.mocks.errors import Invalid, NotFound
from understudy.mocks.store import Record
from understudy.mocks.thinkific.settings import Settings

ANALYST = "group_analyst"


class Groups(Behaviour[Settings]):
    def create(self, given: Record) -> Record:
        name = given["name"]
        broken = self.broken_rules()
        broken.free("groups", name=name)
        broken.refuse()
        return self.records.insert("groups", {"name": name, "token": self._token(), "created_at": self.now()})

    def _token(self) -> str:
        """Eight hexadecimal digits that no other group has."""
        source = self.sandbox.random("group token", self.store.next_id("groups"))
        while self.store.exists("groups", {"token": (token := f"{source.getrandbits(32):08x}")}):
            continue
        return token

    def add_user(self, user_id: int, group_names: list[str]) -> None:
        """Adds a user to groups by their names, all or none."""
        groups = [self.store.first("groups", {"name": name}) for name in dict.fromkeys(group_names)]
        errors = []
        if self.store.get("users", user_id) is None:
            errors.append("Invalid user_id")
        if None in groups:
            errors.append("Invalid group_names")
        if errors:
            raise Invalid(errors)
        with self.store.transaction():
            for group in groups:
                if group is not None:
                    self._join("group_users", group["id"], user_id)

    # Analysts

    def analysts(self, group_id: int) -> list[int]:
        """Ids of the users who are analysts of a group."""
        if self.store.get("groups", group_id) is None:
            raise NotFound("groups", group_id, [{"group_id": no_group(group_id)}])
        return [link["user_id"] for link in self.store.find("group_analysts", {"group_id": group_id})]

    def add_analysts(self, group_id: int, user_ids: list[int]) -> None:
        """Makes users analysts of a group, all or none."""
        users = {user_id: self.store.get("users", user_id) for user_id in dict.fromkeys(user_ids)}
        unknown = [user_id for user_id, user in users.items() if user is None]
        unfit = [user_id for user_id, user in users.items() if user and ANALYST not in user["roles"]]
        errors = {}
        if unfit:
            errors["group_analysts"] = f"User IDs missing group_analysts role:: {listed(unfit)}"
        if unknown:
            errors["user_id"] = f"Invalid user IDs: {listed(unknown)}"
        if self.store.get("groups", group_id) is None:
            errors["group_id"] = f"Invalid group ID: {group_id}"
        if errors:
            raise Invalid(errors)
        with self.store.transaction():
            for user_id in users:
                self._join("group_analysts", group_id, user_id)

    def add_groups(self, user_id: int, group_ids: list[int]) -> None:
        """Makes a user an analyst of groups, all or none."""
        user = self.store.get("users", user_id)
        if user is None:
            raise NotFound("users", user_id, {"user_id": [no_user(user_id)]})
        wanted = list(dict.fromkeys(group_ids))
        unknown = [group_id for group_id in wanted if self.store.get("groups", group_id) is None]
        errors = {}
        if ANALYST not in user["roles"]:
            errors["group_analysts"] = f"User IDs missing group_analysts role: {user_id}"
        if unknown:
            errors["group_id"] = f"Invalid group IDs: {listed(unknown)}"
        if errors:
            raise Invalid(errors)
        with self.store.transaction():
            for group_id in wanted:
                self._join("group_analysts", group_id, user_id)

    def remove_analyst(self, group_id: int, user_id: int) -> None:
        """From the group's side: whatever is not there is not found."""
        errors = {}
        if self.store.get("users", user_id) is None:
            errors["user_id"] = [no_user(user_id)]
        if self.store.get("groups", group_id) is None:
            errors["group_id"] = [no_group(group_id)]
        if errors:
            raise NotFound("group_analysts", user_id, errors)
        self._part(group_id, user_id, {"user_id": [no_user(user_id)]})

    def remove_group(self, user_id: int, group_id: int) -> None:
        """From the analyst's side: a group that is not there is invalid, unless the user is not there either."""
        group_gone = self.store.get("groups", group_id) is None
        if self.store.get("users", user_id) is None:
            errors = {"user_id": [no_user(user_id)]}
            if group_gone:
                errors["group_id"] = [no_group(group_id)]
            raise NotFound("group_analysts", user_id, errors)
        if group_gone:
            raise Invalid(group_id=no_group(group_id))
        self._part(group_id, user_id, {"group_id": [no_group(group_id)]})

    def _join(self, collection: str, group_id: int, user_id: int) -> None:
        link = {"group_id": group_id, "user_id": user_id}
        if not self.store.exists(collection, link):
            self.records.insert(collection, link)

    def _part(self, group_id: int, user_id: int, otherwise: dict[str, list[str]]) -> None:
        link = self.store.first("group_analysts", {"group_id": group_id, "user_id": user_id})
        if link is None:
            raise NotFound("group_analysts", user_id, otherwise)
        self.records.delete("group_analysts", link["id"])


def listed(ids: Iterable[int]) -> str:
    return ", ".join(map(str, ids))


def no_user(user_id: int) -> str:
    return f"Could not find user with ID {user_id}."


def no_group(group_id: int) -> str:
    return f"Could not find group with ID {group_id}."
