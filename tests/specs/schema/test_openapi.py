"""What Schema's contract says: paths for every endpoint, records as their models describe them."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
import schemathesis
from connexion.spec import Specification
from hypothesis import HealthCheck, Phase, given, settings
from openapi_schema_validator import OAS30Validator, oas30_format_checker
from openapi_spec_validator import validate

from understudy.specs.contract import FOLDER, load, resolved
from understudy.specs.schema.models import Model, models, parsed
from understudy.specs.schema.render import document, read, served
from understudy.specs.schema.shown import component

CONTRACT = load("schema")
DOCUMENT = CONTRACT.document
OPERATIONS = CONTRACT.operations()
PATHS = DOCUMENT["paths"]
SERVED = served(models())
JSON = "application/json"
MOST_OPERATIONS = 550  # each costs time when a mock starts


def nodes(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    yield path, value
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, child in children:
        yield from nodes(child, (*path, str(name)))


def target(reference: str) -> Any:
    found: Any = DOCUMENT
    for name in reference.removeprefix("#/").split("/"):
        found = found[name]
    return found


def followed(value: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = target(value["$ref"]) if "$ref" in value else value
    return found


def errors(schema: Any, value: Any) -> list[str]:
    validator = OAS30Validator(resolved(CONTRACT, schema), format_checker=oas30_format_checker)
    return [error.message for error in validator.iter_errors(value)]


def test_it_is_valid_openapi() -> None:
    validate(deepcopy(DOCUMENT))


def test_connexion_accepts_it() -> None:
    specification = Specification.load(deepcopy(DOCUMENT))
    assert (specification.version, specification.base_path) == ((3, 0, 3), "")


def test_it_stays_small_enough_to_start_quickly() -> None:
    assert len(OPERATIONS) < MOST_OPERATIONS


def test_every_reference_leads_somewhere() -> None:
    references = {value for path, value in nodes(DOCUMENT) if path and path[-1] == "$ref"}
    assert len(references) > 400
    for reference in references:
        assert target(reference) is not None


def test_no_component_is_left_over() -> None:
    references = {value for path, value in nodes(DOCUMENT) if path and path[-1] == "$ref"}
    there = {
        f"#/components/{kind}/{name}"
        for kind, named in DOCUMENT["components"].items()
        if kind != "securitySchemes"
        for name in named
    }
    unused = there - references
    assert all(reference.split("/")[-1].startswith("Required.") for reference in unused), unused


def test_no_schema_is_circular() -> None:
    for name in CONTRACT.schemas:
        resolved(CONTRACT, {"$ref": f"#/components/schemas/{name}"})


@pytest.mark.parametrize("model", SERVED.values(), ids=SERVED)
def test_every_endpoint_has_its_paths(model: Model) -> None:
    assert PATHS[f"/{model.name}"].keys() == {"get", "post"}
    assert PATHS[f"/{model.name}/{{id}}"].keys() == {"parameters", "get", "put", "delete"}
    if model.api == "com":
        assert PATHS[f"/{model.name}/:count"].keys() == {"get"}
    if model.api == "com" and not model.parent:
        within = {"parameters", "get", "put", "post", "delete"}
        assert PATHS[f"/{model.name}/{{id}}/{{field}}"].keys() == within
        assert PATHS[f"/{model.name}/{{id}}/{{field}}/{{entry}}"].keys() == within
        assert PATHS[f"/{model.name}/:group"].keys() == {"get"}


@pytest.mark.parametrize("model", [m for m in SERVED.values() if m.parent], ids=lambda model: model.name)
def test_a_collection_is_found_under_its_owner_too(model: Model) -> None:
    path = f"/{model.parent}/{{id}}/{model.name.rpartition(':')[2]}"
    assert PATHS[path].keys() == {"parameters", "get", "post"}
    assert PATHS[f"{path}/{{child_id}}"].keys() == {"parameters", "get", "put", "delete"}


@pytest.mark.parametrize(
    "path", ["/accounts/:login", "/:clients/:self", "/:options", "/:models", "/:webhooks/{id}"]
)
def test_what_else_the_guide_and_real_clients_ask_for(path: str) -> None:
    assert "get" in PATHS[path]


@pytest.mark.parametrize("name", OPERATIONS)
def test_success_is_200_and_credentials_are_asked_for(name: str) -> None:
    """A client takes any other status for an error, on creation too."""
    responses = OPERATIONS[name][2]["responses"]
    assert {status for status in responses if status.startswith("2")} == {"200"}
    assert "401" in responses
    assert DOCUMENT["security"] == [{"Basic": []}]


@pytest.mark.parametrize("name", [name for name, (method, *_) in OPERATIONS.items() if method in ("POST", "PUT")])
def test_bodies_come_as_json_or_as_a_form(name: str) -> None:
    body = followed(OPERATIONS[name][2]["requestBody"])
    assert body["content"].keys() == {JSON, "application/x-www-form-urlencoded"}
    assert "400" in OPERATIONS[name][2]["responses"]


@pytest.mark.parametrize(
    ("name", "status", "value"),
    [
        ("accounts.create", "400", {"errors": {"email": {"message": "Required", "code": "REQUIRED"}}}),
        ("accounts.get", "404", None),
        ("accounts.list", "401", {"error": "no"}),
        ("accounts.count", "200", 746),
        ("orders.list", "200", {"count": 1, "results": [{"count": 214, "sub_total": 7536.31}]}),
    ],
)
def test_answers_look_as_the_guide_shows_them(name: str, status: str, value: Any) -> None:
    schema = followed(OPERATIONS[name][2]["responses"][status])["content"][JSON]["schema"]
    assert not errors(schema, value)


@pytest.mark.parametrize(
    ("component_name", "value"),
    [
        ("Nothing", {}),
        ("Errors", {"errors": {}}),
        ("Errors", {"errors": {"email": "Required"}}),
        ("List.orders", {"results": []}),
        ("List.orders", {"count": 1, "results": [{"id": 5}]}),
        ("orders", {"id": "5408dd2b3bdd10b335e6c349", "items": {}}),
        ("orders", {"id": "5408dd2b3bdd10b335e6c349", "status": "lost"}),
        ("orders", {"id": None}),
        ("orders", {}),
    ],
)
def test_answers_that_look_otherwise_are_noticed(component_name: str, value: Any) -> None:
    assert errors({"$ref": f"#/components/schemas/{component_name}"}, value)


@pytest.mark.parametrize("operation_id", OPERATIONS)
def test_what_is_read_has_a_tag(operation_id: str) -> None:
    method, _, operation = OPERATIONS[operation_id]
    tagged = "304" in operation["responses"] and "ETag" in followed(operation["responses"]["200"])["headers"]
    assert tagged == (method == "GET")


@pytest.mark.parametrize("name", [name for name in DOCUMENT["components"]["responses"] if name != "304"])
def test_examples_keep_the_contract(name: str) -> None:
    content = DOCUMENT["components"]["responses"][name]["content"][JSON]
    if "example" in content:
        assert not errors(content["schema"], content["example"])


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (
            "accounts/email",
            {"type": "string", "format": "email", "x-schema-unique": True, "x-schema-required": True},
        ),
        ("accounts/date_updated", {"format": "date-time", "x-schema-auto": "update"}),
        ("accounts/orders", {"x-schema-link": {"model": "orders", "params": {"account_id": "id"}}}),
        ("accounts/addresses", {"x-schema-type": "collection"}),
        ("orders/number", {"x-schema-increment": {"pattern": "{100000}"}, "x-schema-immutable": True}),
        ("orders/grand_total", {"type": "number", "x-schema-type": "currency"}),
        ("orders/status", {"readOnly": True, "nullable": True, "x-schema-default": "pending"}),
        ("invoices/source", {"x-schema-link": {"url": "/{source_model}/{source_id}"}}),
        ("payments/amount", {"minimum": 0.01}),
        (
            "carts/status",
            {
                "enum": ["active", "converted", "abandoned", None],
                "x-schema-enum": [
                    {"value": "active", "conditions": {"active": True, "order_id": None}},
                    {"value": "converted", "conditions": {"order_id": {"$ne": None}}},
                    {"value": "abandoned", "conditions": {"active": False, "order_id": None}},
                ],
            },
        ),
        ("products/shipment_weight", {"x-schema-scale": 1}),
        ("products/tags", {"uniqueItems": True}),
        ("products/slug", {"x-schema-default": {"$formula": "slug(name)"}}),
        ("contacts/country", {"minLength": 2, "maxLength": 2}),
        ("contacts/email_optin_lists", {"additionalProperties": {"type": "boolean", "nullable": True}}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_record_says_what_its_model_says(path: str, expected: dict[str, Any]) -> None:
    name, _, field = path.partition("/")
    found = CONTRACT.schemas[name]["properties"][field]
    assert {key: found.get(key) for key in expected} == expected


def test_every_rule_of_every_field_is_told() -> None:
    """Each as often as the models have it."""
    told = [path[-1] for path, _ in nodes(CONTRACT.schemas) if path and path[-1].startswith("x-schema-")]
    fields = [field for model in models().values() for _, field in model.walk() if field.format != "password"]
    for name in ("formula", "increment", "scale", "rules"):
        assert told.count(f"x-schema-{name}") == sum(field.says(name) for field in fields), name


def test_a_password_is_sent_and_never_shown() -> None:
    assert "password" in CONTRACT.schemas["Sent.accounts"]["properties"]
    assert "password" not in CONTRACT.schemas["accounts"]["properties"]


@pytest.mark.parametrize("name", [name for name in OPERATIONS if name.endswith((".create", ".create_within"))])
def test_a_new_record_is_linked_to_where_it_is(name: str) -> None:
    links = followed(OPERATIONS[name][2]["responses"]["200"])["links"]
    for link in links.values():
        _, path, operation = OPERATIONS[link["operationId"]]
        listed = [*PATHS[path].get("parameters", []), *operation.get("parameters", [])]
        assert link["parameters"].keys() <= {followed(entry)["name"] for entry in listed}
    assert {"get", "update", "delete"} <= links.keys()


def test_the_same_models_make_the_same_document() -> None:
    assert document(models()) == document(models())
    assert read(FOLDER / "schema") == DOCUMENT


def test_a_sandbox_of_its_own_models_has_its_own_document() -> None:
    animals = parsed("animals", {"label": "Animal", "fields": {"legs": {"type": "int", "max": 1000}}})
    own = document({**models(), "animals": animals})
    validate(own)
    assert own["paths"].keys() - PATHS.keys() == {
        "/animals",
        "/animals/:count",
        "/animals/:group",
        "/animals/{id}",
        "/animals/{id}/{field}",
        "/animals/{id}/{field}/{entry}",
    }
    assert own["components"]["schemas"]["animals"]["properties"]["legs"]["maximum"] == 1000


def test_names_of_components_follow_the_endpoints() -> None:
    names = [component(name) for name in SERVED]
    assert len(set(names)) == len(names)
    assert {"products", "products.variants", "Meta.webhooks"} <= set(names)


@pytest.fixture(scope="module")
def generated() -> dict[str, Any]:
    schema = schemathesis.openapi.from_dict(deepcopy(DOCUMENT))
    return {found.ok().definition.raw["operationId"]: found.ok() for found in schema.get_all_operations()}


@pytest.mark.parametrize(
    "name",
    ["accounts.create", "orders.update", "products.stock.create_within", "products.list", "products.set_entry"],
)
def test_schemathesis_generates_requests(name: str, generated: dict[str, Any]) -> None:
    quiet = settings(
        max_examples=5,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )

    @quiet
    @given(case=generated[name].as_strategy())
    def generates(case: Any) -> None:
        assert case.path.startswith("/")

    generates()
    assert len(generated) == len(OPERATIONS)
