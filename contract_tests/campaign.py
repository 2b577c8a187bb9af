"""Runs Schemathesis over a whole contract, in process: examples, coverage, fuzzing and stateful walks."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass, field

import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema
from starlette.types import ASGIApp

from understudy.contract_tests.traffic import Exchange
from understudy.specs.contract import Contract

# A request that keeps the contract may still name a record that is not there or take a name that is taken: the
# contract documents 422 for that, and what a rule of the contract refuses is judged by the second opinion.
ACCEPTED = ["2xx", "401", "403", "404", "422", "429"]


@dataclass
class Report:
    """What was sent and answered, which operations were meant (`GET /users`), and what was wrong."""

    exchanges: list[Exchange] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    phases: dict[str, int] = field(default_factory=dict)
    operations: set[str] = field(default_factory=set)


def run(app: ASGIApp, contract: Contract, *, seed: int, max_examples: int, headers: Mapping[str, str]) -> Report:
    """Every phase against an app in this process, with `headers` as its credentials.

    `max_examples`: random requests for each operation, and stateful walks.
    """
    config = SchemathesisConfig.from_dict(
        {
            "seed": seed,
            "headers": dict(headers),
            "continue-on-failure": True,
            "generation": {
                "max-examples": max_examples,
                "database": "none",
                "mode": "all",
                # A text with a null character is refused like a broken rule, which the contract says in prose.
                "allow-x00": False,
            },
            "checks": {"positive_data_acceptance": {"expected-statuses": ACCEPTED}},
            "output": {"sanitization": {"enabled": False}},
        }
    )
    schema = schemathesis.openapi.from_dict(copy.deepcopy(contract.document), config=config)
    schema.app = app
    report = Report()
    for event in from_schema(schema).execute():
        if isinstance(event, events.ScenarioFinished):
            _record(event, report)
        elif isinstance(event, events.NonFatalError):
            report.failures.append(f"{event.label}: {event.info.format()}")
        elif isinstance(event, events.FatalError):
            raise event.exception
    return report


def _record(event: events.ScenarioFinished, report: Report) -> None:
    recorder = event.recorder
    phase = event.phase.value
    for case_id, interaction in recorder.interactions.items():
        if interaction.response is not None:
            if case_id in recorder.cases:
                report.operations.add(recorder.cases[case_id].value.operation.label)
            report.exchanges.append(Exchange.of(interaction.response))
            report.phases[phase] = report.phases.get(phase, 0) + 1
    for checks in recorder.checks.values():
        for check in checks:
            if check.failure_info is not None:
                failure = check.failure_info.failure
                told = (f"{phase}: {failure.operation}: {failure.title}", failure.message)
                report.failures.append("\n".join((*told, check.failure_info.code_sample)))
