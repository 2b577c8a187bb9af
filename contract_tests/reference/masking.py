"""Takes out of an answer what differs from target to target: ids are named, and volatile fields are hidden."""

from __future__ import annotations

from typing import Any

import orjson

from understudy.contract_tests.behaviour.declaration import Declaration, Resource
from understudy.contract_tests.reference.walking import Walk
from understudy.contract_tests.traffic import Exchange

HIDDEN = "…"
OTHERS = "one of the others"
WRONG = 400


class Masking:
    """Of the answers of one operation, in one walk."""

    def __init__(self, declaration: Declaration, walked: Walk, operation: str) -> None:
        self._lists = declaration.lists
        self._ids = walked.ids
        self._resource = _of(declaration, operation)
        self._volatile = frozenset(self._resource.volatile if self._resource else ())
        self._everywhere = frozenset(name for one in declaration.resources.values() for name in one.volatile)

    def of(self, exchange: Exchange) -> Any:
        """What the answer means, as far as it must be the same; the words of a refusal need not be."""
        if not exchange.answer:
            return None
        try:
            value = exchange.json()
        except orjson.JSONDecodeError:
            return HIDDEN
        if exchange.status >= WRONG:
            return dict.fromkeys(value, HIDDEN) if isinstance(value, dict) else HIDDEN
        return self._masked(value, "")

    def _masked(self, value: Any, name: str) -> Any:
        if isinstance(value, dict):
            page = self._lists.items in value
            return {
                one: HIDDEN if page and one != self._lists.items else self._masked(content, one)
                for one, content in value.items()
            }
        if isinstance(value, list):
            entries = [self._masked(entry, name) for entry in value]
            if name == self._lists.items:  # those that were there before are another target's own
                return [entry for entry in entries if not isinstance(entry, dict) or entry.get("id") != OTHERS]
            return [entry for entry in entries if entry != OTHERS]
        if name in self._everywhere and name != "id":
            return HIDDEN
        if name == "id" or name.endswith(("_id", "_ids")):
            return None if value is None else self._ids.get(value, OTHERS)
        return value


def _of(declaration: Declaration, operation: str) -> Resource | None:
    for resource in declaration.resources.values():
        if operation in (resource.list, resource.read, resource.create, resource.update, resource.delete):
            return resource
    return None
