"""How the campaign goes about Catalog."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from understudy.contract_tests.plan import Plan
from understudy.mocks.catalog.catalog import Catalog
from understudy.mocks.catalog.credentials import client_id, headers
from understudy.mocks.sandbox import Sandbox

PLAN = Plan(
    credentials={},
    refusals={"createJob": ("OutOfRange", "SnapshotRequired", "must not be earlier than since")},
    max_examples=20,
    walks=20,
)


def plan(sandbox: Sandbox[Any]) -> Plan:
    """Logs in, and has a job done, so that there is a file to fetch: the way from a job to the URL of its file is
    none that a link of the contract could tell."""
    catalog: Catalog = sandbox.behaviour
    job = catalog.platform.create_job("orders", {"format": "jsonl"})
    (url,) = catalog.platform.urls(job["objects"], "")["urls"].values()
    token, name = url["url"].split("/")[-2:]
    client = client_id(sandbox.name)
    return replace(
        PLAN,
        credentials={
            "Token": {"api_key": headers(sandbox.name, sandbox.settings)["Authorization"]},
            "ClientCredentials": {"username": client, "password": sandbox.settings.api_key},
            "Bearer": {"bearer": catalog.platform.login(client)["access_token"]},
        },
        parameters={"getFile": {"token": token, "name": name}, "getJob": {"id": job["id"]}},
        bodies={"createJob": {"format": "csv", "since": job["at"]}},
    )
