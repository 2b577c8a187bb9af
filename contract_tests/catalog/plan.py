"""How the campaign goes about Catalog."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from understudy.contract_tests.plan import Credentials, Plan
from understudy.contract_tests.targets.target import Request, Target
from understudy.mocks.catalog.catalog import Catalog
from understudy.mocks.catalog.credentials import client_id
from understudy.mocks.data_files import DEFAULT
from understudy.mocks.sandbox import Sandbox

FORM = (("content-type", "application/x-www-form-urlencoded"),)
GRANT = b"grant_type=client_credentials"

PLAN = Plan(
    credentials={},
    refusals={"createJob": ("OutOfRange", "SnapshotRequired", "must not be earlier than since")},
    max_examples=20,
    walks=20,
)


def credentials(sandbox: str, key: str) -> Credentials:
    """What opens a sandbox of the mock; the `Bearer` comes of a login."""
    name = key if sandbox == DEFAULT else f"{key}.{sandbox}"
    return {
        "Token": {"api_key": f'Token token="{name}"'},
        "ClientCredentials": {"username": client_id(sandbox), "password": key},
    }


def log_in(target: Target, login: Mapping[str, str]) -> Credentials:
    """What a login with the headers of ClientCredentials gives; nothing where there is none to be had."""
    if not target.may("login"):
        return {}
    answer = target.ask(Request("POST", "/ids/auth/login", headers=(*FORM, *login.items()), body=GRANT))
    try:
        return {"Bearer": {"bearer": str(answer.json()["access_token"])}}
    except (ValueError, KeyError, TypeError):
        return {}


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
            **credentials(sandbox.name, sandbox.settings.api_key),
            "Bearer": {"bearer": catalog.platform.login(client)["access_token"]},
        },
        parameters={"getFile": {"token": token, "name": name}, "getJob": {"id": job["id"]}},
        bodies={"createJob": {"format": "csv", "since": job["at"]}},
    )
