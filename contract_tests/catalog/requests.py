"""One good request for every operation, in terms of a seeded catalog."""

from __future__ import annotations

from base64 import b64encode

from understudy.contract_tests.asking import Ask
from understudy.mocks.catalog.catalog import Catalog
from understudy.mocks.catalog.settings import Settings
from understudy.mocks.sandbox import Sandbox

FORM = "application/x-www-form-urlencoded"
GRANT = b"grant_type=client_credentials"


def good_requests(sandbox: Sandbox[Settings]) -> dict[str, Ask]:
    """operationId -> a request that succeeds, with its credentials. A job is made for those that are about one."""
    catalog: Catalog = sandbox.behaviour
    client = f"us-east-1#{sandbox.name}"
    token = {"Authorization": f"Bearer {catalog.platform.login(client)['access_token']}"}
    key = {"Authorization": f'Token token="understudy.{sandbox.name}"'}
    secret = {
        "Authorization": f"Basic {b64encode(f'{client}:understudy'.encode()).decode()}",
        "Content-Type": FORM,
    }
    job = catalog.platform.create_job("orders", {"format": "jsonl"})
    (url,) = catalog.platform.urls(job["objects"], "")["urls"].values()
    file_token, file_name = url["url"].split("/")[-2:]
    table = {"namespace": "catalog", "table": "payments"}
    return {
        "listOrders": Ask(query={"from": "2020-01-31", "completed": "true", "per_page": 2}, headers=key),
        "getOrder": Ask({"id": sandbox.store.ids("orders")[0]}, headers=key),
        "login": Ask(body=GRANT, headers=secret),
        "listTables": Ask({"namespace": "catalog"}, headers=token),
        "getTableSchema": Ask(table, headers=token),
        "createJob": Ask(table, body={"format": "tsv", "mode": "condensed"}, headers=token),
        "getJob": Ask({"id": job["id"]}, headers=token),
        "createObjectUrls": Ask(body=job["objects"], headers=token),
        "getFile": Ask({"token": file_token, "name": file_name}),
    }
