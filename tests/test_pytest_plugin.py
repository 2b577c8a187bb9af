"""The fixture that a user's own tests ask for."""

from __future__ import annotations

import threading
from gzip import decompress
from typing import Any

import httpx
import orjson
import pytest

from understudy.mocks.errors import Invalid, NotFound
from understudy.running import CatalogMock, Mock, Running, SchemaMock

GROUPS = "/api/public/v1/groups"


def ask(mock: Mock, method: str, path: str, **options: Any) -> httpx.Response:
    return httpx.request(method, mock.url + path, headers=mock.headers, **options)


def names(mock: Mock) -> list[str]:
    return [group["name"] for group in mock.records("groups")]


def test_it_answers(thinkific: Mock) -> None:
    assert ask(thinkific, "GET", "/api/public/v1/courses/1").json()["id"] == 1


def test_nothing_leaks_in(thinkific: Mock) -> None:
    assert "Leak" not in names(thinkific)
    assert ask(thinkific, "POST", GROUPS, json={"name": "Leak"}).status_code == 200
    assert "Leak" in names(thinkific)


def test_nothing_leaks_out(thinkific: Mock) -> None:
    test_nothing_leaks_in(thinkific)


def test_the_clock_stands_until_it_is_moved(thinkific: Mock) -> None:
    assert thinkific.now() == "2026-01-01T00:00:00.000Z"
    thinkific.forward(3600)
    made = ask(thinkific, "POST", GROUPS, json={"name": "A"}).json()
    assert made["created_at"] == thinkific.now() == "2026-01-01T01:00:00.000Z"
    thinkific.set_clock("2030-05-05T00:00:00Z")
    assert thinkific.now() == "2030-05-05T00:00:00.000Z"


def test_settings(thinkific: Mock) -> None:
    thinkific.change_settings(apps_available=False)
    assert ask(thinkific, "GET", GROUPS).status_code == 403
    with pytest.raises(Invalid, match="app_url must be like"):
        thinkific.change_settings(app_url="nonsense")


def test_records(thinkific: Mock) -> None:
    made = thinkific.add("groups", name="Owls", token="0badcafe")
    assert ask(thinkific, "GET", f"{GROUPS}/{made['id']}").json()["name"] == "Owls"
    thinkific.change("groups", made["id"], name="Larks")
    assert thinkific.record("groups", made["id"])["name"] == "Larks"
    thinkific.delete("groups", made["id"])
    assert ask(thinkific, "GET", f"{GROUPS}/{made['id']}").status_code == 404
    with pytest.raises(NotFound):
        thinkific.record("groups", made["id"])


def test_snapshots(thinkific: Mock) -> None:
    before = names(thinkific)
    thinkific.take_snapshot("before")
    thinkific.add("groups", name="Owls", token="0badcafe")
    thinkific.restore_snapshot("before")
    assert names(thinkific) == before
    thinkific.add("groups", name="Owls", token="0badcafe")
    thinkific.reset()
    assert names(thinkific) == before


def test_verbs_and_requests_do_not_meet(thinkific: Mock) -> None:
    """A program goes on asking while its test moves the clock and changes records."""
    statuses: list[int] = []

    def program() -> None:
        with httpx.Client(base_url=thinkific.url, headers=thinkific.headers) as client:
            bodies = ({"name": f"Group {number}"} for number in range(150))
            statuses.extend(client.post(GROUPS, json=body).status_code for body in bodies)

    thread = threading.Thread(target=program)
    thread.start()
    while thread.is_alive():
        thinkific.forward(1)
        thinkific.change("courses", 1, keywords=thinkific.now())
    thread.join()
    assert set(statuses) == {200}
    assert len([name for name in names(thinkific) if name.startswith("Group ")]) >= 150


def test_a_late_request_revives_nothing(understudy_server: Running) -> None:
    with understudy_server.fresh("thinkific") as mock:
        pass
    answer = ask(mock, "GET", GROUPS)
    assert (answer.status_code, "has ended" in answer.text) == (403, True)


def test_a_test_that_fails_leaves_nothing(understudy_server: Running) -> None:
    def fail() -> None:
        with understudy_server.fresh("thinkific") as mock:
            assert mock.url == "elsewhere"

    with pytest.raises(AssertionError):
        fail()
    assert understudy_server.do(lambda control: control.sandboxes("thinkific").names()) == ["default"]


# Catalog


def log_in(catalog: CatalogMock) -> httpx.Response:
    return httpx.post(
        f"{catalog.url}/ids/auth/login",
        auth=(catalog.client_id, catalog.client_secret),
        data={"grant_type": "client_credentials"},
    )


def test_orders_and_tables_of_one_sandbox(catalog: CatalogMock) -> None:
    """A change by a verb is seen by both faces of the sandbox, and of no other."""
    catalog.change("orders", 1, name="Ada Example")
    order = httpx.get(f"{catalog.url}/api/v1/orders/1", headers=catalog.headers).json()["order"]
    assert order["user"]["name"] == "Ada Example"

    token = log_in(catalog).json()["access_token"]
    jobs = f"{catalog.url}/dap/query/catalog/table/orders/data"
    query = {"format": "jsonl", "since": "2026-01-01T00:00:00Z"}
    job = httpx.post(jobs, headers={"Authorization": f"Bearer {token}"}, json=query).json()
    urls = httpx.post(
        f"{catalog.url}/dap/object/url", headers={"Authorization": f"Bearer {token}"}, json=job["objects"]
    ).json()["urls"]
    (file,) = [httpx.get(entry["url"]).content for entry in urls.values()]
    (line,) = decompress(file).splitlines()
    assert orjson.loads(line)["value"]["name"] == "Ada Example"


def test_nothing_of_catalog_leaks(catalog: CatalogMock) -> None:
    assert catalog.record("orders", 1)["name"] != "Ada Example"
    assert catalog.client_id.startswith("us-east-1#test-")


def test_the_secret_is_checked(catalog: CatalogMock) -> None:
    assert log_in(catalog).status_code == 200
    catalog.change_settings(api_key="another")
    assert log_in(catalog).status_code == 403
    assert httpx.get(f"{catalog.url}/api/v1/orders", headers=catalog.headers).status_code == 401


# Schema


def total(schema: SchemaMock, path: str) -> int:
    """By name and password, as clients connect."""
    answer = httpx.get(schema.url + path, auth=(schema.client_id, schema.client_key))
    assert answer.status_code == 200
    return int(answer.json())


def test_records_of_schema(schema: SchemaMock) -> None:
    """What a test arranges is what the program finds."""
    made = schema.add("products", name="Blue Mug", sku="MUG-1", price=12.5)
    shown = ask(schema, "GET", f"/products/{made['id']}").json()
    assert (shown["name"], shown["price"]) == ("Blue Mug", 12.5)
    schema.change("products", made["id"], price=10)
    assert total(schema, "/products/:count?price=10&sku=MUG-1") == 1


def test_models_of_schema(schema: SchemaMock) -> None:
    """A model that is made belongs to the sandbox, and goes with a reset."""
    model = {"name": "ships", "fields": {"name": {"type": "string"}}}
    assert ask(schema, "POST", "/:models", json=model).status_code == 200
    assert ask(schema, "POST", "/ships", json={"name": "Argo"}).json()["name"] == "Argo"
    schema.reset()
    assert ask(schema, "GET", "/ships").status_code == 404


def test_nothing_of_schema_leaks(schema: SchemaMock) -> None:
    assert total(schema, "/products/:count?sku=MUG-1") == 0
    assert schema.client_id.startswith("test-")


def test_the_key_of_schema_is_checked(schema: SchemaMock) -> None:
    schema.change_settings(api_key="another")
    assert ask(schema, "GET", "/products").status_code == 401


def test_the_clock_of_schema(schema: SchemaMock) -> None:
    schema.forward(60)
    made = ask(schema, "POST", "/contacts", json={"email": "eve@example.com"}).json()
    assert made["date_created"] == schema.now() == "2026-01-01T00:01:00.000Z"


def test_one_test_can_have_all(thinkific: Mock, catalog: CatalogMock, schema: SchemaMock) -> None:
    thinkific.forward(60)
    assert thinkific.now() == "2026-01-01T00:01:00.000Z"
    assert catalog.now() == schema.now() == "2026-01-01T00:00:00.000Z"
