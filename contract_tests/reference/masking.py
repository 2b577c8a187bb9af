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
        self._long = {value: name for (_, value), name in walked.ids.items() if isinstance(value, str)}
        self._singular = {_singular(name): name for name in declaration.resources}
        self._resource = _of(declaration, operation)
        self._volatile = frozenset(self._resource.volatile if self._resource else ())
        tokens = (login.token for login in declaration.login.values())
        volatile = (name for one in declaration.resources.values() for name in one.volatile)
        self._everywhere = frozenset((*tokens, *volatile))

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
        return self._masked(value, "", self._resource.name if self._resource else "")

    def _masked(self, value: Any, name: str, owner: str) -> Any:
        """`owner` is the resource that an `id` found here is of."""
        if isinstance(value, dict):
            page = self._lists.items in value
            return {
                one: HIDDEN
                if page and one != self._lists.items
                else self._masked(content, one, owner if one in (self._lists.items, "id") else self._owner(one))
                for one, content in value.items()
            }
        if isinstance(value, list):
            entries = [self._masked(entry, name, owner) for entry in value]
            if name == self._lists.items:  # those that were there before are another target's own
                return [entry for entry in entries if not isinstance(entry, dict) or entry.get("id") != OTHERS]
            return [entry for entry in entries if entry != OTHERS]
        if name in self._everywhere and name != "id":
            return HIDDEN
        if name == "id" or name.endswith(("_id", "_ids")):
            return None if value is None else self._named(value, owner)
        return value

    def _named(self, value: Any, owner: str) -> str:
        """Long ids are of one record only; numbers are counted anew by each resource."""
        return self._long.get(value) or self._ids.get((owner, value), OTHERS)

    def _owner(self, name: str) -> str:
        """The resource that a field is about, by its name: `promotion_id`, `related_product_ids`, `user`."""
        stem = name.removesuffix("_ids").removesuffix("_id").removesuffix("s")
        about = [one for one in self._singular if stem == one or stem.endswith(f"_{one}")]
        return self._singular[max(about, key=len)] if about else ""


def _singular(name: str) -> str:
    return f"{name.removesuffix('ies')}y" if name.endswith("ies") else name.removesuffix("s")


def _of(declaration: Declaration, operation: str) -> Resource | None:
    for resource in declaration.resources.values():
        if operation in (resource.list, resource.read, resource.create, resource.update, resource.delete):
            return resource
    return None
