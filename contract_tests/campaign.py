"""Runs Schemathesis over a whole contract, in process: examples, coverage, fuzzing and stateful walks."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Set
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any
from unittest.mock import patch
from urllib.parse import urlsplit

import schemathesis
from hypothesis.internal.conjecture import providers
from schemathesis.config import SchemathesisConfig
from schemathesis.core.transport import Response
from schemathesis.engine import events, from_schema
from starlette.types import ASGIApp

from understudy.contract_tests.traffic import Exchange
from understudy.specs.contract import METHODS, Contract, Document

# A request that keeps the contract may still name a record that is not there or take a name that is taken: the
# contract documents 422 for that, and what a rule of the contract refuses is judged by the second opinion.
ACCEPTED = ["2xx", "304", "401", "403", "404", "422", "429"]
OK = range(200, 300)
HOST = "localhost"

Credentials = Mapping[str, Mapping[str, str]]
"""Name of a security scheme -> what it wants: `api_key`, `bearer`, or `username` and `password`."""


@dataclass(frozen=True)
class Plan:
    """Examples of what no generator would find are given by operationId.

    credentials     for each security scheme
    parameters      a good value for each of an operation's parameters, by name
    bodies          a good body
    refusals        what an operation says in a 400 that the contract cannot foresee: one of these texts
    judges          whether the mock judges requests itself, by models that its sandboxes have of their own: what
                    keeps the contract may then be refused with 400, as long as the answer tells a field and a code
    tags            of the operations that are asked where time is short; none for all of them
    max_examples    random requests for each operation
    walks           stateful walks
    """

    credentials: Credentials
    parameters: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    bodies: Mapping[str, Any] = field(default_factory=dict)
    refusals: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    judges: bool = False
    tags: frozenset[str] = frozenset()
    max_examples: int = 8
    walks: int = 8


@dataclass
class Report:
    """What was sent and answered, which operations (`GET /users`) were meant and which of them did it, and what
    was wrong."""

    exchanges: list[Exchange] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    phases: dict[str, int] = field(default_factory=dict)
    operations: set[str] = field(default_factory=set)
    succeeded: set[str] = field(default_factory=set)


def run(app: ASGIApp, contract: Contract, plan: Plan, seed: int) -> Report:
    """Every phase against an app in this process."""
    document = _with_examples(contract, plan)
    schema = schemathesis.openapi.from_dict(document, config=_config(contract, plan, seed))
    schema.app = app
    report = Report()
    with _nothing_but_the_seed():
        for event in from_schema(schema).execute():
            if isinstance(event, events.ScenarioFinished):
                _record(event, report)
            elif isinstance(event, events.NonFatalError):
                report.failures.append(f"{event.label}: {event.info.format()}")
            elif isinstance(event, events.FatalError):
                raise event.exception
    return report


@contextmanager
def _nothing_but_the_seed() -> Iterator[None]:
    """Hypothesis tries constants of whatever modules are loaded, so that one seed asks one thing in this process
    and another in that. Here it knows none. It has no public setting for that."""
    none = type(providers.GLOBAL_CONSTANTS)()
    with patch.object(providers, "_get_local_constants", lambda: none):
        yield


def _config(contract: Contract, plan: Plan, seed: int) -> SchemathesisConfig:
    refusing = [{"include-operation-id": name, "checks": _expecting([*ACCEPTED, "400"])} for name in plan.refusals]
    return SchemathesisConfig.from_dict(
        {
            "seed": seed,
            "auth": {"openapi": {name: dict(wanted) for name, wanted in plan.credentials.items()}},
            "continue-on-failure": True,
            "generation": {
                "max-examples": plan.max_examples,
                "database": "none",
                "mode": "all",
                # A text with a null character is refused like a broken rule, which the contract says in prose.
                "allow-x00": False,
            },
            "phases": {"stateful": {"generation": {"max-examples": plan.walks}}},
            "checks": _expecting([*ACCEPTED, "400"] if plan.judges else ACCEPTED),
            "operations": [*refusing, *_beginnings(contract, plan)],
            "output": {"sanitization": {"enabled": False}},
        }
    )


def _beginnings(contract: Contract, plan: Plan) -> Iterator[Document]:
    """Where walks begin: what makes a record below a path gets the known values for that, since random ones lead
    nowhere, and no walk would take a second step."""
    for operation_id, (method, _, operation) in contract.operations().items():
        makes = any("links" in _found(contract.document, one) for one in operation["responses"].values())
        known = plan.parameters.get(operation_id)
        if method == "POST" and makes and known:
            yield {
                "include-operation-id": operation_id,
                "parameters": {f"path.{name}": known[name] for name in known},
            }


def _expecting(statuses: list[str]) -> Document:
    return {"positive_data_acceptance": {"expected-statuses": statuses}}


def part(contract: Contract, tags: Set[str]) -> Contract:
    """A contract of the operations with one of these tags; the contract itself where there are none."""
    if not tags:
        return contract
    document = copy.deepcopy(contract.document)
    for path, item in contract.document["paths"].items():
        if not any(tags & set(item[method]["tags"]) for method in item.keys() & set(METHODS)):
            del document["paths"][path]
    return replace(contract, document=document)


def _with_examples(contract: Contract, plan: Plan) -> Document:
    """A copy of the contract, for a server on this machine, with what the plan knows for examples."""
    document = copy.deepcopy(contract.document)
    for place in (document, *document["paths"].values()):
        for server in place.get("servers", ()):
            server["url"] = f"http://{HOST}{urlsplit(server['url']).path}"
    for operation_id, (method, path, _) in contract.operations().items():
        item = document["paths"][path]
        operation = item[method.lower()]
        known = plan.parameters.get(operation_id, {})
        given = [_found(document, one) for one in (*item.get("parameters", ()), *operation.get("parameters", ()))]
        operation["parameters"] = [
            {**one, "example": known[one["name"]]} if one["name"] in known else one for one in given
        ]
        if operation_id in plan.bodies:
            body = operation["requestBody"] = copy.deepcopy(_found(document, operation["requestBody"]))
            next(iter(body["content"].values()))["example"] = plan.bodies[operation_id]
    return document


def _found(document: Document, one: Document) -> Document:
    """What a reference refers to, or what is no reference."""
    if "$ref" not in one:
        return one
    found = document
    for name in one["$ref"].removeprefix("#/").split("/"):
        found = found[name]
    return found


def _record(event: events.ScenarioFinished, report: Report) -> None:
    recorder = event.recorder
    phase = event.phase.value
    for case_id, interaction in recorder.interactions.items():
        if interaction.response is not None:
            if case_id in recorder.cases:
                meant = recorder.cases[case_id].value.operation.label
                report.operations.add(meant)
                if interaction.response.status_code in OK:
                    report.succeeded.add(meant)
            report.exchanges.append(_exchange(interaction.response))
            report.phases[phase] = report.phases.get(phase, 0) + 1
    for checks in recorder.checks.values():
        for check in checks:
            if check.failure_info is not None:
                failure = check.failure_info.failure
                told = (f"{phase}: {failure.operation}: {failure.title}", failure.message)
                report.failures.append("\n".join((*told, check.failure_info.code_sample)))


def _exchange(response: Response) -> Exchange:
    request = response.request
    body = request.body if isinstance(request.body, str | bytes) else b""
    return Exchange(
        method=request.method or "",
        url=request.url or "",
        headers={name.lower(): _text(value) for name, value in request.headers.items()},
        body=body.encode() if isinstance(body, str) else body,
        status=response.status_code,
        answer_headers={name: values[0] for name, values in response.headers.items()},
        answer=response.content,
    )


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value
