"""records.yaml: read as its head says, and true to the contract that it stands behind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pytest

from understudy.specs import contract, records
from understudy.specs.contract import FOLDER, UnknownApiError, load, resolved
from understudy.specs.records import Collection, Reference, collections, described

DOCUMENT = """
openapi: 3.0.3
paths: {}
components:
  schemas:
    Author:
      type: object
      required: [name]
      properties: {name: {type: string}, id: {type: integer, minimum: 1}, book_ids: {type: array}}
    Book: {type: object, properties: {code: {type: string}, author_id: {type: integer}}}
"""
RECORDS = """
authors: {shows: Author, unique: [name]}
books:
  shows: Book
  private: {secret: {type: string}}
  id: string
  index: [code, [author_id, code]]
  references:
    author_id: {to: authors, on_delete: delete, listed_as: book_ids, ordered_by: code, copies: {author: name}}
links:
  private: {author_id: {type: integer}, book_id: {type: string}, kind: {type: string}}
  references:
    author_id: {to: authors, on_delete: clear}
    book_id:
      - {to: books, where: {kind: book}, on_delete: keep, gives: {link_id: id}}
      - {to: authors, where: {kind: other}, many: true, on_delete: clear}
"""


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Collection]]:
    (tmp_path / "small").mkdir()
    (tmp_path / "small" / "openapi.yaml").write_text(DOCUMENT)
    (tmp_path / "small" / "records.yaml").write_text(RECORDS)
    for module in (contract, records):
        monkeypatch.setattr(module, "FOLDER", tmp_path)
    load.cache_clear()
    collections.cache_clear()
    yield collections("small")
    load.cache_clear()
    collections.cache_clear()


def test_what_is_shown_and_what_is_private(small: dict[str, Collection]) -> None:
    assert small["authors"].shown == ("id", "name", "book_ids")
    assert small["authors"].private == frozenset()
    assert small["books"].shown == ("code", "author_id")
    assert small["books"].private == {"id", "secret"}
    assert small["links"].shown == ()


def test_the_schema_is_that_of_a_whole_record(small: dict[str, Collection]) -> None:
    schema = small["books"].schema
    assert schema["properties"].keys() == {"id", "code", "author_id", "secret"}
    assert schema["required"] == ["id", "secret"]
    assert schema["additionalProperties"] is False
    assert small["authors"].schema["required"] == ["id", "name"]


@pytest.mark.parametrize(
    ("collection", "id_type", "rule"),
    [
        pytest.param("authors", "integer", {"type": "integer", "minimum": 1}, id="as the contract says"),
        pytest.param("books", "string", {"type": "string", "minLength": 1, "maxLength": 64}, id="text"),
        pytest.param("links", "integer", {"type": "integer", "minimum": 1, "maximum": 2**63 - 1}, id="not shown"),
    ],
)
def test_ids(small: dict[str, Collection], collection: str, id_type: str, rule: dict[str, object]) -> None:
    assert small[collection].id_type == id_type
    assert small[collection].schema["properties"]["id"] == rule


@pytest.mark.parametrize(
    ("collection", "indexed"),
    [
        pytest.param("authors", (), id="unique needs no other"),
        pytest.param("books", (("code",), ("author_id", "code")), id="declared, which serves the reference too"),
        pytest.param("links", (("author_id",), ("book_id",)), id="single references"),
    ],
)
def test_indexes(small: dict[str, Collection], collection: str, indexed: tuple[tuple[str, ...], ...]) -> None:
    assert small[collection].indexed == indexed


def test_references(small: dict[str, Collection]) -> None:
    expected = [
        Reference(
            "books", "author_id", "authors", "delete",
            listed_as="book_ids", ordered_by="code", copies={"author": "name"},
        ),
        Reference("links", "author_id", "authors", "clear"),
        Reference("links", "book_id", "books", "keep", where={"kind": "book"}, gives={"link_id": "id"}),
        Reference("links", "book_id", "authors", "clear", many=True, where={"kind": "other"}),
    ]  # fmt: skip
    found = [*small["books"].references, *small["links"].references]
    assert list(map(asdict, found)) == list(map(asdict, expected))


def test_schemas_may_say_what_they_are_kept_in() -> None:
    kept = {
        "name": "my:books",
        "id": "string",
        "open": True,
        "private": {"secret": {"type": "string"}},
        "index": ["code"],
    }
    schema = {
        "type": "object",
        "required": ["code"],
        "properties": {"code": {"type": "string"}},
        "x-collection": kept,
    }
    found = described({"Book": schema, "Other": {"type": "object"}})
    assert list(found) == ["my:books"]
    books = found["my:books"]
    assert (books.id_type, books.open, books.private, books.index) == (
        "string",
        True,
        {"id", "secret"},
        (("code",),),
    )
    assert books.schema["required"] == ["code", "id"]
    assert books.schema["additionalProperties"] is True


@pytest.mark.parametrize("api", ["nothing", "control"])
def test_an_api_without_records(api: str) -> None:
    with pytest.raises(UnknownApiError):
        collections(api)


# Thinkific's, against its contract

THINKIFIC = collections("thinkific")
REFERENCES = [reference for collection in THINKIFIC.values() for reference in collection.references]
EACH = pytest.mark.parametrize("collection", THINKIFIC.values(), ids=lambda collection: collection.name)
EACH_REFERENCE = pytest.mark.parametrize(
    "reference", REFERENCES, ids=lambda ref: f"{ref.collection}.{ref.field}-{ref.to}"
)


def fields(collection: str) -> dict[str, dict[str, object]]:
    properties: dict[str, dict[str, object]] = resolved(load("thinkific"), THINKIFIC[collection].schema)[
        "properties"
    ]
    return properties


@EACH
def test_unique_and_indexed_fields_are_there(collection: Collection) -> None:
    named = {field for fields_ in (*collection.unique, *collection.indexed) for field in fields_}
    assert named <= fields(collection.name).keys()


@EACH_REFERENCE
def test_references_are_between_fields_that_are_there(reference: Reference) -> None:
    here, there = fields(reference.collection), fields(reference.to)
    assert {reference.field, *reference.where, *reference.copies, *reference.gives.values()} <= here.keys()
    assert {*reference.copies.values(), *reference.gives} <= there.keys()
    assert reference.ordered_by is None or reference.ordered_by in here
    assert reference.listed_as is None or there[reference.listed_as]["type"] == "array"
    assert (here[reference.field]["type"] == "array") is reference.many


@EACH_REFERENCE
def test_what_is_cleared_may_be_empty(reference: Reference) -> None:
    rule = fields(reference.collection)[reference.field]
    assert reference.on_delete != "clear" or reference.many or rule["nullable"] is True


@EACH_REFERENCE
def test_references_hold_ids(reference: Reference) -> None:
    rule = fields(reference.collection)[reference.field]
    rule = rule["items"] if reference.many else rule  # type: ignore[assignment]
    assert (rule["type"], rule["minimum"], rule["maximum"]) == ("integer", 1, 2**63 - 1)


@EACH_REFERENCE
def test_copies_are_of_the_same_type(reference: Reference) -> None:
    here, there = fields(reference.collection), fields(reference.to)
    for field, source in [
        *reference.copies.items(),
        *((source, field) for field, source in reference.gives.items()),
    ]:
        one, other = (here[field], there[source]) if field in reference.copies else (there[source], here[field])
        assert one["type"] == other["type"]
        assert one.get("nullable", False) or not other.get("nullable", False)


def test_the_head_explains_every_key() -> None:
    text = (FOLDER / "thinkific" / "records.yaml").read_text()
    explained = set(re.findall(r"^#\s+(\w+):  ", text, re.MULTILINE)) | {"where", "ordered_by"}
    used = set(re.findall(r"^  (\w+):", text, re.MULTILINE)) | set(
        re.findall(r"\b(to|many|where|on_delete|listed_as|ordered_by|copies|gives):", text)
    )
    assert used <= explained


DECLARED = {
    "properties": {
        "id": {"type": "string"},
        "name": {"type": "string", "nullable": True},
        "price": {"type": "number"},
        "on": {"type": "boolean"},
        "tags": {"type": "array", "items": {"type": "string"}},
        "place": {"type": "object", "properties": {"city": {"type": "string"}, "at": {"type": "object"}}},
        "loose": {"properties": {"city": {"type": "string"}}},
        "either": {"oneOf": [{"type": "string"}, {"type": "array"}]},
        "it's": {"type": "string"},
    }
}


@pytest.mark.parametrize(
    ("path", "found"),
    [
        pytest.param("id", "integer", id="the id, as the collection has it"),
        pytest.param("name", "string", id="or null"),
        pytest.param("price", "number", id="number"),
        pytest.param("on", "boolean", id="boolean"),
        pytest.param("place.city", "string", id="inside an object"),
        pytest.param("tags", None, id="array"),
        pytest.param("place", None, id="object"),
        pytest.param("place.at", None, id="object inside"),
        pytest.param("place.nowhere", None, id="undeclared inside"),
        pytest.param("nowhere", None, id="undeclared"),
        pytest.param("name.first", None, id="inside a value"),
        pytest.param("tags.0", None, id="inside an array"),
        pytest.param("loose.city", None, id="inside what may be an array"),
        pytest.param("either", None, id="one of two"),
        pytest.param("it's", None, id="a name that SQL would have to escape"),
        pytest.param("", None, id="no name"),
    ],
)
def test_scalar_type(path: str, found: str | None) -> None:
    kind = Collection("things", DECLARED, frozenset(), "integer", (), (), ())
    assert kind.scalar_type(path) == found
