"""Items of an order as invoices and credits take of them. Each keeps the id that it has in the order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from understudy.mocks.schema.commerce.commerce import entries, whole
from understudy.mocks.schema.commerce.money import less, part
from understudy.mocks.schema.rules import Record

TAKEN = ("product_id", "variant_id", "price", "description")
SHARED = ("discount", "tax")


class Lines:
    """The items to take of, with what others have taken already."""

    def __init__(self, items: list[Record], others: Iterable[Record], *, less_canceled: bool = False) -> None:
        """`others`: invoices or credits of the same order. `less_canceled`: what is canceled cannot be taken."""
        self.items = items
        self._less_canceled = less_canceled
        self._taken: dict[Any, list[Record]] = defaultdict(list)
        for other in others:
            for entry in entries(other, "items"):
                self._taken[entry.get("id")].append(entry)

    def left(self, line: Record) -> int:
        """How many nobody has taken."""
        canceled = whole(line.get("quantity_canceled")) if self._less_canceled else 0
        return max(whole(line.get("quantity")) - canceled - self._count(line), 0)

    def _count(self, line: Record) -> int:
        return sum(whole(entry.get("quantity")) for entry in self._taken[line.get("id")])

    def all_left(self) -> list[Record]:
        """An entry for each line of which there is something left."""
        found = []
        for line in self.items:
            if left := self.left(line):
                found.append({"quantity": left})
                self.fill(found[-1], line)
        return found

    def fill(self, entry: Record, line: Record) -> None:
        """Gives an entry what its line says, and its share of discount and tax."""
        entry["id"] = line.get("id")
        for name in TAKEN:
            if line.get(name) is not None:
                entry.setdefault(name, line[name])
        if line.get("options"):
            options = [_some(option, ("id", "name", "value")) for option in entries(line, "options")]
            entry.setdefault("options", options)
        if line.get("bundle_items"):
            entry.setdefault("bundle_items", self._bundle(line, whole(entry.get("quantity"))))
        for kind in SHARED:
            entry.setdefault(f"{kind}_total", self._share(line, f"{kind}_total", whole(entry.get("quantity"))))
            entry.setdefault(f"{kind}_each", part(entry[f"{kind}_total"], 1, whole(entry.get("quantity"))))

    def _bundle(self, line: Record, quantity: int) -> list[Record]:
        parts = [
            _some(part, ("id", "product_id", "variant_id", "quantity")) for part in entries(line, "bundle_items")
        ]
        return [{**part, "quantity_total": whole(part.get("quantity")) * quantity} for part in parts]

    def _share(self, line: Record, name: str, quantity: int) -> float:
        """In proportion to the quantity; the last to take gets what the others have left, to the cent."""
        of = whole(line.get("quantity"))
        if self._count(line) + quantity < of:
            return part(line.get(name), quantity, of)
        return max(less(line.get(name), *(entry.get(name) for entry in self._taken[line.get("id")])), 0)


def _some(record: Record, names: Iterable[str]) -> Record:
    return {name: record[name] for name in names if name in record}


def line_of(lines: Iterable[Record], entry: Record) -> Record | None:
    """The line that an entry names: by its id, else by product and variant."""
    known = list(lines)
    for line in known:
        if entry.get("id") is not None and line.get("id") == entry["id"]:
            return line
    for line in known:
        if all(line.get(name) == entry.get(name) for name in ("product_id", "variant_id")):
            return line
    return None
