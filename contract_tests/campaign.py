"""Runs Schemathesis over a whole contract: examples, coverage, fuzzing and stateful walks."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping, Set
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any
from unittest.mock import patch

import schemathesis
from hypothesis.internal.conjecture import providers
from requests import RequestException
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema

from understudy.contract_tests.failure import Failure, Whose
from understudy.contract_tests.operations import Operations
from understudy.contract_tests.plan import Plan
from understudy.contract_tests.second_opinion import is_every_other
from understudy.contract_tests.targets.target import Target
from understudy.contract_tests.traffic import Exchange
from understudy.contract_tests.transport import HOST, Heard, through
from understudy.contract_tests.unanswered import unanswered
from understudy.specs.contract import METHODS, Contract, Document

# A request that keeps the contract may still name a record that is not there or take a name that is taken: the
# contract documents 422 for that, and what a rule of the contract refuses is judged by the second opinion.
ACCEPTED = ["2xx", "304", "401", "403", "404", "422", "429"]
OK = range(200, 300)
PHASES = frozenset({"examples", "coverage", "fuzzing", "stateful"})


@dataclass
class Report:
    """What was sent and answered, which operations (`GET /users`) were meant and which of them did it, and what
    was wrong."""

    exchanges: list[Exchange] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    phases: dict[str, int] = field(default_factory=dict)
    operations: set[str] = field(default_factory=set)
    succeeded: set[str] = field(default_factory=set)


def run(
    target: Target,
    contract: Contract,
    plan: Plan,
    seed: int,
    phases: Set[str] = PHASES,
    enough: Callable[[Report], bool] = lambda report: False,
) -> Report:
    """The phases, against a target, until it is enough. Raises what the target raises: UnreachableError."""
    document = _with_examples(contract, plan)
    config = _config(contract, plan, seed, phases, _forbidden(contract, target))
    schema = schemathesis.openapi.from_dict(document, config=config)
    names = {f"{method} {path}": name for name, (method, path, _) in contract.operations().items()}
    report = Report()
    with _nothing_but_the_seed(), through(target) as heard:
        for event in from_schema(schema).execute():
            if heard.error is not None:
                raise heard.error
            if isinstance(event, events.ScenarioFinished):
                _record(event, heard, names, report)
            elif isinstance(event, events.NonFatalError) and not _is_of_the_network(event):
                report.failures.append(_could_not_ask(event, names))
            elif isinstance(event, events.FatalError):
                raise event.exception
            if enough(report):
                break
    report.failures += [unanswered(error, Operations(contract)) for error in heard.unanswered]
    return report


@contextmanager
def _nothing_but_the_seed() -> Iterator[None]:
    """Hypothesis tries constants of whatever modules are loaded, so that one seed asks one thing in this process
    and another in that. Here it knows none. It has no public setting for that."""
    none = type(providers.GLOBAL_CONSTANTS)()
    with patch.object(providers, "_get_local_constants", lambda: none):
        yield


def _config(
    contract: Contract, plan: Plan, seed: int, phases: Set[str], forbidden: Set[str]
) -> SchemathesisConfig:
    refusing = [{"include-operation-id": name, "checks": _expecting([*ACCEPTED, "400"])} for name in plan.refusals]
    # A method that the contract does not have is only asked of those who may be written to.
    undeclared = {"unexpected-methods": ["get"]} if forbidden else {}
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
                *({"include-operation-id": name, "enabled": False} for name in sorted(forbidden)),
                *refusing,
                *_beginnings(contract, plan),
            ],
            "output": {"sanitization": {"enabled": False}},
        }
    )


def _forbidden(contract: Contract, target: Target) -> frozenset[str]:
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


def part(contract: Contract, tags: Set[str]) -> Contract:
    """A contract of the operations with one of these tags; the contract itself where there are none."""
    return of_paths(contract, lambda _, tagged: bool(tags & tagged)) if tags else contract


def of_paths(contract: Contract, chosen: Callable[[str, Set[str]], bool]) -> Contract:
    """A contract of the paths that are chosen by their template and their operations' tags."""
    document = copy.deepcopy(contract.document)
    for path, item in contract.document["paths"].items():
        tags = {tag for method in item.keys() & set(METHODS) for tag in item[method].get("tags", ())}
        if not chosen(path, tags):
            del document["paths"][path]
    return replace(contract, document=document)


def _with_examples(contract: Contract, plan: Plan) -> Document:
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


def _record(event: events.ScenarioFinished, heard: Heard, names: Mapping[str, str], report: Report) -> None:
    recorder = event.recorder
    phase = event.phase.value
    for case_id, interaction in recorder.interactions.items():
        exchange = _exchange(interaction, heard)
        if exchange is not None:
            if case_id in recorder.cases:
                meant = recorder.cases[case_id].value.operation.label
                report.operations.add(meant)
                if exchange.status in OK:
                    report.succeeded.add(meant)
            report.exchanges.append(exchange)
            report.phases[phase] = report.phases.get(phase, 0) + 1
    for case_id, checks in recorder.checks.items():
        for check in checks:
            if check.failure_info is not None:
                wrong = check.failure_info.failure
                shown = tuple(_leading_to(case_id, wrong.related_case_ids(), recorder, heard))
                report.failures.append(_failure(check.name, wrong, names, shown))


def _exchange(interaction: Any, heard: Heard) -> Exchange | None:
    return interaction.response and heard.exchange(interaction.response.request)


def _leading_to(case_id: str, related: tuple[str, ...], recorder: Any, heard: Heard) -> Iterator[Exchange]:
    """The requests that a failure needs, the failing one last."""
    needed = [case.id for case in recorder.iter_chain_cases(case_id=case_id, related_case_ids=related)]
    for one in (*(one for one in needed if one != case_id), case_id):
        exchange = _exchange(recorder.interactions[one], heard) if one in recorder.interactions else None
        if exchange is not None:
            yield exchange


def _failure(check: str, wrong: Any, names: Mapping[str, str], exchanges: tuple[Exchange, ...]) -> Failure:
    status = str(exchanges[-1].status) if exchanges else ""
    pointer = "".join(f"/{'*' if isinstance(step, int) else step}" for step in getattr(wrong, "instance_path", ()))
    return Failure(
        code=check.replace("_", "-"),
        operation=names.get(wrong.operation or "", wrong.operation or ""),
        whose=Whose.TARGET,
        rule=wrong.title,
        place=status + pointer,
        message=wrong.message or wrong.title,
        exchanges=exchanges,
    )


def _is_of_the_network(event: events.NonFatalError) -> bool:
    """Whether it is about a request that could not be sent or got no answer: that is told elsewhere."""
    return isinstance(event.value, RequestException)


def _could_not_ask(event: events.NonFatalError, names: Mapping[str, str]) -> Failure:
    """Schemathesis stumbled, which is because of what the contract says."""
    return Failure(
        code="cannot-be-asked",
        operation=names.get(event.label, event.label),
        whose=Whose.CONTRACT,
        rule="every operation of the contract can be asked for",
        place=event.phase.value if event.phase else "",
        message=event.info.format(),
        exchanges=(),
    )
