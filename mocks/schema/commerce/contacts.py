"""Contacts: people to write to."""

from __future__ import annotations

from understudy.mocks.schema.commerce import names
from understudy.mocks.schema.commerce.commerce import Commerce
from understudy.mocks.schema.rules import Record


class Contacts(Commerce):
    def received(self, given: Record, before: Record) -> None:
        """A name that is sent is taken apart: the model works it out of its parts, and lets nobody set it.

        Nothing but a last name makes a name without a first.
        """
        name = given.get("name")
        if not isinstance(name, str) or name == before.get("name"):
            return
        given.pop("name")
        if "name" in before:
            given["name"] = before["name"]
        if name.strip() and all(given.get(part) == before.get(part) for part in names.PARTS):
            parts = names.taken_apart(self._without_salutation(name, given))
            given.update(parts if parts["last_name"] else {"first_name": None, "last_name": parts["first_name"]})

    def _without_salutation(self, name: str, given: Record) -> str:
        field = self.writing.models.endpoints["contacts"].field("salutation")
        for choice in field.enum if field is not None else ():
            if choice.value == given.get("salutation") and choice.label:
                return name.removeprefix(f"{choice.label} ")
        return name
