"""The fields of a model: their types and rules, and the fields within them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from understudy.specs.contract import Document
from understudy.specs.schema.settings import OF_FIELDS, Choice, Misfit, Query, Rule, Search, Type, plain, read

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
ANY_NAME = "*"
"""In place of a name: what every field of an object is that has no other description."""

DEEPEST = 12
WITH_FIELDS = ("object", "array", "collection", "file")
OF_LINKS = ("model", "key", "params", "data", "url")
FOR_TYPES: Mapping[str, tuple[str, ...]] = {
    "value_type": ("array",),
    "format": ("string",),
    "auto": ("date", "int", "objectid", "string"),
    "scale": ("float", "currency"),
    "min": ("int", "float", "currency"),
    "max": ("int", "float", "currency"),
    "length": ("string",),
    "increment": ("int", "string"),
    **dict.fromkeys(OF_LINKS, ("link",)),
    **dict.fromkeys(("query", "searches", "secondary_field", "name_field"), ("collection",)),
}
"""The types that a property makes sense for; the others are for all."""


class ModelError(ValueError):
    """Something that is no model. The message names the model, the field and the remedy."""

    def __init__(self, model: str, path: str | None, problem: str) -> None:
        """`path`: the field, with the names of those that it is in before it; None for the model itself."""
        super().__init__(f"model {model!r}{f', field {path!r}' if path is not None else ''}: {problem}")
        self.model = model
        self.path = path
        self.problem = problem


@dataclass(frozen=True)
class Field:
    """One field. Formulas are kept as text; `default` may hold one, as `{"$formula": text}`."""

    name: str
    type: Type
    value_type: Type | None = None
    format: str | None = None
    model: str | None = None
    key: str | None = None
    params: Mapping[str, str] = field(default_factory=dict)
    data: Mapping[str, Any] = field(default_factory=dict)
    url: str | None = None
    required: bool = False
    readonly: bool = False
    immutable: bool = False
    unique: bool | tuple[Any, ...] = False
    auto: bool | str = False
    increment: Mapping[str, Any] = field(default_factory=dict)
    default: Any = None
    formula: str | None = None
    scale: int | None = None
    min: float | None = None
    max: float | None = None
    length: int | None = None
    minlength: int | None = None
    maxlength: int | None = None
    enum: tuple[Choice, ...] = ()
    rules: tuple[Rule, ...] = ()
    label: str | None = None
    plural: str | None = None
    description: str | None = None
    multiline: bool = False
    sort: str | None = None
    secondary_field: str | None = None
    name_field: str | None = None
    query: Query | None = None
    searches: tuple[Search, ...] = ()
    indexes: tuple[Any, ...] = ()
    fields: Mapping[str, Field] = field(default_factory=dict)

    def says(self, name: str) -> bool:
        """Whether a property is set to anything: a default may be false, a minimum 0."""
        value = getattr(self, name)
        return value is not None and (name == "default" or (value is not False and value not in ((), {})))

    @property
    def values(self) -> tuple[Any, ...]:
        """What the enumeration allows, () where there is none."""
        return tuple(choice.value for choice in self.enum)


def walk(fields: Mapping[str, Field], before: str = "") -> Iterator[tuple[str, Field]]:
    """Every field with its path (`items.price`), a field before those within it."""
    for name, one in fields.items():
        yield before + name, one
        yield from walk(one.fields, f"{before}{name}.")


def parsed_fields(model: str, entry: Any, within: tuple[str, ...] = ()) -> dict[str, Field]:
    """The fields that `entry` describes, which are `within` others. Raises ModelError."""
    place = ".".join(within) or None
    if not isinstance(entry, Mapping) and entry != []:
        raise ModelError(model, place, "expected `fields` to be an object, of names and what they stand for")
    if entry and len(within) > DEEPEST:
        raise ModelError(model, place, f"fields are nested deeper than {DEEPEST}: keep them flatter")
    return {name: _field(model, (*within, str(name)), given) for name, given in dict(entry).items()}


def _field(model: str, path: tuple[str, ...], entry: Any) -> Field:
    *within, name = path
    place = ".".join(path)
    if name != ANY_NAME and not NAME.fullmatch(name):
        raise ModelError(
            model, place, "a name has letters, digits, _ and -; put a field within another into its `fields`"
        )
    if not isinstance(entry, Mapping) or not entry.get("type"):
        raise ModelError(model, place, "expected an object with at least a `type`")
    given = dict(entry)
    fields = parsed_fields(model, given.pop("fields", None) or {}, path)
    try:
        one = Field(name, **read(OF_FIELDS, given), fields=fields)
        _check(one, nested=bool(within))
    except Misfit as misfit:
        raise ModelError(model, place, str(misfit)) from None
    return one


def _check(one: Field, nested: bool) -> None:
    """Raises Misfit where the properties of a field contradict each other."""
    for name, types in FOR_TYPES.items():
        if one.says(name) and one.type not in types:
            raise Misfit(f"`{name}` is for {', '.join(types)}, not for {one.type}: take it away")
    if one.fields and one.type not in WITH_FIELDS:
        raise Misfit(f"`fields` are for {', '.join(WITH_FIELDS)}, not for {one.type}")
    if one.type == "collection" and nested:
        raise Misfit("a collection cannot be within another field: move it to the model itself")
    if one.type == "collection" and one.name != one.name.lower():
        raise Misfit("the name of a collection is part of an endpoint's: write it in lower case")
    if one.type == "link" and not (one.model or one.url):
        raise Misfit("a link needs a `model` or a `url`")
    if one.model and one.url:
        raise Misfit("a link has a `model` or a `url`: take one of them away")
    if one.auto == "update" and one.type != "date":
        raise Misfit("`auto: update` is for dates")


def fields_document(fields: Mapping[str, Field]) -> Document:
    """The fields in Schema's format, with what is said of each and nothing else."""
    return {name: _document(one) for name, one in fields.items()}


def _document(one: Field) -> Document:
    said = {name: plain(getattr(one, name)) for name in OF_FIELDS if one.says(name)}
    return said | ({"fields": fields_document(one.fields)} if one.fields else {})
