"""What records do, for the contract tests: of each endpoint what its model says, and what `behaviour.yaml` adds.

See docs/contract-tests.md for the names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from understudy.specs.contract import Document
from understudy.specs.schema.models import Model
from understudy.specs.schema.shown import component

VERBS = {
    "list": "list",
    "read": "get",
    "create": "create",
    "update": "update",
    "delete": "delete",
    "count": "count",
}
SORTED = ("string", "int", "float", "currency", "date")
COMPARED = (*SORTED, "bool", "objectid")
FIGURES = ("int", "float", "currency")


def behaviour(every: Mapping[str, Model], told: Document) -> Document:
    """`x-behaviour` of the endpoints that `told` names, in its order."""
    resources = {
        name: {**of_model(every[name], every, set(told["resources"])), **(said or {})}
        for name, said in told["resources"].items()
    }
    return {**told, "resources": resources}


def of_model(model: Model, every: Mapping[str, Model], known: set[str]) -> Document:
    name = component(model.name)
    operations = {word: f"{name}.{verb}" for word, verb in VERBS.items() if word != "count" or model.api == "com"}
    plain = {one.name: one for one in model.fields.values() if one.formula is None}
    said: Document = {
        **operations,
        "size": model.query.limit or 15,
        "order": _order(model.query.sort),
        "criteria": [
            one.name for one in model.fields.values() if one.type in COMPARED and one.format != "password"
        ],
        "sorts": [one.name for one in plain.values() if one.type in SORTED][:8],
        "derived": [one.name for one in model.fields.values() if one.auto or one.formula],
        "volatile": ["id", *(one.name for one in model.fields.values() if one.auto)],
        "secret": [one.name for one in model.fields.values() if one.format == "password"],
        "unshown": [one.name for one in model.fields.values() if one.format == "password"],
        "searches": [field for search in model.searches for field in search.fields],
        "links": dict(_links(model, known)),
        "figures": [one.name for one in plain.values() if one.type in FIGURES][:3],
    }
    if model.api == "com" and not model.parent:
        said["group"] = f"{name}.group"
    within = [one for one in every if every[one].parent == model.name and one in known]
    said["cascades"] = dict.fromkeys(within, "parent_id")
    said["views"] = {f"{component(one)}.list_within": {"shows": one, "by": "parent_id"} for one in within}
    return {key: value for key, value in said.items() if value not in ([], {}, "")}


def _links(model: Model, known: set[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Those by which a record names one other."""
    for name, one in model.fields.items():
        key = model.fields.get(one.key or "")
        if one.type == "link" and key is not None and key.type != "array" and one.model in known:
            yield name, {"to": one.model, "key": one.key}


def _order(sort: str | None) -> str:
    """`name asc, id desc` as `name,-id`."""
    parts = [part.split() for part in (sort or "").split(",") if part.strip()]
    return ",".join(("-" if part[1:] == ["desc"] else "") + part[0] for part in parts)
