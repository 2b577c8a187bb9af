"""Good requests with one rule of the contract broken: each is refused, and nothing of it is kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from understudy.contract_tests.behaviour.declaration import Resource
from understudy.contract_tests.behaviour.trial import Record, Trial
from understudy.contract_tests.behaviour.world import look
from understudy.contract_tests.failure import Failure
from understudy.mocks.rules.schemas import Validator
from understudy.specs.contract import Document, resolved

REFUSALS = range(400, 500)
WRONG_TYPE = {
    "string": 7,
    "integer": "many",
    "number": "many",
    "boolean": "perhaps",
    "array": "none",
    "object": "none",
}
LONGEST = 100_000
"""Texts that are longer are not sent."""


def check(trial: Trial, resource: Resource) -> Iterator[Failure]:
    if not trial.creatable(resource):
        return
    schema = body_schema(trial, resource.create)
    judge = Validator(schema)
    good = trial.filled(dict(resource.sample))
    if not judge.is_valid(good):
        return
    values = {resource.within.parameter: trial.some(resource.within.of)} if resource.within else {}
    before = look(trial)
    for name, keyword, body in broken(schema, good):
        if judge.is_valid(body):
            continue
        exchange = trial.client.ask(resource.create, values, body)
        yield from trial.held(
            exchange.status in REFUSALS, "refused", resource.create, f"{name}/{keyword}",
            f"{name} breaks {keyword}, and was answered {exchange.status}", exchange,
        )  # fmt: skip
        if exchange.status not in REFUSALS:
            before = look(trial)
    for difference in before.differences(look(trial)):
        yield from trial.held(
            False, "refused-kept", resource.create, f"{difference.resource}/{difference.field}",
            f"after requests that were refused: {difference}", *before.told[difference.resource],
        )  # fmt: skip
    trial.judge.counts["refused-kept"] += 1


def body_schema(trial: Trial, operation: str) -> Document:
    """The schema of a JSON body, with references resolved."""
    contract = trial.client.contract
    body = trial.client.operations[operation][2].get("requestBody", {})
    if "$ref" in body:
        body = contract.document["components"]["requestBodies"][body["$ref"].rpartition("/")[2]]
    found: Document = resolved(contract, body.get("content", {}).get("application/json", {}).get("schema", {}))
    return found


def broken(schema: Document, good: Record) -> Iterator[tuple[str, str, Record]]:
    """Bodies that break one rule of one field, as far as the schema says: the field, the keyword, the body."""
    for part in (schema, *schema.get("allOf", ())):
        for name in part.get("required", ()):
            if name in good:
                yield name, "required", {key: value for key, value in good.items() if key != name}
        for name, rules in part.get("properties", {}).items():
            for keyword, value in breaking(rules):
                yield name, keyword, {**good, name: value}


def breaking(rules: Document) -> Iterator[tuple[str, Any]]:
    """Values that break each keyword."""
    kind = rules.get("type")
    if kind in WRONG_TYPE:
        yield "type", WRONG_TYPE[kind]
    if kind is not None and not rules.get("nullable"):
        yield "nullable", None
    if "enum" in rules:
        yield "enum", "no such word" if kind != "integer" else 987_654
    if "pattern" in rules:
        yield "pattern", "!?"
    if "format" in rules:
        yield "format", "no such form"
    if rules.get("minLength"):
        yield "minLength", "x" * (rules["minLength"] - 1)
    if rules.get("maxLength", LONGEST) < LONGEST:
        yield "maxLength", "x" * (rules["maxLength"] + 1)
    if "minimum" in rules:
        yield "minimum", rules["minimum"] - (0 if rules.get("exclusiveMinimum") else 1)
    if "maximum" in rules:
        yield "maximum", rules["maximum"] + (0 if rules.get("exclusiveMaximum") else 1)
