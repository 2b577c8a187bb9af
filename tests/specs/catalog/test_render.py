"""The contract is joined of its sources: a change of any is noticed, and no two parts share a name."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest

from understudy.specs import build, copies
from understudy.specs.behaviour import with_behaviour
from understudy.specs.catalog.render import FRAGMENTS, RenderError, document
from understudy.specs.catalog.tables import Column, Table, tables
from understudy.specs.contract import FOLDER

Described = dict[str, Table]
SMALL: dict[str, Any] = {
    "servers": [{"url": "https://example.com"}],
    "tags": [{"name": "Tea"}],
    "paths": {"/tea": {"get": {}}},
    "components": {"schemas": {"Tea": {"type": "string"}}},
}


def fragments() -> list[dict[str, Any]]:
    return [copies.read(FOLDER / "catalog" / name) for name in FRAGMENTS]


def difference(parts: list[dict[str, Any]], described: Described) -> str:
    made = with_behaviour(document(parts, described), FOLDER / "catalog")
    text = build.text_of(made, build.SOURCES["catalog"].files)
    return build.difference(build.committed("catalog"), text, "catalog")


def with_orders(**change: Any) -> Described:
    return tables() | {"orders": replace(tables()["orders"], **change)}


def with_column(column: str, **change: Any) -> Described:
    columns = tables()["orders"].columns
    return with_orders(columns=tuple(replace(c, **change) if c.name == column else c for c in columns))


def test_nothing_differs_where_nothing_changed() -> None:
    assert difference(fragments(), tables()) == ""


@pytest.mark.parametrize(
    ("described", "line"),
    [
        pytest.param(with_orders(description="Sales."), "+      description: Sales.", id="description"),
        pytest.param(with_column("created_at", nullable=True), "+          nullable: true", id="nullability"),
        pytest.param(with_column("source", type="boolean"), "+          type: boolean", id="type"),
        pytest.param(with_column("user_id", references="carts"), "+          x-references: carts", id="reference"),
        pytest.param(with_column("source", enum=("web",)), "+            - web", id="known values"),
        pytest.param(with_column("source", name="origin"), "+        - origin", id="name"),
        pytest.param(
            with_orders(columns=(*tables()["orders"].columns, Column("note", "string", "a note"))),
            "+        note:",
            id="one column more",
        ),
        pytest.param(
            {name: table for name, table in tables().items() if name != "orders"}, "-        - orders", id="gone"
        ),
    ],
)
def test_a_changed_table_is_noticed(described: Described, line: str) -> None:
    assert f"\n{line}\n" in difference(fragments(), described)


@pytest.mark.parametrize("number", range(len(FRAGMENTS)), ids=FRAGMENTS)
def test_a_changed_fragment_is_noticed(number: int) -> None:
    parts = fragments()
    parts[number]["tags"][0]["description"] = "Something else"
    assert "\n+    description: Something else\n" in difference(parts, tables())


def test_servers_go_with_the_paths_of_their_fragment() -> None:
    other = {"servers": [{"url": "https://example.org"}], "paths": {"/pot": {"get": {}}}}
    made = document([SMALL, other], {})
    assert {path: item["servers"][0]["url"] for path, item in made["paths"].items()} == {
        "/tea": "https://example.com",
        "/pot": "https://example.org",
    }
    assert "servers" not in made
    assert made["tags"] == [{"name": "Tea"}]


def test_the_arguments_stay_as_they_are() -> None:
    before = deepcopy(SMALL)
    document([SMALL], tables())["components"]["schemas"]["More"] = {}
    assert before == SMALL


def same(**parts: Any) -> Callable[[], Any]:
    return lambda: document([SMALL, {"servers": [], "paths": {}, **parts}], tables())


@pytest.mark.parametrize(
    ("made", "message"),
    [
        pytest.param(same(paths={"/tea": {}}), "paths has '/tea' twice", id="path"),
        pytest.param(
            same(components={"schemas": {"Tea": {}}}), "components/schemas has 'Tea' twice", id="component"
        ),
        pytest.param(
            same(components={"schemas": {"OrdersRow": {}}}), "has 'OrdersRow' twice: give one", id="name of a row"
        ),
        pytest.param(same(security=[]), "a fragment has 'security': leave it servers", id="unknown part"),
    ],
)
def test_what_cannot_be_joined(made: Callable[[], Any], message: str) -> None:
    with pytest.raises(RenderError, match=message):
        made()
