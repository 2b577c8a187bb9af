"""How the campaign goes about Schema."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from understudy.contract_tests.plan import Credentials, Plan
from understudy.contract_tests.schema.goods import Goods
from understudy.mocks.sandbox import Sandbox
from understudy.mocks.schema.shop import Shop
from understudy.specs import contract

TAGS = frozenset({"System", "Any", "categories", ":models", ":webhooks"})
"""Every kind of operation is among these: on a model with a collection and a second key, on models themselves, on
what a PUT makes, and on records of any model. The contract of the others is made in the same way."""

ANIMALS = {"name": "animals", "fields": {"name": {"type": "string"}, "born": {"type": "date"}}}
LOGIN = {"email": "login@example.com", "password": "secret"}
INTO = {"field": "extras", "entry": "0", "inner": "parts", "innermost": "0"}
"""What the path parameters below a record lead to, in the list that it has beside the fields of its model."""

CHANGES = {"update": {"name": "Another name"}, "set": ["changed"], "add": "more"}
"""What is sent, by the verb that an operationId ends with."""


PLAN = Plan(credentials={}, judges=True, tags=TAGS, max_examples=3, walks=40)


def credentials(sandbox: str, key: str) -> Credentials:
    """What opens a sandbox of the mock."""
    return {"Basic": {"username": sandbox, "password": key}}


def plan(sandbox: Sandbox[Any]) -> Plan:
    """Makes a model, and a record for each operation that is about one, so that none takes another's away."""
    shop: Shop = sandbox.behaviour
    shop.post("/:models", ANIMALS)
    shop.post("/accounts", LOGIN)
    goods = Goods(shop)
    parameters: dict[str, Any] = {"accounts.login": LOGIN}
    bodies: dict[str, Any] = {}
    for operation_id, (_, path, operation) in contract.load("schema").operations().items():
        if "{" in path:
            parameters[operation_id] = _places(goods, path)
        if "requestBody" in operation:
            bodies[operation_id] = _body(goods, operation_id, path)
    return replace(
        PLAN,
        credentials=credentials(sandbox.name, sandbox.settings.api_key),
        parameters=parameters,
        bodies=bodies,
    )


def _places(goods: Goods, path: str) -> dict[str, str]:
    """What fills a path template: a record that was made for it, and ways into that."""
    endpoint, child = _about(path)
    given = {"model": endpoint} if path.startswith("/{model}") else {}
    if "{id}" not in path:
        return given
    if "{child_id}" in path:
        record = goods.record(f"{endpoint}:{child}")
        return {"id": record["parent_id"], "child_id": record["id"]}
    return {**given, **INTO, "id": goods.record(endpoint)["id"]}


def _body(goods: Goods, operation_id: str, path: str) -> Any:
    verb = operation_id.rpartition(".")[2].partition("_")[0]
    if verb != "create":
        return CHANGES[verb]
    endpoint, child = _about(path)
    return goods.body(f"{endpoint}:{child}", with_parent=False) if child else goods.body(endpoint)


def _about(path: str) -> tuple[str, str]:
    """The endpoint that a path begins with, and the collection within its records that it leads to."""
    first, *rest = path[1:].split("/")
    child = rest[1] if len(rest) > 1 and not rest[1].startswith("{") else ""
    return "animals" if first == "{model}" else first, child
