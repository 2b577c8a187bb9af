"""The standard models: complete, as the guide counts them, and every link leads somewhere."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from understudy.specs.schema.fields import Field
from understudy.specs.schema.models import FOLDER, Model, as_document, check_links, endpoints, models, parsed
from understudy.specs.schema.settings import Choice

# Model -> how many fields the guide's table of it has, those within others included.
COUNTS = {
    "accounts": 131, "attributes": 11, "blogs": 26, "carts": 150, "categories": 56, "contacts": 27, "coupons": 76,
    "credits": 68, "events": 20, "invoices": 76, "notifications": 9, "orders": 206, "pages": 30, "payments": 63,
    "products": 198, "promotions": 51, "settings": 3, "shipments": 60, "subscriptions": 112, "webhooks": 11,
    ":clients": 29, ":currencies": 0, ":files": 10, ":layouts": 20, ":models": 81, ":notifications": 46,
    ":sessions": 3, ":settings": 12, ":users": 32, ":webhooks": 12,
}  # fmt: skip

# Property -> how many fields the guide's tables mark with it.
MARKED = {"formula": 139, "immutable": 123, "auto": 119, "required": 105, "format": 56, "readonly": 54, "enum": 39}


def one(path: str) -> Field:
    """The field `products/stock.level`, say."""
    model, _, rest = path.partition("/")
    return dict(models()[model].walk())[rest]


@pytest.mark.parametrize(("name", "count"), COUNTS.items(), ids=COUNTS)
def test_every_field_of_the_guide_is_there(name: str, count: int) -> None:
    assert len(list(models()[name].walk())) == count


def test_there_are_30_models_and_1629_fields() -> None:
    assert models().keys() == COUNTS.keys()
    assert sum(COUNTS.values()) == 1629


@pytest.mark.parametrize(("said", "count"), MARKED.items(), ids=MARKED)
def test_every_mark_of_the_guide_is_there(said: str, count: int) -> None:
    assert sum(field.says(said) for model in models().values() for _, field in model.walk()) == count


def test_every_link_of_the_guide_is_there() -> None:
    links = [field for model in models().values() for _, field in model.walk() if field.type == "link"]
    assert len(links) == 152
    assert all(bool(link.model) != bool(link.url) for link in links)


def test_the_files_hold_nothing_twice() -> None:
    """YAML would take the last of two keys without a word."""
    for path in FOLDER.rglob("*.yaml"):
        for mapping in _mappings(yaml.compose(path.read_text(encoding="utf-8"))):
            keys = [key.value for key, _ in mapping.value]
            assert len(keys) == len(set(keys)), f"{path.name} has a key twice, at {mapping.start_mark}"


def _mappings(node: Any) -> list[yaml.MappingNode]:
    if isinstance(node, yaml.MappingNode):
        return [node, *(found for _, value in node.value for found in _mappings(value))]
    return (
        [found for value in node.value for found in _mappings(value)]
        if isinstance(node, yaml.SequenceNode)
        else []
    )


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("accounts/email", {"type": "string", "format": "email", "required": True, "unique": True}),
        ("accounts/type", {"immutable": True, "default": "individual", "values": ("individual", "business")}),
        ("accounts/date_updated", {"type": "date", "auto": "update"}),
        ("carts/number", {"auto": True, "immutable": True, "increment": {"pattern": "{100000}"}}),
        ("coupons/codes.code", {"format": "uppercase", "auto": True, "unique": True}),
        ("coupons/generations.count", {"min": 10, "max": 10_000, "required": True, "default": None}),
        ("orders/items", {"type": "array", "value_type": "object"}),
        ("orders/items.quantity", {"default": 1, "min": 1}),
        ("payments/amount", {"type": "currency", "min": 0.01, "required": True, "immutable": True}),
        ("products/attributes", {"type": "object"}),
        ("products/category_index.sort.*", {"type": "int"}),
        ("products/delivery", {"values": (None, "shipment", "subscription", "download", "booking", "giftcard")}),
        ("products/reviews.rating", {"values": (1, 2, 3, 4, 5), "required": True}),
        ("products/stock.level", {"formula": "prev.level + quantity", "readonly": True, "immutable": True}),
        ("products/shipment_weight", {"type": "float", "scale": 1}),
        ("subscriptions/quantity", {"min": 0, "default": 1}),
        ("subscriptions/product_id", {"unique": ("account_id", "product_id", {"active": True})}),
        (":models/fields.*.default", {"type": "{type}"}),
    ],
    ids=str,
)
def test_fields_say_what_the_guide_says(path: str, said: dict[str, Any]) -> None:
    assert {name: getattr(one(path), name) for name in said} == said


@pytest.mark.parametrize(
    ("path", "link"),
    [
        ("orders/account", {"model": "accounts", "key": "account_id"}),
        ("orders/billing.account_card", {"model": "accounts:cards", "key": "account_card_id"}),
        (
            "orders/pending_invoices",
            {"model": "invoices", "params": {"order_id": "id"}, "data": {"status": "pending"}},
        ),
        ("orders/promotions", {"model": "promotions", "key": "promotion_ids"}),
        ("orders/refunds", {"model": "payments:refunds", "params": {"order_id": "id"}}),
        ("coupons/active_generations", {"model": "coupons:generations", "data": {"complete": False}}),
        ("products/stock.variant", {"key": "variant_id", "params": {"parent_id": "parent_id"}}),
        ("products/variants.image", {"url": "/products/{parent_id}/images/{image_id}", "model": None}),
        ("invoices/source", {"url": "/{source_model}/{source_id}"}),
        ("notifications/config", {"model": ":notifications", "key": "template"}),
        ("attributes/products", {"url": "/products?attributes.{id}[$exists]=true"}),
        (":users/client", {"model": ":clients", "key": "client_id"}),
    ],
    ids=str,
)
def test_links_lead_where_the_guide_says(path: str, link: dict[str, Any]) -> None:
    assert {name: getattr(one(path), name) for name in link} == link


def test_a_status_knows_when_it_applies() -> None:
    assert Choice("canceled", conditions={"canceled": True}) in one("orders/status").enum


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("categories", {"secondary_field": "slug", "name_field": "name", "api": "com"}),
        ("orders", {"secondary_field": "number", "name_field": "number"}),
        ("subscriptions", {"name_field": "product.name"}),
        (":models", {"secondary_field": "name", "api": "admin"}),
        (":webhooks", {"secondary_field": "alias"}),
    ],
    ids=str,
)
def test_models_say_how_their_records_are_named(name: str, said: dict[str, Any]) -> None:
    assert {key: getattr(models()[name], key) for key in said} == said


def test_lists_have_pages_of_15() -> None:
    assert {(model.query.page, model.query.limit) for model in models().values()} == {(1, 15)}
    assert models()["pages"].query.sort == "name asc"


def test_a_search_looks_into_the_fields_that_the_model_names() -> None:
    assert models()["products"].searches[0].fields == (
        "name",
        "slug",
        "sku",
        "code",
        "description",
        "meta_keywords",
    )


@pytest.mark.parametrize("name", COUNTS)
def test_a_model_as_a_document_is_the_same_model(name: str) -> None:
    assert parsed(name, as_document(models()[name])) == models()[name]


def test_a_document_has_the_identity_that_the_guide_describes() -> None:
    document = as_document(models()[":webhooks"])
    assert (document["id"], document["api"], document["name"]) == ("admin.webhooks", "admin", "webhooks")


def test_collections_within_models_are_endpoints() -> None:
    every = endpoints(models())
    assert len(every) == 49
    variants = every["products:variants"]
    assert (variants.parent, variants.name_field, variants.query.limit) == ("products", "name", 15)
    assert every["products"].parent is None


@pytest.mark.parametrize("name", [name for name in endpoints(models()) if endpoints(models())[name].parent])
def test_a_record_within_another_names_it(name: str) -> None:
    fields = endpoints(models())[name].fields
    assert list(fields)[:3] == ["id", "parent_id", "parent"]
    assert fields["parent"].model == name.rpartition(":")[0]


def test_standard_links_resolve() -> None:
    check_links(models())
    with_url = Model("a", {"b": Field("b", "link", url="/nowhere")})
    check_links({"a": with_url})
