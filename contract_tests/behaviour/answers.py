"""Every answer of a trial, held against what the contract documents for it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

import orjson

from understudy.contract_tests.behaviour.trial import Trial
from understudy.contract_tests.failure import Failure
from understudy.contract_tests.traffic import Exchange
from understudy.mocks.rules.schemas import Validator
from understudy.specs.contract import Contract, Document, resolved

JSON = "json"


class Answers:
    """Judges the answers of one contract. The same answer is judged once."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self._operations = contract.operations()
        self._validators: dict[tuple[str, str], Validator] = {}
        self._judged: set[tuple[str, int, bytes]] = set()

    def judge(self, trial: Trial) -> Iterator[Failure]:
        """Takes what was asked since the last time."""
        log, trial.client.log = trial.client.log, []
        for operation, exchange in log:
            known = operation, exchange.status, exchange.answer
            if known not in self._judged:
                self._judged.add(known)
                yield from self._of(trial, operation, exchange)

    def _of(self, trial: Trial, operation: str, exchange: Exchange) -> Iterator[Failure]:
        told = [secret for secret in trial.client.secrets if secret in exchange.answer]
        yield from trial.held(
            not told, "secret", operation, "", "what was sent as a secret is in the answer", exchange
        )
        documented = self._operations[operation][2]["responses"]
        status = str(exchange.status)
        said = documented.get(status, documented.get("default"))
        place = f"/{operation}/responses/{status}"
        yield from trial.held(
            said is not None, "undeclared-status", operation, status,
            f"{status} is not documented: {', '.join(documented)} are", exchange,
        )  # fmt: skip
        content = self._found(said or {}).get("content", {})
        if not content:
            return
        kind = exchange.answer_headers.get("content-type", "").partition(";")[0].strip()
        yield from trial.held(
            kind in content, "content-type", operation, place,
            f"the answer is {kind or 'nothing'}, and not {' or '.join(content)}", exchange,
        )  # fmt: skip
        if JSON in kind and kind in content:
            yield from self._held(trial, operation, exchange, content[kind].get("schema", {}))

    def _held(self, trial: Trial, operation: str, exchange: Exchange, schema: Document) -> Iterator[Failure]:
        place = f"/{operation}/{exchange.status}"
        try:
            value = exchange.json()
        except orjson.JSONDecodeError as error:
            yield from trial.held(
                False, "response-schema", operation, place, f"the answer is no JSON: {error}", exchange
            )
            return
        validator = self._validator(operation, str(exchange.status), schema)
        valid = validator.is_valid(value)
        extra, wrong = "", ""
        for violation in [] if valid else validator.violations(value)[:20]:
            told = f"{'.'.join(map(str, violation.path)) or 'the answer'}: {violation.message}"
            if violation.keyword == "additionalProperties":
                extra = extra or told
            else:
                wrong = wrong or f"{told} ({violation.keyword})"
        items = trial.declaration.lists.items
        if not extra and isinstance(value, dict) and items in value:
            known = set(_properties(validator.schema))
            unknown = sorted(value.keys() - known) if items in known else []
            extra = ", ".join(unknown) and f"beside {items} there is {', '.join(unknown)}"
        yield from trial.held(not extra, "undeclared-field", operation, place, extra, exchange)
        yield from trial.held(
            valid or bool(extra and not wrong), "response-schema", operation, place, wrong, exchange
        )

    def _validator(self, operation: str, status: str, schema: Document) -> Validator:
        key = operation, status
        if key not in self._validators:
            self._validators[key] = Validator(resolved(self._contract, schema))
        return self._validators[key]

    def _found(self, one: Document) -> Document:
        return self._named[one["$ref"].rpartition("/")[2]] if "$ref" in one else one

    @cached_property
    def _named(self) -> dict[str, Any]:
        return dict(self._contract.document.get("components", {}).get("responses", {}))


def _properties(schema: Document) -> Iterator[str]:
    """The names that a schema knows, in all of its alternatives."""
    yield from schema.get("properties", {})
    for word in ("allOf", "anyOf", "oneOf"):
        for one in schema.get(word, ()):
            yield from _properties(one)
