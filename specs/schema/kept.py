"""What the store has to know of each endpoint's records: which fields are private, unique, or often looked up."""

from __future__ import annotations

from collections.abc import Mapping

from understudy.specs.contract import Document
from understudy.specs.schema.models import Model
from understudy.specs.schema.shown import HASHED, value

Groups = list[list[str]]
MANY = ("array", "object", "file", "link", "collection")


def kept(every: Mapping[str, Model]) -> dict[str, Document]:
    """`x-collection` for each of the endpoints, by name."""
    looked_up = _looked_up(every)
    return {
        name: {
            "name": name,
            "id": "string",
            "open": True,
            "private": {f.name: value(f.type, f) for f in model.fields.values() if f.format == HASHED},
            "unique": (unique := _unique(model)),
            "index": [
                fields
                for fields in ([*([field] for field in looked_up[name]), *_indexes(model)])
                if fields not in unique
            ],
        }
        for name, model in every.items()
    }


def _unique(model: Model) -> Groups:
    """Fields that no two records share, alone or together. A condition on it is more than an index can say."""
    groups = []
    for name, one in model.fields.items():
        if name == model.primary_field or one.type == "array" or not one.unique:
            continue
        others = [] if isinstance(one.unique, bool) else list(one.unique)
        if all(isinstance(other, str) for other in others):
            groups.append([name, *(other for other in others if other != name)])
    return groups


def _indexes(model: Model) -> Groups:
    """Those that the model declares, of fields that hold one value each."""
    declared = [list(index["fields"]) for index in model.indexes if isinstance(index.get("fields"), Mapping)]
    kinds = {name: one.type for name, one in model.fields.items()}
    return [names for names in declared if names and all(kinds.get(name, "array") not in MANY for name in names)]


def _looked_up(every: Mapping[str, Model]) -> dict[str, list[str]]:
    """Fields that records are found by: their second key, and what links to them ask for."""
    found: dict[str, dict[str, None]] = {name: {} for name in every}
    for model in every.values():
        if model.secondary_field:
            found[model.name][model.secondary_field] = None
        if model.parent:
            found[model.name]["parent_id"] = None
        for _, one in model.walk():
            if one.type == "link" and one.model in found and one.key is None:
                found[one.model].update(dict.fromkeys(one.params))
    return {
        name: [
            field for field in fields if field in every[name].fields and every[name].fields[field].type != "array"
        ]
        for name, fields in found.items()
    }
