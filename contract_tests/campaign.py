"""Runs Schemathesis over a whole contract: examples, coverage, fuzzing and stateful walks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Set
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

import schemathesis
from hypothesis.internal.conjecture import providers
from requests import RequestException
from schemathesis.engine import events, from_schema

from understudy.contract_tests.failure import Failure, Whose
from understudy.contract_tests.operations import Operations
from understudy.contract_tests.plan import Plan
from understudy.contract_tests.targets.target import Target
from understudy.contract_tests.telling import PHASES, configuration, forbidden, with_examples
from understudy.contract_tests.traffic import Exchange
from understudy.contract_tests.transport import Heard, through
from understudy.contract_tests.unanswered import unanswered
from understudy.specs.contract import Contract

OK = range(200, 300)


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
    document = with_examples(contract, plan)
    config = configuration(contract, plan, seed, phases, forbidden(contract, target))
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
