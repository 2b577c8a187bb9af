"""What a GET asks for: criteria, order, page, and the shape of the answer.

Source: the guide's Querying chapter. Parameters come as JSON, or as texts in brackets.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from understudy.mocks.errors import Unreadable
from understudy.mocks.schema.endpoints import Endpoint
from understudy.mocks.schema.faults import Faults, ValueInvalid
from understudy.mocks.schema.values import Conversion
from understudy.mocks.store import Order

PARAMETERS = ("where", "sort", "limit", "page", "window", "group", "search", "expand", "include", "fields")
DEEPEST = 5
MOST = 1_000_000_000
DIRECTIONS = {
    word: descending
    for descending, words in {False: ("asc", "ascending", "1"), True: ("desc", "descending", "-1")}.items()
    for word in words
}
SPACE = re.compile(r"\s+")
CONVERTED = ("bool", "int", "float", "currency", "date", "objectid")


@dataclass(frozen=True)
class Query:
    """`limit` is None for all."""

    criteria: Mapping[str, Any] = field(default_factory=dict)
    sort: tuple[Order, ...] = ()
    limit: int | None = None
    page: int = 1
    window: int = 10
    search: str | None = None
    group: Mapping[str, Any] | None = None
    expand: tuple[str, ...] = ()
    include: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    fields: tuple[str, ...] = ()


def read(endpoint: Endpoint, given: Mapping[str, Any]) -> Query:
    """The query. What is no parameter is a criterion. Raises Unreadable."""
    usual = endpoint.model.query
    where, grouped = given.get("where"), bool(given.get("group"))
    if where is not None and not isinstance(where, Mapping):
        raise Unreadable("where is an object of criteria, such as where[active]=true.")
    own = {name: value for name, value in given.items() if name not in PARAMETERS and name[:1] != ":"}
    parts = [converted(endpoint, criteria) for criteria in (own, where) if criteria]
    return Query(
        criteria={"$and": parts} if len(parts) > 1 else (parts[0] if parts else {}),
        sort=order(given.get("sort") or ("" if grouped else usual.sort)),
        limit=_limit(given["limit"]) if "limit" in given else None if grouped else usual.limit,
        page=_number("page", given.get("page"), usual.page),
        window=_number("window", given.get("window"), usual.window),
        search=_text("search", given.get("search")),
        group=_object("group", given.get("group")),
        expand=paths(given.get("expand")),
        include=includes(given.get("include")),
        fields=names("fields", given.get("fields")),
    )


def order(given: Any) -> tuple[Order, ...]:
    """What `last_name desc, balance` asks for. Raises Unreadable."""
    return tuple(_direction(part) for part in names("sort", given))


def _direction(part: str) -> Order:
    name, *rest = SPACE.split(part.strip())
    descending = DIRECTIONS.get(rest[0].lower()) if len(rest) == 1 else None if rest else False
    if descending is None:
        raise Unreadable(f"sort has {part[:80]!r}: write a field, and asc or desc after it.")
    return Order(name, descending)


def names(parameter: str, given: Any) -> tuple[str, ...]:
    """Names that come as a text with commas, or as a list of texts."""
    if given is None or given == "":
        return ()
    parts = list(given.values()) if isinstance(given, Mapping) else listed(given)
    if not all(isinstance(part, str) for part in parts):
        raise Unreadable(f"{parameter} is a text, or a list of texts.")
    return tuple(name.strip() for part in parts for name in part.split(",") if name.strip())


def paths(given: Any) -> tuple[str, ...]:
    """What to expand. Raises Unreadable for more than five levels."""
    found = names("expand", given)
    for path in found:
        if path.count(".") >= DEEPEST:
            raise Unreadable(
                f"expand leads {path.count('.') + 1} levels deep in {path[:80]!r}: at most {DEEPEST}."
            )
    return found


def _limit(given: Any) -> int | None:
    if given is None or given in ("null", ""):
        return None
    return _number("limit", given, 1, least=0)


def _number(name: str, given: Any, usual: int, least: int = 1) -> int:
    if given is None or given == "":
        return usual
    text = str(given)
    if isinstance(given, bool | list | Mapping) or not (text.isascii() and text.isdigit() and len(text) < 11):
        raise Unreadable(f"{name} is {text[:80]!r}: write a whole number.")
    if not least <= int(text) <= MOST:
        raise Unreadable(f"{name} is {text}: write a whole number from {least} to {MOST}.")
    return int(text)


def _text(name: str, given: Any) -> str | None:
    if isinstance(given, Mapping | list):
        raise Unreadable(f"{name} is a text.")
    return None if given is None or given == "" else str(given)


def _object(name: str, given: Any) -> Mapping[str, Any] | None:
    if given is None or given == "":
        return None
    if not isinstance(given, Mapping):
        raise Unreadable(f"{name} is an object, such as {name}[total][$sum]=grand_total.")
    return given


def includes(given: Any) -> Mapping[str, Mapping[str, Any]]:
    found = _object("include", given) or {}
    for name, include in found.items():
        if not isinstance(include, Mapping) or not isinstance(include.get("url"), str):
            raise Unreadable(f"include has {name[:80]!r} without a url.")
        for part in ("params", "data"):
            if not isinstance(include.get(part) or {}, Mapping):
                raise Unreadable(f"{part} of include {name[:80]!r} is an object.")
    return found


# Criteria come as texts where they stand in a query string: the fields say what the texts mean


def converted(endpoint: Endpoint, criteria: Mapping[str, Any]) -> dict[str, Any]:
    """The criteria with each operand as the field that it is held against would keep it."""
    return {name: _criterion(endpoint, name, value) for name, value in criteria.items()}


def _criterion(endpoint: Endpoint, name: str, value: Any) -> Any:
    if name in ("$and", "$or", "$nor"):
        parts = listed(value)
        return [converted(endpoint, part) if isinstance(part, Mapping) else part for part in parts]
    return _operand(endpoint, name, value)


def _operand(endpoint: Endpoint, name: str, value: Any) -> Any:
    if isinstance(value, Mapping):
        if value and all(key.startswith("$") for key in value):
            return {key: _argument(endpoint, name, key, argument) for key, argument in value.items()}
        return value
    if isinstance(value, list):
        return [_operand(endpoint, name, entry) for entry in value]
    described = endpoint.field(name)
    kind = None if described is None else (described.value_type if described.type == "array" else described.type)
    if described is None or kind not in CONVERTED or value is None:
        return None if value == "null" else value
    if isinstance(value, str) and value in ("", "null"):
        return None
    try:
        return Conversion(Faults()).single(described, kind, value, name)
    except ValueInvalid:
        return value


def _argument(endpoint: Endpoint, name: str, operator: str, argument: Any) -> Any:
    match operator:
        case "$in" | "$nin" | "$all":
            return [_operand(endpoint, name, entry) for entry in listed(argument)]
        case "$exists":
            return argument not in ("false", "0", False, 0)
        case "$size" | "$mod":
            return _numbers(argument)
        case "$not":
            return _operand(endpoint, name, argument)
        case "$elemMatch" if isinstance(argument, Mapping):
            return {
                key: _argument(endpoint, name, key, value)
                if key[:1] == "$"
                else _operand(endpoint, f"{name}.{key}", value)
                for key, value in argument.items()
            }
        case "$eq" | "$ne" | "$gt" | "$gte" | "$lt" | "$lte":
            return _operand(endpoint, name, argument)
    return argument


def _numbers(argument: Any) -> Any:
    if isinstance(argument, list | Mapping):
        return [_numbers(entry) for entry in listed(argument)]
    return int(argument) if isinstance(argument, str) and argument.isascii() and argument.isdigit() else argument


def listed(value: Any) -> list[Any]:
    """A list, also where brackets gave its entries numbers: `$or[0][size]=1`. A lone value is a list of itself."""
    if isinstance(value, Mapping) and value and all(key.isdigit() for key in value):
        return [value[key] for key in sorted(value, key=int)]
    return value if isinstance(value, list) else [value]
