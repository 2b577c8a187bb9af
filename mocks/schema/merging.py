"""What a change makes of a record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from understudy.mocks.errors import Unreadable

Record = dict[str, Any]
SET, UNSET = "$set", "$unset"


def changed(before: Mapping[str, Any], given: Mapping[str, Any]) -> Record:
    """The record with what is given.

    Objects are merged; of an array, the entries whose id is known are merged with those, and the others are new.
    What is under `$set` is taken as it is, and what `$unset` names goes.

    Raises Unreadable where either is of another form.
    """
    plain = {name: value for name, value in given.items() if name not in (SET, UNSET)}
    made = merged(before, plain)
    replaced = {} if given.get(SET) is None else given[SET]
    if not isinstance(replaced, Mapping):
        raise Unreadable("$set is an object, of fields and their values.")
    for path, value in replaced.items():
        _put(made, path.split("."), value)
    for path in _unset(given.get(UNSET)):
        _take(made, path.split("."))
    return made


def merged(before: Mapping[str, Any], given: Mapping[str, Any]) -> Record:
    made = dict(before)
    for name, value in given.items():
        made[name] = _value(made.get(name), value)
    return made


def _value(old: Any, new: Any) -> Any:
    if isinstance(old, dict) and isinstance(new, dict):
        return merged(old, new)
    if isinstance(old, list) and isinstance(new, list):
        known = {
            entry["id"]: entry for entry in old if isinstance(entry, dict) and isinstance(entry.get("id"), str)
        }
        return [
            merged(known[entry["id"]], entry)
            if isinstance(entry, dict) and isinstance(entry.get("id"), str) and entry["id"] in known
            else entry
            for entry in new
        ]
    return new


def _unset(given: Any) -> list[str]:
    if given is None:
        return []
    names = list(given) if isinstance(given, list | Mapping) else [given]
    if not all(isinstance(name, str) for name in names):
        raise Unreadable("$unset is a text of names with commas between, or a list of names.")
    return [name.strip() for part in names for name in part.split(",") if name.strip()]


def _put(record: Record, path: list[str], value: Any) -> None:
    *within, last = path
    for name in within:
        inner = record.get(name)
        record[name] = dict(inner) if isinstance(inner, dict) else {}
        record = record[name]
    record[last] = value


def _take(record: Record, path: list[str]) -> None:
    *within, last = path
    for name in within:
        inner = record.get(name)
        if not isinstance(inner, dict):
            return
        record[name] = record = dict(inner)
    record.pop(last, None)
