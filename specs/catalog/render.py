"""Joins the descriptions of both faces of Catalog with what its tables give."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from pathlib import Path

from understudy.specs import copies
from understudy.specs.behaviour import with_behaviour
from understudy.specs.catalog.rows import component, row_schema
from understudy.specs.catalog.tables import Table, tables
from understudy.specs.contract import Document

FRAGMENTS = ("rest.yaml", "dap.yaml")
HEAD: Document = {
    "openapi": "3.0.3",
    "info": {
        "title": "Canvas Catalog",
        "version": "v1",
        "description": "Orders of a Canvas Catalog over REST, and all of its tables over the Data Access Platform",
    },
}


class RenderError(ValueError):
    """Two parts of a contract give the same name to different things, or one of them is no part of a contract."""


def read(folder: Path) -> Document:
    """The contract that the files in `folder` and the tables make. Raises RenderError or TableError."""
    made = document([copies.read(folder / name) for name in FRAGMENTS], tables())
    return with_behaviour(made, folder)


def document(fragments: Iterable[Document], described: Mapping[str, Table]) -> Document:
    """One OpenAPI document of fragments and tables; the servers of a fragment go with its paths.

    Raises RenderError.
    """
    made = deepcopy(HEAD) | {"tags": [], "paths": {}, "components": {}}
    for fragment in (*map(_placed, fragments), _from(described)):
        made["tags"] += fragment.get("tags", [])
        _add("paths", made["paths"], fragment.get("paths", {}))
        for kind, named in fragment.get("components", {}).items():
            _add(f"components/{kind}", made["components"].setdefault(kind, {}), named)
    return made


def _placed(fragment: Document) -> Document:
    if unknown := fragment.keys() - {"servers", "tags", "paths", "components"}:
        raise RenderError(f"a fragment has {min(unknown)!r}: leave it servers, tags, paths and components")
    servers = {"servers": fragment["servers"]}
    return fragment | {"paths": {path: servers | item for path, item in fragment["paths"].items()}}


def _from(described: Mapping[str, Table]) -> Document:
    names = {"type": "string", "description": "A table of the namespace", "enum": list(described)}
    rows = {component(name): row_schema(table) for name, table in described.items()}
    return {"components": {"schemas": {"TableName": names, **rows}}}


def _add(place: str, named: Document, more: Document) -> None:
    if twice := named.keys() & more.keys():
        raise RenderError(f"{place} has {min(twice)!r} twice: give one of them another name")
    named.update(more)
