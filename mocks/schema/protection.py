"""What a client must leave alone: fields that are read-only, and those that cannot be changed once set."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from understudy.mocks.schema.checks import ELSEWHERE
from understudy.mocks.schema.faults import IMMUTABLE, READONLY, Faults
from understudy.specs.schema.fields import Field


class Protection:
    """The protected fields among some, with those within them. Made once, for many records."""

    def __init__(self, fields: Mapping[str, Field]) -> None:
        own = {name: field for name, field in fields.items() if field.type not in ELSEWHERE}
        self._fields = {name: field for name, field in own.items() if field.readonly or field.immutable}
        within = {name: Protection(field.fields) for name, field in own.items() if name not in self._fields}
        self._within = {name: protection for name, protection in within.items() if protection}

    def __bool__(self) -> bool:
        return bool(self._fields or self._within)

    def run(self, before: Mapping[str, Any], after: Mapping[str, Any], found: Faults, prefix: str = "") -> None:
        """Notes what was changed that must not be. A value that is sent back as it was is no change.

        `before` is the record as it was, {} for a new one; `after` what the client would make of it, converted,
        before anything is worked out. Entries of an array are known by their id, else by their number.
        """
        for name, field in self._fields.items():
            if name in after or not prefix:
                old, new = before.get(name), after.get(name)
                if field.readonly and new != old:
                    found.add(prefix + name, READONLY)
                elif field.immutable and old is not None and new != old:
                    found.add(prefix + name, IMMUTABLE)
        for name, protection in self._within.items():
            for one, other in _pairs(before.get(name), after.get(name)):
                protection.run(one, other, found, f"{prefix}{name}.")


def _pairs(old: Any, new: Any) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """The objects of the new value, each beside what it was."""
    if isinstance(new, dict):
        yield (old if isinstance(old, dict) else {}), new
    elif isinstance(new, list):
        entries = [entry if isinstance(entry, dict) else {} for entry in old] if isinstance(old, list) else []
        known = {entry["id"]: entry for entry in entries if isinstance(entry.get("id"), str)}
        for number, entry in enumerate(new):
            if isinstance(entry, dict):
                own = entry.get("id")
                there = entries[number] if number < len(entries) else {}
                yield (known.get(own, {}) if isinstance(own, str) else there), entry
