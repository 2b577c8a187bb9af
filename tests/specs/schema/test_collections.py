"""What the store keeps of Schema's records: a collection for each endpoint, open to fields that no model knows."""

from __future__ import annotations

import pytest

from understudy.specs.records import Collection, collections, described
from understudy.specs.schema.models import endpoints, models, parsed
from understudy.specs.schema.render import document, served

SCHEMA = collections("schema")
EACH = pytest.mark.parametrize("collection", SCHEMA.values(), ids=lambda collection: collection.name)


def test_every_endpoint_has_its_collection() -> None:
    assert SCHEMA.keys() == served(models()).keys()
    assert len(SCHEMA) == 45


@EACH
def test_records_are_open_and_their_ids_are_texts(collection: Collection) -> None:
    assert (collection.open, collection.id_type) == (True, "string")
    assert collection.schema["additionalProperties"] is True
    assert collection.schema["required"] == ["id"]


@EACH
def test_what_it_knows_is_what_its_model_knows(collection: Collection) -> None:
    assert set(collection.schema["properties"]) == set(endpoints(models())[collection.name].fields)
    assert collection.shown[0] == "id"


@EACH
def test_indexes_are_on_fields_of_the_model(collection: Collection) -> None:
    fields = {field for group in (*collection.unique, *collection.index) for field in group}
    assert fields <= set(endpoints(models())[collection.name].fields)
    assert not set(collection.unique) & set(collection.index)


def test_passwords_are_kept_and_not_shown() -> None:
    assert {name: set(kept.private) for name, kept in SCHEMA.items() if kept.private} == {
        "accounts": {"password"},
        ":users": {"password"},
    }


@pytest.mark.parametrize(
    ("name", "unique", "index"),
    [
        ("accounts", ("email",), None),
        ("categories:products", ("product_id", "parent_id"), ("parent_id",)),
        ("orders", ("number",), ("account_id",)),
        ("payments:refunds", ("ref",), ("credit_id",)),
        ("products", ("slug",), None),
        ("products:variants", None, ("parent_id",)),
        ("pages", None, ("slug",)),
        (":webhooks", ("alias",), None),
    ],
)
def test_what_no_two_share_and_what_is_looked_up(
    name: str, unique: tuple[str, ...] | None, index: tuple[str, ...] | None
) -> None:
    assert unique is None or unique in SCHEMA[name].unique
    assert index is None or index in SCHEMA[name].index


def test_a_condition_makes_no_unique_index() -> None:
    """A subscription is the only active one of its account and product; one that ended is no hindrance."""
    assert SCHEMA["subscriptions"].unique == ()


def test_a_new_model_has_a_collection_at_once() -> None:
    fields = {
        "tag": {"type": "string", "unique": True},
        "herd": {"type": "link", "model": "animals", "key": "herd_id"},
    }
    animals = parsed("animals", {"fields": fields})
    found = described(document({**models(), "animals": animals})["components"]["schemas"])
    assert found.keys() - SCHEMA.keys() == {"animals"}
    assert found["animals"].unique == (("tag",),)
