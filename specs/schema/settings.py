"""What the properties of a model and of a field may be, read from YAML, from JSON, or from the texts of a form."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

Type = Literal[
    "string", "bool", "int", "float", "currency", "date", "objectid",
    "array", "object", "collection", "link", "file", "filedata",
    "any", "mixed", "*", "{type}",
]  # fmt: skip
TYPES: tuple[Type, ...] = get_args(Type)
ANYTHING: frozenset[str] = frozenset({"any", "mixed", "*", "{type}"})
"""The guide's four names for a value of any type."""

FORMATS = ("slug", "slugid", "semver", "uppercase", "lowercase", "email", "phone", "url", "html", "password")
FLAGS: Mapping[Any, bool] = {"true": True, "1": True, 1: True, "false": False, "0": False, 0: False}
PATH = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*(\.[A-Za-z_][A-Za-z0-9_-]*)*")
LARGEST = 10**15  # beyond it a double no longer tells one cent from the next


class Misfit(ValueError):
    """A value that a property cannot have. The message says what it can."""


@dataclass(frozen=True)
class Choice:
    """A value of an enumeration. A field that is `auto` takes one whose conditions the record meets."""

    value: Any
    label: str | None = None
    conditions: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Rule:
    """An expression that has to be true of a record, and what is said where it is not."""

    expression: str
    error: str | None = None


@dataclass(frozen=True)
class Query:
    """What a list takes where a request says nothing."""

    page: int = 1
    limit: int = 15
    window: int = 10
    sort: str = "id desc"


@dataclass(frozen=True)
class Search:
    """Fields that a search looks into."""

    id: str
    fields: tuple[str, ...]


def anything(value: Any) -> Any:
    return value


def text(value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise Misfit("expected a text")
    return value


def flag(value: Any) -> bool:
    if not isinstance(value, bool | int | str) or value not in FLAGS:
        raise Misfit("expected true or false")
    return FLAGS[value]


def number(value: Any) -> float:
    """A number, as an int where it is whole."""
    try:
        found = float("nan" if isinstance(value, bool) else value)
    except (TypeError, ValueError, OverflowError):
        found = float("nan")
    if not abs(found) <= LARGEST:
        raise Misfit(f"expected a number up to {LARGEST}")
    return int(found) if found.is_integer() else found


def whole(value: Any) -> int:
    found = number(value)
    if not isinstance(found, int) or found < 0:
        raise Misfit("expected a whole number from 0")
    return found


def mapping(value: Any) -> dict[str, Any]:
    """An object. PHP sends an empty one as []."""
    if not isinstance(value, Mapping) and value != []:
        raise Misfit("expected an object")
    return dict(value)


def each(read: Callable[[Any], Any]) -> Callable[[Any], tuple[Any, ...]]:
    def read_all(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list | tuple):
            raise Misfit("expected an array")
        return tuple(map(read, value))

    return read_all


def named(value: Any) -> dict[str, str]:
    return {name: text(content) for name, content in mapping(value).items()}


def one_of(*choices: Any) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        if value not in choices:
            raise Misfit(f"unknown {value!r}: choose one of {', '.join(map(str, choices))}")
        return value

    return read


def made(kind: Callable[..., Any], **readers: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Reads an object into `kind`; the first property is one that it cannot do without."""

    def read(value: Any) -> Any:
        given = mapping(value)
        if unknown := sorted(given.keys() - readers):
            raise Misfit(f"unknown {unknown[0]!r}: choose of {', '.join(readers)}")
        try:
            return kind(**{name: readers[name](content) for name, content in given.items() if content is not None})
        except TypeError:
            raise Misfit(f"expected at least {next(iter(readers))!r}") from None

    return read


def automatic(value: Any) -> bool | str:
    return "update" if value == "update" else flag(value)


def unique(value: Any) -> bool | tuple[Any, ...]:
    """True, or the fields that it is unique together with; an object among them says for which records it is."""
    return each(_unique_part)(value) if isinstance(value, list | tuple) else flag(value)


def _unique_part(value: Any) -> Any:
    if isinstance(value, Mapping) or (isinstance(value, str) and PATH.fullmatch(value)):
        return value
    raise Misfit(f"{value!r} is no name of a field: give names, or an object of conditions")


def choices(value: Any) -> tuple[Choice, ...]:
    found = each(choice)(value)
    if repeated := [
        one.value for number, one in enumerate(found) if one.value in [c.value for c in found[:number]]
    ]:
        raise Misfit(f"{repeated[0]!r} is there twice: take one of them away")
    return found


def choice(value: Any) -> Choice:
    if not isinstance(value, Mapping):
        return Choice(value)
    return _choice(value if "value" in value else {"value": None, **value})


def _choice(value: Mapping[str, Any]) -> Choice:
    _known(value, "value", "label", "conditions")
    given = value.get("conditions")
    return Choice(value["value"], value.get("label"), None if given is None else conditions(given))


def _known(value: Mapping[str, Any], *names: str) -> None:
    if unknown := sorted(value.keys() - set(names)):
        raise Misfit(f"unknown {unknown[0]!r}: choose of {', '.join(names)}")


COMPARISONS = ("$eq", "$ne", "$gt", "$gte", "$lt", "$lte", "$in")


def conditions(value: Any) -> dict[str, Any]:
    """What a record has to be like: `{field: value}`, or `{field: {operator: value}}`."""
    found = mapping(value)
    for expected in found.values():
        for sign, operand in expected.items() if isinstance(expected, Mapping) else ():
            if sign not in COMPARISONS:
                raise Misfit(f"unknown operator {sign!r}: choose of {', '.join(COMPARISONS)}")
            if sign == "$in" and not isinstance(operand, list):
                raise Misfit("$in is followed by an array")
    return found


def events(value: Any) -> dict[str, Any]:
    """Which events a model has: `enabled`, `root` of their types, and `types` with conditions perhaps."""
    given = mapping(value)
    _known(given, *OF_EVENTS)
    return read(OF_EVENTS, given)


def event_type(value: Any) -> dict[str, Any]:
    given = mapping(value)
    _known(given, "id", "conditions")
    if "id" not in given:
        raise Misfit("expected at least 'id'")
    return read({"id": text, "conditions": conditions}, given)


def trigger(value: Any) -> dict[str, Any]:
    """What a change of a record makes the server ask of itself."""
    given = mapping(value)
    _known(given, *OF_TRIGGERS)
    if not given.get("events") or not given.get("actions"):
        raise Misfit("expected at least 'events' and 'actions'")
    return read(OF_TRIGGERS, given)


def action(value: Any) -> dict[str, Any]:
    given = mapping(value)
    _known(given, *OF_ACTIONS)
    if not given.get("url"):
        raise Misfit("expected at least 'url'")
    return read(OF_ACTIONS, given)


def listed(one: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """An array that stays one: of what is kept as it came."""
    return lambda value: list(each(one)(value))


def method(value: Any) -> str:
    return str(one_of("get", "post", "put", "delete")(text(value).lower()))


OF_EVENTS: Mapping[str, Callable[[Any], Any]] = {"enabled": flag, "root": text, "types": listed(event_type)}
OF_ACTIONS: Mapping[str, Callable[[Any], Any]] = {
    "type": one_of("request"),
    "method": method,
    "url": text,
    "params": named,
    "data": mapping,
    "key": text,
    "model": text,
}
OF_TRIGGERS: Mapping[str, Callable[[Any], Any]] = {
    "id": text,
    "label": text,
    "events": listed(text),
    "conditions": conditions,
    "include": mapping,
    "actions": listed(action),
}


query = made(Query, page=whole, limit=whole, window=whole, sort=text)
search = made(Search, id=text, fields=each(text))
rule = made(Rule, expression=text, error=text)

OF_BOTH: Mapping[str, Callable[[Any], Any]] = {
    "label": text,
    "plural": text,
    "secondary_field": text,
    "name_field": text,
    "query": query,
    "searches": each(search),
    "indexes": each(mapping),
}
OF_MODELS: Mapping[str, Callable[[Any], Any]] = {
    **OF_BOTH,
    "primary_field": one_of("id"),  # the store keeps records by it
    "version": text,
    "client_id": text,
    "extends": text,
    "extends_version": text,
    "events": events,
    "features": mapping,
    "triggers": each(trigger),
}
OF_FIELDS: Mapping[str, Callable[[Any], Any]] = {
    **OF_BOTH,
    "type": one_of(*TYPES),
    "value_type": one_of(*(name for name in TYPES if name != "collection")),
    "format": one_of(*FORMATS),
    "model": text,
    "key": text,
    "params": named,
    "data": mapping,
    "url": text,
    "required": flag,
    "readonly": flag,
    "immutable": flag,
    "unique": unique,
    "auto": automatic,
    "increment": mapping,
    "default": anything,
    "formula": text,
    "scale": whole,
    "min": number,
    "max": number,
    "length": whole,
    "minlength": whole,
    "maxlength": whole,
    "enum": choices,
    "rules": each(rule),
    "description": text,
    "multiline": flag,
    "sort": text,
}


def read(properties: Mapping[str, Callable[[Any], Any]], given: Mapping[str, Any]) -> dict[str, Any]:
    """The given properties that are not null, read. Raises Misfit."""
    found = {}
    for name, value in given.items():
        if name not in properties:
            raise Misfit(f"unknown property {name!r}: choose of {', '.join(properties)}")
        if value is None:
            continue
        try:
            found[name] = properties[name](value)
        except Misfit as misfit:
            raise Misfit(f"{name}: {misfit}") from None
    return found


def plain(value: Any) -> Any:
    """What `read` would read again: nothing that is not said."""
    if isinstance(value, Choice) and value.label is None and value.conditions is None:
        return value.value
    if isinstance(value, Choice):
        return {"value": value.value} | {k: v for k, v in vars(value).items() if v is not None}
    if isinstance(value, Rule | Query | Search):
        return {name: plain(content) for name, content in vars(value).items() if content is not None}
    return [plain(one) for one in value] if isinstance(value, tuple) else value
