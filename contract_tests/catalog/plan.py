"""How the campaign goes about Catalog."""

from __future__ import annotations

from understudy.contract_tests.campaign import Plan
from understudy.mocks.catalog.catalog import Catalog
from understudy.mocks.data_files import DEFAULT
from understudy.mocks.sandboxes import Sandboxes

CLIENT = "us-east-1#default"


def plan(sandboxes: Sandboxes) -> Plan:
    """Logs in, and has a job done, so that there is a file to fetch: the way from a job to the URL of its file is
    none that a link of the contract could tell."""
    sandbox = sandboxes.get(DEFAULT)
    catalog: Catalog = sandbox.behaviour
    job = catalog.platform.create_job("orders", {"format": "jsonl"})
    (url,) = catalog.platform.urls(job["objects"], "")["urls"].values()
    token, name = url["url"].split("/")[-2:]
    return Plan(
        credentials={
            "Token": {"api_key": 'Token token="understudy"'},
            "ClientCredentials": {"username": CLIENT, "password": "understudy"},
            "Bearer": {"bearer": catalog.platform.login(CLIENT)["access_token"]},
        },
        parameters={"getFile": {"token": token, "name": name}, "getJob": {"id": job["id"]}},
        bodies={"createJob": {"format": "csv", "since": job["at"]}},
        refusals={"createJob": ("OutOfRange", "SnapshotRequired", "must not be earlier than since")},
        max_examples=20,
        walks=20,
    )
