"""Formulas at work on records, those of Schema's own models above all."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

import pytest

from understudy.mocks.schema.derivation import BrokenFormula, Constants, derivations, derive
from understudy.mocks.schema.faults import Faults
from understudy.mocks.schema.formulas import CycleError, RecordScope
from understudy.mocks.schema.values import Conversion
from understudy.specs.schema.fields import Field, parsed_fields
from understudy.specs.schema.models import endpoints, models

NOON = "2026-01-15T12:00:00.000Z"
ENDPOINTS = endpoints(models())
PRODUCTS = {"1": {"price": 10.1, "delivery": "shipment"}, "2": {"price": 5, "delivery": None}}


def scope_of(entry: Mapping[str, Any], before: str) -> RecordScope:
    def follow(field: str, rest: str) -> Any:
        return PRODUCTS.get(entry.get("product_id", ""), {}).get(rest) if field == "product" else None

    return RecordScope(entry, lambda: NOON, lambda: random.Random(1), follow)


def derived(fields: Mapping[str, Field], record: dict[str, Any], created: bool = True) -> Faults:
    faults = Faults()
    Constants(fields).fill(record, created)
    derive(derivations(fields), record, scope_of, faults, created, Conversion(faults))
    return faults


@pytest.mark.parametrize("name", ENDPOINTS)
def test_all_formulas_of_the_models_compile_and_evaluate(name: str) -> None:
    fields = ENDPOINTS[name].fields
    record: dict[str, Any] = {}
    assert not derived(fields, record).found.keys() - {one.path for one in derivations(fields)}
    assert {one.path for one in derivations(fields)} == {
        path
        for path, field in ENDPOINTS[name].walk()
        if (field.formula or isinstance(field.default, dict)) and not _in_collection(name, path)
    }


def _in_collection(name: str, path: str) -> bool:
    head = ENDPOINTS[name].fields.get(path.partition(".")[0])
    return head is not None and head.type == "collection"


def test_an_order_adds_up() -> None:
    order: dict[str, Any] = {
        "account_id": "1",
        "items": [
            {
                "product_id": "1",
                "quantity": 3,
                "discounts": [{"amount": 0.3}, {"amount": 1}],
                "taxes": [{"amount": 2.33}],
                "shipment_weight": 1.5,
            },
            {"product_id": "2", "quantity": 2, "price": 4.99, "discounts": [], "taxes": [{"amount": 0.8}]},
        ],
        "shipping": {"price": 7},
        "shipment_discount": 2,
        "shipment_tax": 0.35,
    }
    assert not derived(ENDPOINTS["orders"].fields, order)
    first, second = order["items"]
    assert (first["price"], first["price_total"], first["discount_total"]) == (10.1, 30.3, 1.3)
    assert (second["price"], second["price_total"], second["discount_each"]) == (4.99, 9.98, 0)
    assert (first["delivery"], second["delivery"]) == ("shipment", None)
    assert (first["quantity_deliverable"], second["quantity_deliverable"]) == (3, 0)
    expected = {
        "sub_total": 40.28,
        "item_discount": 1.3,
        "discount_total": 1.3,
        "item_tax": 3.13,
        "item_quantity": 5,
        "shipment_price": 7,
        "shipment_total": 5,
        "tax_total": 3.48,
        "tax_included_total": 3.48,
        "grand_total": 47.46,
        "paid": False,
        "guest": True,
    }
    assert {name: order[name] for name in expected} == expected


FIELDS = parsed_fields(
    "tests",
    {
        "slug": {"type": "string", "default": {"$formula": "slug(name)"}},
        "kind": {"type": "string", "default": "plain"},
        "tags": {"type": "array", "default": ["a"]},
        "total": {"type": "currency", "formula": "sum(items.total)"},
        "items": {
            "type": "array",
            "value_type": "object",
            "fields": {
                "total": {"type": "currency", "formula": "price * quantity"},
                "price": {"type": "currency", "default": {"$formula": "product.price"}},
                "quantity": {"type": "int", "default": 1},
                "product": {"type": "link", "model": "products", "key": "product_id"},
                "product_id": {"type": "objectid"},
            },
        },
    },
)


def test_defaults_are_for_what_is_new() -> None:
    record: dict[str, Any] = {"name": "Blue Mug", "items": [{"product_id": "1"}]}
    derived(FIELDS, record)
    assert record == {
        "name": "Blue Mug",
        "slug": "blue-mug",
        "kind": "plain",
        "tags": ["a"],
        "total": 10.1,
        "items": [{"product_id": "1", "price": 10.1, "quantity": 1, "total": 10.1}],
    }
    assert record["tags"] is not FIELDS["tags"].default
    later: dict[str, Any] = {"name": "Red Mug", "items": [*record["items"], {"product_id": "2", "quantity": 2}]}
    derived(FIELDS, later, created=False)
    assert later == {
        "name": "Red Mug",
        "total": 20.1,
        "items": [*record["items"], {"product_id": "2", "price": 5, "quantity": 2, "total": 10}],
    }


def test_null_is_defined_and_gets_no_default() -> None:
    record: dict[str, Any] = {"kind": None, "slug": None}
    derived(FIELDS, record)
    assert (record["kind"], record["slug"]) == (None, None)


def test_a_link_is_followed_after_what_it_is_found_by() -> None:
    fields = parsed_fields(
        "tests",
        {
            "account_id": {"type": "objectid", "default": {"$formula": "source.account_id"}},
            "source": {"type": "link", "url": "/{source_model}/{source_id}"},
            "source_id": {"type": "objectid", "formula": "or(order_id, subscription_id)"},
            "source_model": {"type": "string", "formula": "if(order_id, 'orders')"},
        },
    )
    assert [one.path for one in derivations(fields)][-1] == "account_id"


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        pytest.param(
            {"a": {"type": "int", "formula": "slag(b)"}}, "field 'a': there is no function slag()", id="formula"
        ),
        pytest.param(
            {"a": {"type": "int", "default": {"$formula": "1 +"}}}, "field 'a': something is", id="default"
        ),
        pytest.param(
            {"a": {"type": "int", "rules": [{"expression": "if(b)"}]}}, "field 'a': if() takes", id="rule"
        ),
        pytest.param(
            {"a": {"type": "string", "auto": True, "increment": {"pattern": {"$formula": "("}}}},
            "field 'a'",
            id="pattern",
        ),
        pytest.param(
            {"o": {"type": "object", "fields": {"a": {"type": "int", "formula": "''' "}}}},
            "field 'o.a'",
            id="within",
        ),
    ],
)
def test_a_broken_formula_is_told_with_its_field(fields: dict[str, Any], told: str) -> None:
    with pytest.raises(BrokenFormula) as caught:
        derivations(parsed_fields("tests", fields))
    assert told in str(caught.value)


def test_a_cycle_is_refused() -> None:
    fields = parsed_fields("tests", {"a": {"type": "int", "formula": "b"}, "b": {"type": "int", "formula": "a"}})
    with pytest.raises(CycleError, match=r"a reads b reads a|b reads a reads b"):
        derivations(fields)


def test_what_goes_wrong_with_a_record_is_noted() -> None:
    fields = parsed_fields(
        "tests",
        {"a": {"type": "string", "formula": "repeat(b, c)"}, "d": {"type": "date", "formula": "b"}},
    )
    faults = derived(fields, {"b": "x", "c": 1_000_000})
    assert {path: fault.code for path, fault in faults.found.items()} == {"a": "FORMULA", "d": "TYPE"}
    assert "1,000,000 characters: 100,000 is the most" in faults.found["a"].message
