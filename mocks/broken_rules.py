"""Collects every rule that an input breaks, so that it is refused once and told all."""

from __future__ import annotations

from typing import Any

from understudy.mocks.errors import Invalid
from understudy.mocks.store import Store

TAKEN = "has already been taken"
NOT_FOUND = "could not be found"


class BrokenRules:
    """Ask for what must hold, then `refuse`. A value of None breaks nothing."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.errors: dict[str, list[str]] = {}

    def add(self, field: str, *messages: str) -> None:
        if messages:
            self.errors.setdefault(field, []).extend(messages)

    def known(self, collection: str, **fields: Any) -> None:
        """Each field names a record of the collection, or is a list of such names."""
        for field, value in fields.items():
            if isinstance(value, list):
                gone = [str(record_id) for record_id in value if self._store.get(collection, record_id) is None]
                if gone:
                    self.add(field, f"{NOT_FOUND}: {', '.join(gone)}")
            elif value is not None and self._store.get(collection, value) is None:
                self.add(field, NOT_FOUND)

    def free(self, collection: str, by: Any = None, **fields: Any) -> None:
        """No other record than `by` has the value of a field. `field_key` stands for `field` in what is told."""
        for field, value in fields.items():
            if value is not None and any(other != by for other in self._store.ids(collection, {field: value})):
                self.add(field.removesuffix("_key"), TAKEN)

    def refuse(self) -> None:
        """Raises Invalid if any rule is broken."""
        if self.errors:
            raise Invalid(self.errors)
