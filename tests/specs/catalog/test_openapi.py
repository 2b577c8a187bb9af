"""What Catalog's contract says: the orders, the protocol, and the rows of every table."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import jsonschema_rs
import pytest
import schemathesis
from connexion.spec import Specification
from hypothesis import HealthCheck, Phase, given, settings
from openapi_schema_validator import OAS30Validator, oas30_format_checker
from openapi_spec_validator import validate

from understudy.specs.catalog.dap import schema_document
from understudy.specs.catalog.tables import tables
from understudy.specs.contract import load, resolved

CONTRACT = load("catalog")
DOCUMENT = CONTRACT.document
OPERATIONS = CONTRACT.operations()
JSON = "application/json"
JOB = "2f0c7dd5"
NOW = "2025-06-10T13:42:06.123Z"
LATER = "2025-06-10T14:00:00+02:00"
FAILURE = {"type": "ValidationError", "uuid": "2f0c7dd5-7a25-4b2f-8a5c-6a2f2b7a9c11", "message": "no"}


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


def parameters(name: str) -> dict[str, dict[str, Any]]:
    _, path, operation = OPERATIONS[name]
    listed = [*DOCUMENT["paths"][path].get("parameters", []), *operation.get("parameters", [])]
    return {entry["name"]: entry for entry in map(followed, listed)}


def test_it_is_valid_openapi() -> None:
    validate(deepcopy(DOCUMENT))


def test_connexion_accepts_it() -> None:
    specification = Specification.load(deepcopy(DOCUMENT))
    assert (specification.version, specification.base_path) == ((3, 0, 3), "")


@pytest.fixture(scope="module")
def generated() -> dict[str, Any]:
    schema = schemathesis.openapi.from_dict(deepcopy(DOCUMENT))
    return {found.ok().definition.raw["operationId"]: found.ok() for found in schema.get_all_operations()}


@pytest.mark.parametrize("name", OPERATIONS)
def test_schemathesis_generates_requests_that_keep_the_rules(name: str, generated: dict[str, Any]) -> None:
    quiet = settings(
        max_examples=10,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    content = OPERATIONS[name][2].get("requestBody", {}).get("content", {})

    @quiet
    @given(generated[name].as_strategy())
    def generate(case: Any) -> None:
        for media in content.values():
            assert errors(media["schema"], case.body) == []

    generate()


@pytest.mark.parametrize(
    ("name", "method", "path", "security"),
    [
        ("listOrders", "GET", "/api/v1/orders", "Token"),
        ("getOrder", "GET", "/api/v1/orders/{id}", "Token"),
        ("login", "POST", "/ids/auth/login", "ClientCredentials"),
        ("listTables", "GET", "/dap/query/{namespace}/table", "Bearer"),
        ("getTableSchema", "GET", "/dap/query/{namespace}/table/{table}/schema", "Bearer"),
        ("createJob", "POST", "/dap/query/{namespace}/table/{table}/data", "Bearer"),
        ("getJob", "GET", "/dap/job/{id}", "Bearer"),
        ("createObjectUrls", "POST", "/dap/object/url", "Bearer"),
        ("getFile", "GET", "/dap/file/{token}/{name}", None),
    ],
    ids=lambda value: value if isinstance(value, str) and value.isalpha() else "",
)
def test_operations(name: str, method: str, path: str, security: str | None) -> None:
    found_method, found_path, operation = OPERATIONS[name]
    assert (found_method, found_path) == (method, path)
    assert operation["security"] == ([{security: []}] if security else [])
    assert ("401" in operation["responses"]) is (security is not None)


def test_there_are_no_other_operations() -> None:
    described = [m for item in DOCUMENT["paths"].values() for m in item if m not in ("parameters", "servers")]
    assert len(described) == len(OPERATIONS) == 9


def test_every_face_has_its_own_server() -> None:
    hosts = {path: item["servers"][0]["url"].split("//")[1] for path, item in DOCUMENT["paths"].items()}
    assert {path for path, host in hosts.items() if host == "{catalog}.catalog.instructure.com"} == {
        "/api/v1/orders",
        "/api/v1/orders/{id}",
    }
    assert {host for path, host in hosts.items() if "orders" not in path} == {"api-gateway.instructure.com"}


@pytest.mark.parametrize("name", OPERATIONS)
def test_parameters_cover_the_path(name: str) -> None:
    path = OPERATIONS[name][1]
    in_path = {part[1:-1] for part in path.split("/") if part.startswith("{")}
    assert {n for n, entry in parameters(name).items() if entry["in"] == "path"} == in_path


EXAMPLES = [
    pytest.param(node["schema"], node["example"], id="/".join(path[-5:]))
    for path, node in nodes(DOCUMENT)
    if isinstance(node, dict) and "schema" in node and "example" in node
] + [
    pytest.param(node, node["example"], id="/".join(path))
    for path, node in nodes(DOCUMENT)
    if isinstance(node, dict)
    and "example" in node
    and ("type" in node or "anyOf" in node)
    and "schema" not in node
]


@pytest.mark.parametrize(("schema", "example"), EXAMPLES)
def test_examples_are_what_they_are_examples_of(schema: Any, example: Any) -> None:
    assert errors(schema, example) == []


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_exchange_has_an_example(name: str) -> None:
    operation = OPERATIONS[name][2]
    body = operation.get("requestBody", {}).get("content", {})
    replies = {} if name in ("getTableSchema", "getFile") else operation["responses"]["200"]["content"]
    assert all("example" in media for media in [*body.values(), *replies.values()])


def test_messages_stand_beside_the_keyword_they_are_for() -> None:
    found = [schema for _, schema in nodes(DOCUMENT) if isinstance(schema, dict) and "x-messages" in schema]
    assert found
    for schema in found:
        assert set(schema["x-messages"]) <= set(schema)


def test_every_component_is_used() -> None:
    used = {value.removeprefix("#/components/") for path, value in nodes(DOCUMENT) if path[-1:] == ("$ref",)}
    named = {
        f"{kind}/{name}"
        for kind, components in DOCUMENT["components"].items()
        for name, component in components.items()
        if kind != "securitySchemes" and "x-table" not in component
    }
    assert named == used


# ── Requests ──


@pytest.mark.parametrize(
    ("name", "value", "accepted"),
    [
        ("from", "2018-01-01", True),
        ("from", "2018-01-01T00:00:00Z", True),
        ("from", "2018-01-01T00:00:00.000Z", True),
        ("to", "2018-01-01T00:00:00+02:00", True),
        ("to", "yesterday", False),
        ("to", "2018-02-30", False),
        ("to", "", False),
        ("canvas_user_id", "17", True),
        ("canvas_user_id", "u17", False),
        ("canvas_user_id", "-1", False),
        ("completed", "", True),
        ("completed", "false", True),
        ("page", 1, True),
        ("page", 0, False),
        ("per_page", 101, True),
        ("per_page", 2**31 - 1, True),
        ("per_page", 0, False),
    ],
)
def test_parameters_of_the_list(name: str, value: Any, accepted: bool) -> None:
    assert (errors(parameters("listOrders")[name]["schema"], value) == []) is accepted


def test_defaults_of_the_list() -> None:
    defaults = {name: entry["schema"].get("default") for name, entry in parameters("listOrders").items()}
    assert {name: value for name, value in defaults.items() if value is not None} == {"page": 1, "per_page": 20}


@pytest.mark.parametrize(
    ("query", "accepted"),
    [
        pytest.param({"format": "jsonl"}, True, id="snapshot"),
        pytest.param({"format": "parquet", "mode": "condensed"}, True, id="mode"),
        pytest.param({"format": "tsv", "since": NOW}, True, id="increment"),
        pytest.param({"format": "csv", "since": NOW, "until": LATER}, True, id="interval"),
        pytest.param({"format": "csv", "until": NOW}, False, id="until without since"),
        pytest.param({"format": "xml"}, False, id="unknown format"),
        pytest.param({"format": "tsv", "mode": "flat"}, False, id="unknown mode"),
        pytest.param({"format": "tsv", "since": "2025-06-10T13:42:06"}, False, id="no offset"),
        pytest.param({"since": NOW}, False, id="no format"),
        pytest.param({"format": "tsv", "limit": 1}, False, id="unknown key"),
    ],
)
def test_queries(query: dict[str, Any], accepted: bool) -> None:
    assert (errors({"$ref": "#/components/schemas/TableQuery"}, query) == []) is accepted


# ── Replies ──


ORDER = OPERATIONS["getOrder"][2]["responses"]["200"]["content"][JSON]["example"]["order"]


@pytest.mark.parametrize(
    ("change", "valid"),
    [
        pytest.param({"purchased_at": None}, True, id="not completed"),
        pytest.param({"purchased_at": "2025-06-10T13:42:06Z"}, False, id="time in another form"),
        pytest.param({"created_at": None}, False, id="never made"),
        pytest.param({"created_at": "2025/06/10 13:42:06 +0200"}, False, id="other zone"),
        pytest.param({"total": "10.99"}, True, id="cents"),
        pytest.param({"total": "90"}, False, id="no decimals"),
        pytest.param({"total": 90.0}, False, id="money as number"),
        pytest.param({"catalog": None, "catalog_id": None}, True, id="no catalog"),
        pytest.param({"promotions": [ORDER["promotions"][0] | {"amount": "10.0"}]}, False, id="discount adds"),
        pytest.param({"promotions": [ORDER["promotions"][0] | {"amount": "0.0"}]}, True, id="no discount"),
        pytest.param({"source": "web"}, False, id="more than is shown"),
    ],
)
def test_orders(change: dict[str, Any], valid: bool) -> None:
    assert (errors({"$ref": "#/components/schemas/Order"}, ORDER | change) == []) is valid


DONE = {"id": JOB, "status": "complete", "objects": [{"id": "a"}], "schema_version": 1}


@pytest.mark.parametrize(
    ("job", "states"),
    [
        pytest.param({"id": JOB, "status": "waiting"}, {"Job", "JobInProgress"}, id="waiting"),
        pytest.param({"id": JOB, "status": "running", "expires_at": NOW}, {"Job", "JobInProgress"}, id="running"),
        pytest.param({**DONE, "at": NOW}, {"Job", "DoneJob", "SnapshotJob"}, id="snapshot"),
        pytest.param(
            {**DONE, "objects": [], "since": NOW, "until": LATER},
            {"Job", "DoneJob", "IncrementalJob"},
            id="increment",
        ),
        pytest.param(
            {"id": JOB, "status": "failed", "error": FAILURE}, {"Job", "DoneJob", "FailedJob"}, id="failed"
        ),
        pytest.param({**DONE, "at": NOW, "since": NOW, "until": NOW}, set(), id="both"),
        pytest.param(DONE, set(), id="neither"),
        pytest.param({"id": JOB, "status": "waiting", "objects": []}, set(), id="objects too early"),
        pytest.param({"id": JOB, "status": "failed"}, set(), id="failed without a reason"),
        pytest.param({**DONE, "at": NOW, "more": 1}, set(), id="one key more"),
    ],
)
def test_jobs(job: dict[str, Any], states: set[str]) -> None:
    kinds = ("Job", "DoneJob", "JobInProgress", "SnapshotJob", "IncrementalJob", "FailedJob")
    assert {kind for kind in kinds if not errors({"$ref": f"#/components/schemas/{kind}"}, job)} == states


LOCATION = {"line": 1, "column": 12, "character": 12}


@pytest.mark.parametrize(
    ("operation", "status", "change", "valid"),
    [
        ("getJob", "400", {"type": "BadRequest"}, True),
        ("getJob", "400", {"location": LOCATION}, False),
        ("createJob", "400", {"type": "BadRequest"}, True),
        ("getJob", "401", {"type": "AuthenticationError"}, True),
        ("getJob", "401", {"type": "Other"}, False),
        ("login", "403", {"type": "AuthenticationError"}, True),
        ("getJob", "403", {"type": "AccountDisabled"}, True),
        ("createJob", "403", {"type": "RequestTypeForbidden"}, True),
        ("createJob", "400", {}, False),
        ("createJob", "400", {"location": LOCATION}, True),
        ("createJob", "400", {"type": "OutOfRange", "since": NOW}, True),
        ("createJob", "400", {"type": "SnapshotRequired", "since": NOW, "until": LATER}, True),
        ("createJob", "400", {"type": "SnapshotRequired"}, False),
        ("createObjectUrls", "400", {"location": LOCATION}, True),
        ("createObjectUrls", "400", {"type": "OutOfRange", "since": NOW}, False),
        ("getJob", "404", {"type": "ObjectNotFound", "id": "x", "kind": "job"}, True),
        ("getJob", "404", {"type": "ObjectNotFound"}, False),
        ("getFile", "403", {"type": "UrlExpired"}, True),
        ("getJob", "429", {"type": "TooManyRequests"}, True),
        ("getJob", "429", {"type": "TooManyRequests", "more": 1}, False),
    ],
)
def test_failures(operation: str, status: str, change: dict[str, Any], valid: bool) -> None:
    response = followed(OPERATIONS[operation][2]["responses"][status])
    assert (errors(response["content"][JSON]["schema"], {"error": FAILURE | change}) == []) is valid


@pytest.mark.parametrize("name", OPERATIONS)
def test_statuses_that_every_client_meets(name: str) -> None:
    _, path, operation = OPERATIONS[name]
    expected = {"200", "400"} | ({"413", "415"} if "requestBody" in operation else set())
    expected |= {"404"} if "{" in path else set()
    assert expected <= operation["responses"].keys()


@pytest.mark.parametrize("name", OPERATIONS)
def test_limits_say_when_to_come_back(name: str) -> None:
    responses = OPERATIONS[name][2]["responses"]
    assert ("429" in responses) is (name != "getFile")
    for response in [followed(responses["429"])] if "429" in responses else []:
        assert "Retry-After" in response["headers"]


@pytest.mark.parametrize("name", tables())
def test_schema_documents_can_be_sent(name: str) -> None:
    reply = {"schema": schema_document(tables()[name]), "version": 1}
    assert errors({"$ref": "#/components/schemas/VersionedSchema"}, reply) == []


# ── Links ──


@pytest.mark.parametrize(
    ("operation", "status", "leads_to"),
    [
        ("listOrders", "200", {"getOrder"}),
        ("listTables", "200", {"getTableSchema", "createJob"}),
        ("createJob", "200", {"getJob", "createObjectUrls"}),
        ("createJob", "202", {"getJob"}),
        ("getJob", "200", {"getJob", "createObjectUrls"}),
    ],
)
def test_links(operation: str, status: str, leads_to: set[str]) -> None:
    links = OPERATIONS[operation][2]["responses"][status]["links"].values()
    assert {link["operationId"] for link in links} == leads_to
    for link in links:
        assert link.get("parameters", {}).keys() <= parameters(link["operationId"]).keys()
        takes_body = "requestBody" in OPERATIONS[link["operationId"]][2]
        assert "requestBody" not in link or takes_body


# ── Rows ──


def test_tables_are_named_as_they_are() -> None:
    assert CONTRACT.schemas["TableName"]["enum"] == list(tables())


def test_every_table_has_its_component_with_all_columns() -> None:
    rows = {schema["x-table"]: schema for schema in CONTRACT.schemas.values() if "x-table" in schema}
    assert list(rows) == list(tables())
    for name, schema in rows.items():
        columns = [column.name for column in tables()[name].columns]
        assert list(schema["properties"]) == schema["required"] == columns
    assert sum(len(schema["properties"]) for schema in rows.values()) == 319


def test_rows_are_json_schema() -> None:
    for schema in CONTRACT.schemas.values():
        if "x-table" in schema:
            jsonschema_rs.Draft4Validator(schema)
