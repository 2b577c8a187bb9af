"""A request may hold every form of a value that the server converts, and no other."""

from __future__ import annotations

from typing import Any

import pytest
from openapi_schema_validator import OAS30Validator, oas30_format_checker

from understudy.specs.contract import Contract, resolved
from understudy.specs.schema.models import models, parsed
from understudy.specs.schema.render import document

CONTRACT = Contract("schema", document(models()), "1")
OF_THINGS = {
    "id": {"type": "objectid"},
    "name": {"type": "string", "required": True},
    "code": {"type": "string", "length": 2},
    "email": {"type": "string", "format": "email"},
    "version": {"type": "string", "format": "semver"},
    "size": {"type": "int", "min": 1, "max": 9},
    "price": {"type": "currency", "min": 0.01},
    "colour": {"type": "string", "enum": ["red", {"value": "blue", "label": "Sky"}]},
    "stars": {"type": "int", "enum": [1, 2]},
    "tags": {"type": "array", "value_type": "string"},
    "parts": {"type": "array", "value_type": "object", "fields": {"count": {"type": "int", "required": True}}},
    "owner": {"type": "link", "model": "things", "key": "owner_id"},
    "total": {"type": "currency", "formula": "price * size"},
    "open": {"type": "bool", "formula": "if(total, false, open)"},
    "level": {"type": "int", "readonly": True},
    "born": {"type": "date", "auto": True},
    "any": {"type": "any"},
    "notes": {"type": "collection", "fields": {"text": {"type": "string", "required": True}}},
}
THINGS = Contract("things", document({"things": parsed("things", {"fields": OF_THINGS})}), "1")


def accepts(contract: Contract, component: str, value: Any) -> bool:
    schema = resolved(contract, contract.schemas[component])
    return bool(OAS30Validator(schema, format_checker=oas30_format_checker).is_valid(value))


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("bool", [True, 0, 1, "true", "0"], [2, "yes", [], 0.5]),
        ("int", [12, 12.3, "12", "-1.5"], ["", "twelve", "1e3", True, 10**16, {}]),
        ("float", [0.1, "0.1"], ["0,1", "."]),
        ("currency", [19.95, "19.95"], ["$19.95"]),
        ("string", ["a", 5, True], ["", [], {}]),
        ("date", ["2015-05-08", "2015-05-08T18:41:55.527Z", 1431110515527], ["soon", "2015-5-8", True, 10**17]),
        ("objectid", ["5408dd2b3bdd10b335e6c349", "5408DD2B3BDD10B335E6C349"], ["5408dd2b", 5, "z" * 24]),
    ],
)
def test_forms_of_a_value(kind: str, good: list[Any], bad: list[Any]) -> None:
    for value in good:
        assert accepts(CONTRACT, f"Required.{kind}", value), value
        assert accepts(CONTRACT, f"Sent.{kind}", value), value
    for value in bad:
        assert not accepts(CONTRACT, f"Required.{kind}", value), value
        assert accepts(CONTRACT, f"Sent.{kind}", value) is (value == ""), value


@pytest.mark.parametrize("kind", ["bool", "int", "float", "currency", "string", "date", "objectid"])
def test_nothing_is_a_value_unless_one_is_required(kind: str) -> None:
    assert accepts(CONTRACT, f"Sent.{kind}", None)
    assert not accepts(CONTRACT, f"Required.{kind}", None)


@pytest.mark.parametrize(
    ("field", "good", "bad"),
    [
        ("code", ["de", 12, "", None], ["d", "deu"]),
        ("email", ["a@example.com", "", None], ["nobody", 5]),
        ("version", ["1.2", "1.2.3", 1.2], ["one", True]),
        ("size", [1, 9, 0.5, "100", None], [0, 0.4, 9.6, "many"]),
        ("price", [0.01, 0.005, "0"], [0, -1]),
        ("colour", ["red", "blue", "", None], ["Sky", "green", 1]),
        ("stars", [1, "2", None], [3, "3", "one"]),
        ("tags", [["a", 1], None], ["a", [[]], {"a": 1}]),
        ("parts", [[{"count": "3"}], [{}], None], [{"count": 3}, [{"count": "many"}], ["a"]]),
        ("any", [1, "a", None, [], {}], []),
        ("notes", [[{"text": "a"}], None], [[{"text": []}], "a"]),
        ("unknown", [1, None, {"a": []}], []),
    ],
)
def test_rules_of_a_field(field: str, good: list[Any], bad: list[Any]) -> None:
    for value in good:
        assert accepts(THINGS, "Changes.things", {field: value}), value
    for value in bad:
        assert not accepts(THINGS, "Changes.things", {field: value}), value


def test_what_the_server_gives_is_left_out_and_not_forbidden() -> None:
    known = THINGS.schemas["Sent.things"]["properties"].keys()
    assert OF_THINGS.keys() - known == {"id", "owner", "total", "level", "born"}
    assert accepts(THINGS, "Changes.things", {"id": 1, "owner": {}, "total": "much", "level": None, "born": 0})


@pytest.mark.parametrize(
    ("component", "value", "good"),
    [
        ("New.things", {"name": "a"}, True),
        ("New.things", {}, False),
        ("New.things", {"name": ""}, False),
        ("New.things", {"name": None}, False),
        ("Changes.things", {}, True),
        ("Changes.things", {"$unset": "a, b", "$set": {"c": 1}}, True),
        ("Changes.things", {"$unset": ["a", "b"]}, True),
        ("Changes.things", {"$unset": 5}, False),
        ("New.things.notes", {"text": "a"}, False),
        ("New.things.notes", {"text": "a", "parent_id": "5408dd2b3bdd10b335e6c349"}, True),
        ("Within.things.notes", {"text": "a"}, True),
        ("Within.things.notes", {}, False),
    ],
)
def test_what_is_needed(component: str, value: Any, good: bool) -> None:
    assert accepts(THINGS, component, value) is good


@pytest.mark.parametrize(
    ("component", "needed"),
    [
        ("New.accounts", ["email"]),
        ("New.orders", ["account_id"]),
        ("New.invoices", None),
        ("New.shipments", ["items", "order_id"]),
        ("Within.products.stock", ["quantity"]),
        ("Within.products.reviews", ["comments", "rating", "title"]),
        ("New.Meta.webhooks", ["events", "url"]),
    ],
)
def test_what_a_record_needs_has_no_default(component: str, needed: list[str] | None) -> None:
    assert CONTRACT.schemas[component]["allOf"][1].get("required") == needed
