"""Models that a sandbox makes, changes and takes away while it is used."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from understudy.mocks.data_files import DEFAULT
from understudy.mocks.errors import Invalid
from understudy.mocks.rules.schemas import Validator
from understudy.mocks.sandboxes import Sandboxes, Start
from understudy.mocks.schema.addresses import Nothing
from understudy.mocks.schema.api import SCHEMA
from understudy.mocks.schema.shop import Shop
from understudy.specs import contract
from understudy.specs.schema.models import models

ANIMALS: dict[str, Any] = {
    "name": "animals",
    "secondary_field": "slug",
    "fields": {
        "name": {"type": "string", "required": True},
        "slug": {"type": "string", "formula": "slug(name)"},
        "legs": {"type": "int", "default": 4},
        "tag": {"type": "string", "unique": True},
        "toys": {"type": "collection", "fields": {"price": {"type": "currency"}, "colors": {"type": "array"}}},
        "cost": {"type": "currency", "formula": "sum(toys.price)"},
        "owner_id": {"type": "objectid"},
        "owner": {"type": "link", "model": "accounts", "key": "owner_id"},
    },
}


@pytest.fixture
def animals(shop: Shop) -> Shop:
    shop.post("/:models", ANIMALS)
    return shop


def refused(shop: Shop, verb: str, path: str, given: Any = None) -> Any:
    """The errors that a request is refused with, which changes nothing."""
    before = shop.store.snapshot(), shop.models.models, {**shop.store.collections}
    with pytest.raises(Invalid) as caught:
        getattr(shop, verb)(path, *([] if verb == "delete" else [given]))
    assert (shop.store.snapshot(), shop.models.models, shop.store.collections) == before
    return caught.value.errors


# Reading


@pytest.mark.parametrize(
    ("key", "found"),
    [
        ("products", "com.products"),
        ("com.products", "com.products"),
        ("webhooks", "com.webhooks"),
        (":webhooks", "admin.webhooks"),
        ("admin.webhooks", "admin.webhooks"),
        (":models", "admin.models"),
    ],
)
def test_a_model_is_found(shop: Shop, key: str, found: str) -> None:
    assert shop.get(f"/:models/{key}", {})["id"] == found


@pytest.mark.parametrize("key", ["nothing", ":products", "admin.products", "products:variants", "PRODUCTS", ""])
def test_there_is_no_such_model(shop: Shop, key: str) -> None:
    assert not isinstance(shop.get(f"/:models/{key}", {}), dict) or not key


def test_models_are_listed_like_other_records(shop: Shop) -> None:
    page = shop.get("/:models", {"sort": "name", "limit": "2", "page": "2", "api": "com"})
    assert page["count"] == 20
    assert [model["name"] for model in page["results"]] == ["blogs", "carts"]
    assert page["pages"]["2"] == {"start": 3, "end": 4}
    assert shop.get("/:models/:count", {}) == len(models()) == 30
    assert shop.get("/:models", {"name": {"$in": ["webhooks"]}})["count"] == 2


def test_part_of_a_model(shop: Shop) -> None:
    assert shop.get("/:models/categories/fields/slug/type", {}) == "string"


@pytest.mark.parametrize("name", models())
def test_a_model_is_what_the_contract_says(shop: Shop, name: str) -> None:
    model = Validator(contract.load("schema").schemas["Meta.models"])
    assert not [*model.violations(shop.get(f"/:models/{name}", {}))]


# Changing a standard model


def test_fields_are_added(shop: Shop) -> None:
    model = shop.put("/:models/products", {"fields": {"my_custom_field": {"type": "string", "default": "Hello"}}})
    assert model["fields"]["my_custom_field"] == {"type": "string", "default": "Hello"}
    assert model["fields"]["name"] == {"type": "string", "required": True}
    assert shop.post("/products", {"name": "Soap"})["my_custom_field"] == "Hello"


def test_a_change_belongs_to_the_client(shop: Shop) -> None:
    shop.put("/:models/products", {"label": "Ware"})
    model = shop.get("/:models/products", {})
    said = ("id", "client_id", "extends", "extends_version", "label", "date_updated")
    assert [model[name] for name in said] == [
        "default.com.products", "default", "com.products", "1.0.0", "Ware", "2026-01-01T00:00:00.000Z",
    ]  # fmt: skip
    assert model == shop.get("/:models/com.products", {}) == shop.get("/:models/default.com.products", {})
    assert shop.get("/:models/:count", {}) == 30


def test_models_of_the_same_name_are_told_apart(shop: Shop) -> None:
    shop.put("/:models/webhooks", {"label": "Mine"})
    assert shop.get("/:models/webhooks", {})["id"] == "default.com.webhooks"
    shop.put("/:models/:webhooks", {"label": "Theirs"})
    assert shop.get("/:models/:webhooks", {})["id"] == "default.admin.webhooks"
    assert shop.get("/:models/webhooks", {})["label"] == "Mine"


@pytest.mark.parametrize(
    "given",
    [
        {"fields": {"extra": None}},
        {"$unset": "fields.extra"},
        {"$set": {"fields": {"name": {"type": "string"}}}},
    ],
    ids=["null", "$unset", "$set"],
)
def test_a_field_is_taken_away(shop: Shop, given: Any) -> None:
    shop.put("/:models/blogs", {"fields": {"extra": {"type": "int"}}})
    assert "extra" not in shop.put("/:models/blogs", given)["fields"]


def test_a_change_within_a_model(shop: Shop) -> None:
    assert shop.put("/:models/products/fields/price", {"min": "5"})["min"] == 5
    with pytest.raises(Invalid):
        shop.post("/products", {"name": "Soap", "price": 4})
    shop.delete("/:models/products/fields/price/min")
    assert "min" not in shop.get("/:models/products/fields/price", {})


def test_what_is_deleted_of_a_standard_model_is_its_change(shop: Shop) -> None:
    standard = shop.get("/:models/products", {})
    shop.put("/:models/products", {"fields": {"gift": {"type": "collection"}}})
    shop.delete("/:models/products")
    assert shop.get("/:models/products", {}) == standard
    assert "products:gift" not in shop.store.collections


# Models of one's own


def test_a_model_works_at_once(animals: Shop) -> None:
    rex = animals.post("/animals", {"name": "Rex the Dog", "legs": "4", "toys": [{"price": "2"}, {"price": 3.5}]})
    assert (rex["slug"], rex["legs"]) == ("rex-the-dog", 4)
    assert animals.get("/animals/rex-the-dog/toys", {})["count"] == 2
    assert animals.get("/animals:toys", {"price": {"$gt": "2"}})["results"][0]["price"] == 3.5
    toy = animals.post("/animals/rex-the-dog/toys", {"price": 1, "colors": ["red"]})
    assert animals.get(f"/animals/rex-the-dog/toys/{toy['id']}/colors/0", {}) == "red"
    assert animals.put(f"/animals/{rex['id']}", {"tag": "A1"})["cost"] == 6.5
    assert animals.delete("/animals/rex-the-dog")["id"] == rex["id"]
    assert animals.get("/animals:toys/:count", {}) == 0


def test_links_to_and_from_a_model(animals: Shop) -> None:
    jane = animals.post("/accounts", {"email": "jane@example.com"})
    animals.post("/animals", {"name": "Rex", "owner_id": jane["id"]})
    assert animals.get("/animals/rex/owner/email", {}) == "jane@example.com"
    link = {"type": "link", "model": "animals", "params": {"owner_id": "id"}}
    animals.put("/:models/accounts", {"fields": {"animals": link}})
    assert animals.get("/accounts/jane@example.com/animals", {})["results"][0]["name"] == "Rex"


def test_what_is_unique(animals: Shop) -> None:
    animals.post("/animals", {"name": "Rex", "tag": "A1"})
    with pytest.raises(Invalid) as caught:
        animals.post("/animals", {"name": "Fido", "tag": "A1"})
    assert caught.value.errors == {"tag": {"message": "Already exists", "code": "UNIQUE"}}


def test_a_field_that_becomes_unique_and_is_so_no_more(animals: Shop) -> None:
    for legs in (2, 4):
        animals.post("/animals", {"name": "Rex", "legs": legs})
    unique = {"fields": {"name": {"unique": True}}}
    assert refused(animals, "put", "/:models/animals", unique)["fields.name"]["code"] == "UNIQUE"
    animals.put("/:models/animals", {"fields": {"legs": {"unique": True}}})
    with pytest.raises(Invalid):
        animals.post("/animals", {"name": "Rex"})
    animals.put("/:models/animals", {"fields": {"legs": {"unique": None}}})
    assert animals.post("/animals", {"name": "Rex"})["legs"] == 4


def test_a_field_that_becomes_a_password_is_shown_no_more(animals: Shop) -> None:
    rex = animals.post("/animals", {"name": "Rex", "word": "woof"})
    animals.put("/:models/animals", {"fields": {"word": {"type": "string", "format": "password"}}})
    assert "word" not in animals.get(f"/animals/{rex['id']}", {})


def test_a_model_that_extends_another(animals: Shop) -> None:
    dogs = animals.post(
        "/:models", {"name": "dogs", "extends": "com.products", "fields": {"breed": {"type": "string"}}}
    )
    assert (dogs["id"], dogs["extends"], dogs["extends_version"]) == ("default.com.dogs", "com.products", "1.0.0")
    assert animals.post("/dogs", {"name": "Rex Hound", "breed": 1})["slug"] == "rex-hound"


def test_a_deleted_model_has_no_endpoint(animals: Shop) -> None:
    animals.post("/animals", {"name": "Rex"})
    assert animals.delete("/:models/animals")["name"] == "animals"
    assert isinstance(animals.get("/animals", {}), Nothing)
    assert isinstance(animals.post("/animals", {"name": "Rex"}), Nothing)
    animals.post("/:models", ANIMALS)
    assert animals.get("/animals", {})["count"] == 0


# What is refused


@pytest.mark.parametrize(
    ("given", "place", "code"),
    [
        pytest.param({}, "name", "REQUIRED", id="no name"),
        pytest.param({"name": "Bad Name"}, "name", "FORMAT", id="a name with a space"),
        pytest.param({"name": "1up"}, "name", "FORMAT", id="a name that begins with a digit"),
        pytest.param({"name": ":own"}, "name", "FORMAT", id="a name of the system's"),
        pytest.param({"name": "sqlite_own"}, "name", "FORMAT", id="a name of the store's"),
        pytest.param({"name": "products"}, "name", "UNIQUE", id="a name that is taken"),
        pytest.param({"name": "own", "api": "admin"}, "api", "ENUM", id="another api"),
        pytest.param({"name": "own", "fields": {"a": {"type": "text"}}}, "fields.a", "MODEL", id="unknown type"),
        pytest.param(
            {"name": "own", "indexes": [{"options": "text"}]}, "indexes.options", "TYPE", id="no options"
        ),
        pytest.param({"name": "own", "fields": {"a": {}}}, "fields.a", "MODEL", id="no type"),
        pytest.param({"name": "own", "fields": "a"}, "fields", "MODEL", id="fields of another form"),
        pytest.param(
            {"name": "own", "fields": {"a": {"type": "int", "formula": "1 +"}}}, "fields.a", "FORMULA", id="syntax"
        ),
        pytest.param(
            {"name": "own", "fields": {"a": {"type": "int", "formula": "nosuch(1)"}}},
            "fields.a",
            "FORMULA",
            id="unknown function",
        ),
        pytest.param(
            {"name": "own", "fields": {"a": {"type": "int", "rules": [{"expression": "1 +"}]}}},
            "fields.a",
            "FORMULA",
            id="a rule that is no formula",
        ),
        pytest.param(
            {
                "name": "own",
                "fields": {"a": {"type": "int", "formula": "b"}, "b": {"type": "int", "formula": "a"}},
            },
            "fields",
            "FORMULA",
            id="cycle",
        ),
        pytest.param(
            {"name": "own", "fields": {"a": {"type": "link", "model": "nothing", "key": "b"}}},
            "fields.a",
            "MODEL",
            id="link to nothing",
        ),
        pytest.param({"name": "own", "extends": "com.nothing"}, "extends", "MODEL", id="extends nothing"),
    ],
)
def test_a_broken_model_is_refused(shop: Shop, given: Any, place: str, code: str) -> None:
    errors = refused(shop, "post", "/:models", given)
    assert list(errors) == [place]
    assert errors[place]["code"] == code


@pytest.mark.parametrize("name", ["id", "api", "client_id", "name"])
def test_what_names_a_model_cannot_be_changed(animals: Shop, name: str) -> None:
    assert refused(animals, "put", "/:models/animals", {name: "other"})[name]["code"] == "IMMUTABLE"
    same = {name: animals.get("/:models/animals", {})[name]}
    assert animals.put("/:models/animals", {**same, "label": "Animal"})["label"] == "Animal"


def test_a_broken_change_is_refused(animals: Shop) -> None:
    errors = refused(animals, "put", "/:models/animals", {"fields": {"legs": {"type": "leg"}}})
    assert errors["fields.legs"]["message"].startswith("type: unknown 'leg': choose one of string, bool")


def test_what_would_be_overwritten_is_looked_at(shop: Shop) -> None:
    errors = refused(shop, "put", "/:models/products", {"extends_version": ["1.0.0"]})
    assert errors["extends_version"]["code"] == "TYPE"


def test_a_standard_model_cannot_be_deleted(shop: Shop) -> None:
    assert refused(shop, "delete", "/:models/products")["id"]["code"] == "READONLY"


def test_a_model_that_others_link_to_cannot_be_deleted(animals: Shop) -> None:
    animals.put(
        "/:models/products", {"fields": {"a": {"type": "link", "model": "animals", "params": {"x": "id"}}}}
    )
    assert "animals" in refused(animals, "delete", "/:models/animals")["fields.a"]["message"]


# What is kept


def test_a_model_is_for_its_sandbox_alone(animals: Shop, sandboxes: Sandboxes) -> None:
    other: Shop = sandboxes.make("other").behaviour
    assert isinstance(other.get("/animals", {}), Nothing)
    assert other.get("/:models/:count", {}) == 30


def test_snapshots_and_resets(animals: Shop, sandboxes: Sandboxes) -> None:
    animals.post("/animals", {"name": "Rex"})
    snapshot = animals.sandbox.snapshot()
    sandboxes.reset(DEFAULT)
    assert isinstance(animals.get("/animals", {}), Nothing)
    assert "animals" not in animals.store.collections
    animals.post("/:models", {"name": "animals"})
    animals.sandbox.restore(snapshot)
    assert animals.get("/animals/rex", {})["legs"] == 4
    assert animals.get("/animals:toys", {})["count"] == 0


def test_forks_begin_with_the_same_models(animals: Shop, sandboxes: Sandboxes) -> None:
    fork: Shop = sandboxes.fork(DEFAULT, "fork").behaviour
    assert fork.post("/animals", {"name": "Rex"})["slug"] == "rex"
    assert animals.get("/animals", {})["count"] == 0


def test_data_files(tmp_path: Path) -> None:
    for run in range(2):
        shops = SCHEMA.sandboxes(lambda: iter(()), Start(), tmp_path / "shop.db")
        shop: Shop = (shops.known("default") or shops.make("default")).behaviour
        if run == 0:
            shop.post("/:models", ANIMALS)
            shop.put("/:models/products", {"fields": {"extra": {"type": "int", "default": 1}}})
        shop.post("/animals", {"name": "Rex"})
        assert shop.get("/animals", {})["count"] == run + 1
        assert shop.post("/products", {"name": f"Soap {run}"})["extra"] == 1
        shops.close()


# The contract


def test_a_contract_of_ones_own(animals: Shop) -> None:
    document = animals.models.contract()
    assert {"/animals", "/animals/{id}/toys", "/animals:toys/{id}", "/products", "/{model}"} <= document[
        "paths"
    ].keys()
    assert document["components"]["schemas"]["animals"]["properties"]["legs"]["type"] == "integer"
    animals.delete("/:models/animals")
    assert "/animals" not in animals.models.contract()["paths"]
