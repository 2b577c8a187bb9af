"""Contracts are read as they were generated, and their version changes with whatever data depends on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from understudy.specs import contract
from understudy.specs.contract import APIS, Contract, UnknownApiError, load, resolved

DOCUMENT = """
openapi: 3.0.3
info: {title: Small, version: "1"}
paths:
  /things:
    parameters: []
    get: {operationId: listThings, responses: {}}
    post: {operationId: createThing, responses: {}}
  /things/{id}:
    summary: one
    delete: {operationId: deleteThing, responses: {}}
components:
  schemas:
    Thing: {type: object, properties: {part: {$ref: '#/components/schemas/Part'}}}
    Part: {type: array, items: {$ref: '#/components/schemas/Leaf'}}
    Leaf: {type: string}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where the contract of an API called `small` is."""
    (tmp_path / "small").mkdir()
    (tmp_path / "small" / "openapi.yaml").write_text(DOCUMENT)
    monkeypatch.setattr(contract, "FOLDER", tmp_path)
    load.cache_clear()
    yield tmp_path / "small"
    load.cache_clear()


@pytest.mark.parametrize("api", [*APIS, "control"])
def test_contracts_load_once(api: str) -> None:
    loaded = load(api)
    assert (loaded.api, loaded.document["openapi"][:2]) == (api, "3.")
    assert load(api) is loaded


@pytest.mark.parametrize("api", ["", "nothing", "../specs"])
def test_an_unknown_api_is_told(api: str) -> None:
    with pytest.raises(UnknownApiError, match=f"unknown API '{api}': choose one of thinkific"):
        load(api)


def test_operations_have_method_and_path(folder: Path) -> None:
    operations = load("small").operations()
    assert {name: (method, path) for name, (method, path, _) in operations.items()} == {
        "listThings": ("GET", "/things"),
        "createThing": ("POST", "/things"),
        "deleteThing": ("DELETE", "/things/{id}"),
    }
    assert operations["listThings"][2] == {"operationId": "listThings", "responses": {}}


@pytest.mark.parametrize(
    ("name", "text", "changes"),
    [
        pytest.param("openapi.yaml", DOCUMENT, False, id="nothing"),
        pytest.param("openapi.yaml", DOCUMENT.replace("Small", "Large"), True, id="document"),
        pytest.param("records.yaml", "things: {}", True, id="records"),
        pytest.param("vendor.yaml", "anything", False, id="source"),
    ],
)
def test_the_version_changes_with_document_and_records(folder: Path, name: str, text: str, changes: bool) -> None:
    before = load("small").version
    (folder / name).write_text(text)
    load.cache_clear()
    assert (load("small").version != before) is changes
    assert len(before) == 16


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        pytest.param({"$ref": "#/components/schemas/Leaf"}, {"type": "string"}, id="reference"),
        pytest.param(
            {"$ref": "#/components/schemas/Thing"},
            {"type": "object", "properties": {"part": {"type": "array", "items": {"type": "string"}}}},
            id="references in references",
        ),
        pytest.param(
            {"oneOf": [{"$ref": "#/components/schemas/Leaf"}, {"enum": [1, None]}]},
            {"oneOf": [{"type": "string"}, {"enum": [1, None]}]},
            id="in a list",
        ),
    ],
)
def test_resolved(folder: Path, schema: Any, expected: Any) -> None:
    assert resolved(load("small"), schema) == expected


def test_resolving_leaves_the_contract_alone() -> None:
    small = Contract("small", {"components": {"schemas": {"A": {"$ref": "#/x/B"}, "B": {"type": "string"}}}}, "1")
    assert resolved(small, small.schemas["A"]) == {"type": "string"}
    assert small.schemas["A"] == {"$ref": "#/x/B"}
