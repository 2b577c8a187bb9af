"""What Schemathesis is told: a contract with what a plan knows, and how to go about it."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Set

from schemathesis.config import SchemathesisConfig

from understudy.contract_tests.plan import Plan
from understudy.contract_tests.second_opinion import is_every_other
from understudy.contract_tests.targets.target import Target
from understudy.contract_tests.transport import HOST
from understudy.specs.contract import Contract, Document

# A request that keeps the contract may still name a record that is not there or take a name that is taken: the
# contract documents 422 for that, and what a rule of the contract refuses is judged by the second opinion.
ACCEPTED = ["2xx", "304", "401", "403", "404", "422", "429"]
PHASES = frozenset({"examples", "coverage", "fuzzing", "stateful"})


def configuration(
    contract: Contract, plan: Plan, seed: int, phases: Set[str], never: Set[str]
) -> SchemathesisConfig:
    refusing = [{"include-operation-id": name, "checks": _expecting([*ACCEPTED, "400"])} for name in plan.refusals]
    # A method that the contract does not have is only asked of those who may be written to.
    undeclared = {"unexpected-methods": ["get"]} if never else {}
    return SchemathesisConfig.from_dict(
        {
            "seed": seed,
            "base-url": f"http://{HOST}",
            "auth": {"openapi": {name: dict(wanted) for name, wanted in plan.credentials.items()}},
            "continue-on-failure": True,
            "generation": {
                "max-examples": plan.max_examples,
                "database": "none",
                "mode": "all",
                # A text with a null character is refused like a broken rule, which the contract says in prose.
                "allow-x00": False,
            },
            "phases": {
                **{name: {"enabled": name in phases} for name in PHASES - {"coverage", "stateful"}},
                "coverage": {"enabled": "coverage" in phases, **undeclared},
                "stateful": {"enabled": "stateful" in phases, "generation": {"max-examples": plan.walks}},
            },
            "checks": _expecting([*ACCEPTED, "400"] if plan.judges else ACCEPTED),
            "operations": [
                *({"include-operation-id": name, "enabled": False} for name in sorted(never)),
                *refusing,
                *_beginnings(contract, plan),
            ],
            "output": {"sanitization": {"enabled": False}},
        }
    )


def forbidden(contract: Contract, target: Target) -> frozenset[str]:
    """The operations that a target must not be asked for."""
    return frozenset(name for name in contract.operations() if not target.may(name))


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


def with_examples(contract: Contract, plan: Plan) -> Document:
    """A copy of the contract with what the plan knows for examples, whose paths begin at the root of a server: a
    target knows what comes before. It has no parameter that stands for every other, since a wrong value of that
    cannot be told from a right one."""
    document = copy.deepcopy(contract.document)
    for item in document["paths"].values():
        item.pop("servers", None)
    document.pop("servers", None)
    for operation_id, (method, path, _) in contract.operations().items():
        item = document["paths"][path]
        operation = item[method.lower()]
        known = plan.parameters.get(operation_id, {})
        given = [_found(document, one) for one in (*item.get("parameters", ()), *operation.get("parameters", ()))]
        operation["parameters"] = [
            {**one, "example": known[one["name"]]} if one["name"] in known else one
            for one in given
            if not is_every_other(one)
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
