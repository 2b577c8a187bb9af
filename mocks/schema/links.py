"""Where links lead: to one record, or to those that meet criteria."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from understudy.mocks.schema.formulas.scope import reached
from understudy.specs.schema.fields import Field

PLACE = re.compile(r"\{([\w.]+)\}")


@dataclass(frozen=True)
class ToOne:
    """The record of an endpoint with this key; none where it is null."""

    endpoint: str
    key: Any


@dataclass(frozen=True)
class ToMany:
    """The records of an endpoint that meet the criteria: equal to `values`, which a new one among them gets."""

    endpoint: str
    values: Mapping[str, Any] = field(default_factory=dict)
    ids: tuple[str, ...] | None = None


@dataclass(frozen=True)
class ToUrl:
    """Whatever is at a URL."""

    url: str
    values: Mapping[str, Any] = field(default_factory=dict)


Link = ToOne | ToMany | ToUrl


def followed(link: Field, owner: str, entry: Mapping[str, Any], record: Mapping[str, Any]) -> Link | None:
    """Where a link of an `entry` in a `record` leads, if the fields that it needs are there.

    A parameter of a URL may be null: it leads to records that have no value either.

    `owner`: the endpoint of the record, for a collection within it.
    """
    if link.type == "collection":
        return ToMany(f"{owner}:{link.name}", {"parent_id": record.get("id")})
    if link.key is not None:
        key = _reached(link.key, entry, record)
        if isinstance(key, list):
            return ToMany(link.model or "", ids=tuple(one for one in key if isinstance(one, str)))
        return ToOne(link.model or "", key)
    values = {name: _reached(path, entry, record) for name, path in link.params.items()}
    if link.url is None:
        return None if None in values.values() else ToMany(link.model or "", {**values, **link.data})
    places = {path: _reached(path, entry, record) for path in PLACE.findall(link.url)}
    if None in places.values():
        return None
    return ToUrl(PLACE.sub(lambda place: quote(str(places[place[1]]), safe=""), link.url), {**values, **link.data})


def _reached(path: str, entry: Mapping[str, Any], record: Mapping[str, Any]) -> Any:
    found = reached(entry, path)
    return reached(record, path) if found is None and entry is not record else found
