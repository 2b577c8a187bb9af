"""What a contract says of behaviour, in `x-behaviour` at its root. docs/contract-tests.md explains each name."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from understudy.specs.contract import Contract

IN_PATH = re.compile(r"\{(\w+)\}")
Names = tuple[str, ...]


class DeclarationError(ValueError):
    """A declaration that cannot be; says where, and what can be there."""


@dataclass(frozen=True)
class Lists:
    """
    items, total  where they are in an answer, with dots; `total` is empty where none is told
    page, limit   the query parameters
    largest       what `limit` can be
    facts         where in an answer -> what it tells of the page: `number`, `size`, `next`, `previous`, `pages`,
                  `range` (`1-25 of 250`), `windows` ({"1": {"start": 1, "end": 15}}), or `link` for a header
    """

    items: str = "items"
    total: str = ""
    page: str = "page"
    limit: str = "limit"
    largest: int = 100
    facts: Mapping[str, str] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True)
class Within:
    """Records that are asked for by the record that they belong to.

    `of`: its resource; `parameter`: of the operations, in path or query; `field`: of the record, which names it.
    """

    of: str
    parameter: str
    field: str = ""


@dataclass(frozen=True)
class Found:
    """Where the ids of records are that no operation lists: a field of those of another resource, that have
    `where`."""

    among: str
    field: str
    where: Mapping[str, Any] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True)
class Filter:
    """A query parameter passes the records whose `field` compares to its value by `by`."""

    field: str
    by: str = "is"


@dataclass(frozen=True)
class Resource:
    """
    list, read, create, update, delete, count  operationIds
    id            the field that names a record
    key           the path parameter for it: the only one of `read`, unless it is said
    wrapped       where the record is in the answers of `read` and `create`
    order         of the list: a field, or `-` and a field; several with commas
    sample        a body that makes a record: `#` is a number that is another one each time, `<users>` the id of a
                  record of that resource
    changes       what is changed in it, one after the other and all together
    beside        fields of it that `update` wants with every change, beyond those that the contract requires
    unshown       fields that are sent and never answered
    secret        those of them that no answer may hold anywhere
    derived       fields that follow from others: they may change when others are changed
    volatile      fields that differ from target to target
    unique        fields that no two records share
    within, found see there
    touches       fields of other resources that a write of these changes
    cascades      resources whose records are deleted along -> their field that names the deleted one
    filters       by query parameter
    sorts         fields that the list can be sorted by, both ways
    criteria      fields that the list can be asked for in the style of MongoDB
    upserts       whether `update` makes the record that is not there
    views         lists of others that a record has: operationId -> the resource that it `shows`, and the field
                  with `ids`, or the field of the others that names the record, `by`
    size          records of a page, unless the contract has a default for `limit`
    searches      fields that `search` looks into
    links         what can be expanded: name -> the resource `to` which it leads, and the field with its id, `key`
    group         the operationId that computes `figures`, numbers
    """

    name: str = ""
    list: str = ""
    read: str = ""
    create: str = ""
    update: str = ""
    delete: str = ""
    count: str = ""
    id: str = "id"
    key: str = ""
    wrapped: str = ""
    order: str = ""
    sample: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    changes: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    beside: Names = ()
    unshown: Names = ()
    secret: Names = ()
    derived: Names = ()
    volatile: Names = ()
    unique: Names = ()
    within: Within | None = None
    found: Found | None = None
    touches: Mapping[str, Names] = dataclasses.field(default_factory=dict)
    cascades: Mapping[str, str] = dataclasses.field(default_factory=dict)
    filters: Mapping[str, Filter] = dataclasses.field(default_factory=dict)
    sorts: Names = ()
    criteria: Names = ()
    upserts: bool = False
    views: Mapping[str, Mapping[str, str]] = dataclasses.field(default_factory=dict)
    size: int = 0
    searches: Names = ()
    links: Mapping[str, Mapping[str, str]] = dataclasses.field(default_factory=dict)
    group: str = ""
    figures: Names = ()


@dataclass(frozen=True)
class Login:
    """The operation that gives a token for a security scheme: with what it is asked, and where the token is."""

    ask: str
    form: Mapping[str, str]
    token: str


@dataclass(frozen=True)
class Tables:
    """Operations of a data platform: its tables, their schemas, and jobs that write their rows into files.

    `shown`: tables whose rows, those that are not deleted, are the records of a resource; `url_seconds` and
    `job_seconds`: how long the URL of a file and a job live.
    """

    list: str
    schema: str
    query: str
    job: str
    urls: str
    file: str
    namespace: str
    url_seconds: int
    job_seconds: int
    shown: Mapping[str, str] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True)
class Declaration:
    lists: Lists = dataclasses.field(default_factory=Lists)
    resources: Mapping[str, Resource] = dataclasses.field(default_factory=dict)
    stories: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    login: Mapping[str, Login] = dataclasses.field(default_factory=dict)
    tables: Tables | None = None


def declared(contract: Contract) -> Declaration:
    """What the contract says of behaviour; nothing where it has no `x-behaviour`. Raises DeclarationError."""
    said = dict(contract.document.get("x-behaviour", {}))
    _known(Declaration, said, "x-behaviour")
    operations = contract.operations()
    resources = {
        name: _resource(name, told, operations) for name, told in dict(said.get("resources") or {}).items()
    }
    for name, resource in resources.items():
        others = {*resource.touches, *resource.cascades, *(view["shows"] for view in resource.views.values())}
        others |= {place.of for place in [resource.within] if place} | {
            place.among for place in [resource.found] if place
        }
        for other in others - resources.keys():
            raise DeclarationError(f"x-behaviour: resource {name!r} names {other!r}, which is none of them")
    return Declaration(
        lists=_made(Lists, said.get("lists", {}), "lists"),
        resources=resources,
        stories=said.get("stories", {}),
        login={scheme: _made(Login, told, scheme) for scheme, told in said.get("login", {}).items()},
        tables=_made(Tables, said["tables"], "tables") if "tables" in said else None,
    )


def _resource(name: str, told: Mapping[str, Any], operations: Mapping[str, Any]) -> Resource:
    made: dict[str, Any] = {**told, "name": name}
    _known(Resource, made, name)
    for verb in ("list", "read", "create", "update", "delete", "count"):
        if told.get(verb) and told[verb] not in operations:
            raise DeclarationError(f"x-behaviour: resource {name!r}: no operation is called {told[verb]!r}")
    for listed in (
        "beside",
        "unshown",
        "secret",
        "derived",
        "volatile",
        "unique",
        "sorts",
        "searches",
        "figures",
        "criteria",
    ):
        made[listed] = tuple(told.get(listed, ()))
    made["touches"] = {other: tuple(touched) for other, touched in told.get("touches", {}).items()}
    for part, kind in (("within", Within), ("found", Found)):
        if part in told:
            made[part] = _made(kind, told[part], f"{name}: {part}")
    made["filters"] = {
        parameter: Filter(filtered) if isinstance(filtered, str) else _made(Filter, filtered, f"{name}: filters")
        for parameter, filtered in told.get("filters", {}).items()
    }
    if "read" in told and "key" not in told:
        in_path = IN_PATH.findall(operations[told["read"]][1])
        if len(in_path) != 1:
            raise DeclarationError(f"x-behaviour: resource {name!r}: say which of {in_path} is its `key`")
        made["key"] = in_path[0]
    return Resource(**made)


def _made(kind: type[Any], told: Mapping[str, Any], place: str) -> Any:
    _known(kind, told, place)
    try:
        return kind(**told)
    except TypeError as error:
        raise DeclarationError(f"x-behaviour: {place}: {error}") from error


def _known(kind: type[Any], told: Mapping[str, Any], place: str) -> None:
    names = {one.name for one in fields(kind)}
    for name in told.keys() - names:
        raise DeclarationError(f"x-behaviour: {place}: {name!r} is unknown: use {', '.join(sorted(names))}")
