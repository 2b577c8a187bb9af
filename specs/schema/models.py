"""Schema's data models: what the records of each endpoint hold, in Schema's own format.

`models/<name>.yaml` describes the models of a shop, `models/meta/<name>.yaml` those of the system. The same format
arrives at run time, as JSON, where a sandbox changes a model or makes a new one.

A model is named after its endpoint: `products`, and `:webhooks` for one of the system. A field of type collection
is a model within another, whose endpoint joins both names: `products:variants`.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from understudy.specs import copies
from understudy.specs.contract import Document
from understudy.specs.schema.fields import Field, ModelError, fields_document, parsed_fields, walk
from understudy.specs.schema.settings import OF_MODELS, Misfit, Query, Search, plain, read

__all__ = ["Field", "Model", "ModelError", "as_document", "check_links", "endpoints", "models", "parsed"]

FOLDER = Path(__file__).parent / "models"
META = "meta"
NAME = re.compile(r":?[a-z][a-z0-9_-]*")
IDENTITY = {"id", "api", "name"}  # follow from the endpoint

ID = Field("id", "objectid")
PARENT_ID = Field("parent_id", "objectid", required=True, immutable=True)


@dataclass(frozen=True)
class Model:
    """One model. `name` is its endpoint's."""

    name: str
    fields: Mapping[str, Field] = field(default_factory=dict)
    label: str | None = None
    plural: str | None = None
    primary_field: str = "id"
    secondary_field: str | None = None
    name_field: str | None = None
    query: Query = field(default_factory=Query)
    searches: tuple[Search, ...] = ()
    version: str = "1.0.0"
    client_id: str | None = None
    extends: str | None = None
    extends_version: str | None = None
    events: Mapping[str, Any] = field(default_factory=dict)
    features: Mapping[str, Any] = field(default_factory=dict)
    indexes: tuple[Any, ...] = ()
    triggers: tuple[Any, ...] = ()

    @property
    def api(self) -> str:
        """`com` for a model of the shop, `admin` for one of the system."""
        return "admin" if self.name.startswith(":") else "com"

    @property
    def parent(self) -> str | None:
        """The model that this one is within: `products` of `products:variants`."""
        return self.name.rpartition(":")[0] or None

    def walk(self) -> Iterator[tuple[str, Field]]:
        """Every field with its path (`items.price`), a field before those within it."""
        return walk(self.fields)


@cache
def models() -> dict[str, Model]:
    """The standard models by name. Raises ModelError. Shared: treat it as read-only."""
    files = {path.stem: path for path in sorted(FOLDER.glob("*.yaml"))}
    files |= {f":{path.stem}": path for path in sorted((FOLDER / META).glob("*.yaml"))}
    found = {name: parsed(name, copies.read(path)) for name, path in files.items()}
    check_links(found)
    return found


def parsed(name: str, entry: Any) -> Model:
    """The model that `entry` describes in Schema's format, for the endpoint `name`. Raises ModelError.

    Whether the models that it links to exist is for `check_links` to say.
    """
    if not NAME.fullmatch(name):
        raise ModelError(name, None, "a model's name has a-z, 0-9, _ and -, and begins with a letter")
    if not isinstance(entry, Mapping):
        raise ModelError(name, None, "expected an object with `fields`")
    given = dict(entry)
    fields = parsed_fields(name, given.pop("fields", None) or {})
    identity = {key: given.pop(key, None) for key in IDENTITY}
    try:
        model = Model(name, fields, **read(OF_MODELS, given))
    except Misfit as misfit:
        raise ModelError(name, None, str(misfit)) from None
    for key in ("api", "name"):
        expected = _identity(model)[key]
        if identity[key] not in (None, expected):
            raise ModelError(name, None, f"`{key}` is {identity[key]!r}, but at this endpoint it is {expected!r}")
    return model


def _identity(model: Model) -> Document:
    name = model.name.removeprefix(":")
    return {
        "id": ".".join(filter(None, (model.client_id, model.api, name))),
        "client_id": model.client_id,
        "api": model.api,
        "name": name,
    }


def as_document(model: Model) -> Document:
    """The model in Schema's format; `parsed` makes the same model of it."""
    said = {f.name: plain(getattr(model, f.name)) for f in dataclasses.fields(model)}
    document = _identity(model) | said | {"name": _identity(model)["name"]}
    kept = {name: value for name, value in document.items() if value not in (None, [], {})}
    return kept | {"fields": fields_document(model.fields)}


def endpoints(found: Mapping[str, Model]) -> dict[str, Model]:
    """All that records are kept of, by name: the models, and the collections within them.

    Every record has an `id`, and one of a collection within a model its `parent_id` and `parent`, whether the
    model says so or not.
    """
    every = {}
    for model in found.values():
        every[model.name] = dataclasses.replace(model, fields={"id": ID, **model.fields})
        for one in model.fields.values():
            if one.type == "collection":
                within = _within(model, one)
                every[within.name] = within
    return every


def _within(model: Model, one: Field) -> Model:
    parent = Field("parent", "link", model=model.name, key="parent_id")
    name_field = one.name_field or (model.name_field if model.name_field in one.fields else None)
    return Model(
        f"{model.name}:{one.name}",
        {"id": ID, "parent_id": PARENT_ID, "parent": parent, **one.fields},
        label=one.label,
        plural=one.plural,
        secondary_field=one.secondary_field,
        name_field=name_field,
        query=one.query or Query(),
        searches=one.searches,
        indexes=one.indexes,
    )


def check_links(found: Mapping[str, Model]) -> None:
    """Raises ModelError for a link to a model that is not there."""
    every = endpoints(found)
    for model in found.values():
        for path, one in model.walk():
            if one.model is not None and one.model not in every:
                problem = f"links to {one.model!r}, which is no model: make it first, or link by `url`"
                raise ModelError(model.name, path, problem)
