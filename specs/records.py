"""The collections behind a contract, and how their records belong together.

What `records.yaml` says where there is one; otherwise what the contract's schemas say of themselves: `x-table` and
`x-references` for tables, `x-collection` for whatever else is generated, in the words of records.yaml.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Literal, get_args

from understudy.specs import copies
from understudy.specs.contract import FOLDER, Document, UnknownApiError, load

IDS: Mapping[str, Document] = {
    "integer": {"type": "integer", "minimum": 1, "maximum": 2**63 - 1},
    "string": {"type": "string", "minLength": 1, "maxLength": 64},
}

OnDelete = Literal["delete", "clear", "keep"]
ScalarType = Literal["string", "integer", "number", "boolean"]
ESCAPED = frozenset("\"'\\\0")


@dataclass(frozen=True, eq=False)
class Reference:
    """`collection`.`field` names records of `to`; see the head of records.yaml for each rule."""

    collection: str
    field: str
    to: str
    on_delete: OnDelete
    many: bool = False
    where: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    listed_as: str | None = None
    ordered_by: str | None = None
    copies: Mapping[str, str] = dataclasses.field(default_factory=dict)
    gives: Mapping[str, str] = dataclasses.field(default_factory=dict)

    @property
    def order(self) -> list[str]:
        return [self.ordered_by] if self.ordered_by else []

    def applies(self, record: Mapping[str, Any]) -> bool:
        return all(record.get(field) == value for field, value in self.where.items())

    def ids(self, record: Mapping[str, Any]) -> list[Any]:
        """The ids that a record names by this reference."""
        value = record.get(self.field)
        if value is None or not self.applies(record):
            return []
        return list(value) if self.many else [value]

    def disturbed(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Any]:
        """Ids of the records whose list of these is no longer right when `before` has become `after`."""
        old, new = self.ids(before), self.ids(after)
        named = list(dict.fromkeys([*old, *new]))
        if self.ordered_by and before.get(self.ordered_by) != after.get(self.ordered_by):
            return named
        return [value for value in named if (value in old) != (value in new)]


@dataclass(frozen=True, eq=False)
class Collection:
    """Records of one kind. `schema` is the JSON Schema of a whole record, private fields included.

    `open`: records may have fields that the schema does not know, and all that is not private is shown.
    """

    name: str
    schema: Document
    private: frozenset[str]
    id_type: Literal["integer", "string"]
    unique: tuple[tuple[str, ...], ...]
    index: tuple[tuple[str, ...], ...]
    references: tuple[Reference, ...]
    joins: Mapping[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)
    lowers: Mapping[str, str] = dataclasses.field(default_factory=dict)
    open: bool = False

    @cached_property
    def shown(self) -> tuple[str, ...]:
        """Fields that the API is known to show, in the order of the contract."""
        return tuple(name for name in self.schema["properties"] if name not in self.private)

    @property
    def indexed(self) -> tuple[tuple[str, ...], ...]:
        """Fields that need an index, alone or together: the declared ones and single references."""
        begun = {fields[0] for fields in (*self.index, *self.unique)}
        single = dict.fromkeys(ref.field for ref in self.references if not ref.many and ref.field not in begun)
        return (*self.index, *((field,) for field in single))

    def is_like(self, other: Collection) -> bool:
        """Whether records are kept in the same way."""
        return all(getattr(self, one.name) == getattr(other, one.name) for one in dataclasses.fields(self))

    def scalar_type(self, path: str) -> ScalarType | None:
        """The type of a field that holds one value of that type, or null, and never more. Dots go into objects.

        None for arrays, objects, what the schema leaves open, and names that SQL would have to escape. Criteria
        trust it: a type may be declared only where every write is held to it.
        """
        if path == "id":
            return self.id_type
        *parents, last = path.split(".")
        properties: Document = self.schema["properties"]
        for parent in parents:
            declared = properties.get(parent, {})
            properties = declared.get("properties", {}) if declared.get("type") == "object" else {}
        found = properties.get(last, {}).get("type")
        return found if found in get_args(ScalarType) and ESCAPED.isdisjoint(path) else None


Collections = dict[str, Collection]


@cache
def collections(api: str) -> Collections:
    """The collections of `api` by name.

    Raises UnknownApiError for an API that has neither records.yaml nor schemas that say what they are kept in.
    """
    path, schemas = FOLDER / api / "records.yaml", load(api).schemas
    if path.is_file():
        return {name: collection(name, entry, schemas) for name, entry in copies.read(path).items()}
    if found := described(schemas):
        return found
    raise UnknownApiError(api)


def described(schemas: Document) -> Collections:
    """The collections that the schemas of a contract say their records are kept in."""
    entries = _of_tables(schemas) | _of_collections(schemas)
    return {name: collection(name, entry, schemas) for name, entry in entries.items()}


def _of_collections(schemas: Document) -> Document:
    """What records.yaml would say of the schemas with `x-collection`."""
    kept = {component: schema["x-collection"] for component, schema in schemas.items() if "x-collection" in schema}
    return {entry["name"]: {"shows": component, **entry} for component, entry in kept.items()}


def _of_tables(schemas: Document) -> Document:
    """What records.yaml would say of the schemas with `x-table`. Ids of another namespace are indexed, no more."""
    entries = {}
    for component, schema in schemas.items():
        if "x-table" in schema:
            columns = schema["properties"].items()
            to = {name: column["x-references"] for name, column in columns if "x-references" in column}
            entries[schema["x-table"]] = {
                "shows": component,
                "references": {
                    name: {"to": table, "on_delete": "keep"} for name, table in to.items() if "." not in table
                },
                "index": [name for name, table in to.items() if "." in table],
            }
    return entries


def collection(name: str, entry: Document, schemas: Document) -> Collection:
    shown = schemas[entry["shows"]] if "shows" in entry else {}
    private, is_open = entry.get("private", {}), entry.get("open", False)
    id_type = entry.get("id", "integer")
    properties = {"id": IDS[id_type]} | shown.get("properties", {}) | private
    references = [
        Reference(name, field_name, **rule)
        for field_name, rules in entry.get("references", {}).items()
        for rule in (rules if isinstance(rules, list) else [rules])
    ]
    return Collection(
        name=name,
        schema={
            "type": "object",
            "properties": properties,
            "required": sorted({"id", *shown.get("required", []), *([] if is_open else private)}),
            "additionalProperties": is_open,
        },
        private=frozenset(set(private) | ({"id"} - set(shown.get("properties", {})))),
        id_type=id_type,
        unique=_groups(entry.get("unique", [])),
        index=_groups(entry.get("index", [])),
        references=tuple(references),
        joins={field: tuple(parts) for field, parts in entry.get("joins", {}).items()},
        lowers=entry.get("lowers", {}),
        open=is_open,
    )


def _groups(entries: list[str | list[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple((fields,) if isinstance(fields, str) else tuple(fields) for fields in entries)
