"""The suite finds the same in any number of processes, and ends as it should when it is cut short."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from understudy.contract_tests.failure import Failure, Whose
from understudy.contract_tests.suite import shard as shards
from understudy.contract_tests.suite.extent import Extent
from understudy.contract_tests.suite.observing import Observed
from understudy.contract_tests.suite.phases import PHASES, Phase
from understudy.contract_tests.suite.processes import BrokenSuiteError
from understudy.contract_tests.suite.result import Result, Verdict, findings
from understudy.contract_tests.suite.running import run
from understudy.contract_tests.suite.shares import shares
from understudy.contract_tests.targets.place import InProcess
from understudy.contract_tests.targets.target import NoAnswerError, Request, Target, UnreachableError
from understudy.contract_tests.traffic import Exchange
from understudy.specs import contract
from understudy.specs.contract import Contract

EXCHANGE = Exchange("GET", "http://a/users", {}, b"", 200, {}, b"{}")


def told(result: Result) -> tuple[object, ...]:
    """All that must be the same twice."""
    return (
        result.verdict,
        result.phases,
        result.tally.statuses,
        result.tally.covered,
        result.fidelity,
        result.findings,
    )


def test_processes_make_no_difference() -> None:
    """Nor does doing it twice."""
    only = ("behaviour", "walks")
    one, two = (
        run("catalog", InProcess("catalog"), Extent(seed=3), only=only, processes=processes)
        for processes in (1, 2)
    )
    assert told(one) == told(two)
    assert one.verdict is Verdict.KEPT, one.findings
    assert all(one.phases[name] > 0 for name in only)


@dataclass(frozen=True)
class Nowhere:
    """A target that raises, whatever it is asked."""

    error: Exception
    name: str = "nowhere"
    is_shared: bool = False

    def open(self, part: str, processes: int) -> Target:
        raise self.error


def failure(code: str = "a", exchanges: tuple[Exchange, ...] = (EXCHANGE,)) -> Failure:
    return Failure(code, "getUsers", Whose.TARGET, "a rule", "", "", exchanges)


def phase(monkeypatch: pytest.MonkeyPatch, *steps: Failure | BaseException) -> None:
    """The only phase there is: it fails so, or raises."""

    def done(_: Contract, target: Observed, __: Extent, ___: int) -> Iterator[Failure]:
        target.ask(Request("GET", "/users"))
        for step in steps:
            if isinstance(step, BaseException):
                raise step
            yield step

    only = {"schema": Phase("schema", 1, done)}
    monkeypatch.setattr(shards, "PHASES", only)


def here(only: str = "schema") -> Result:
    return run("thinkific", InProcess("thinkific"), Extent(), only=[only])


def test_a_target_that_cannot_be_reached() -> None:
    with pytest.raises(UnreachableError, match="not there"):
        run("catalog", Nowhere(UnreachableError("not there")), Extent(), only=["walks"])


@pytest.mark.parametrize("processes", [1, 2])
def test_a_test_that_fails_by_itself(processes: int) -> None:
    with pytest.raises(BrokenSuiteError, match="says nothing of the target"):
        run("catalog", Nowhere(ZeroDivisionError()), Extent(), only=["walks"], processes=processes)


def test_one_that_does_not_answer_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    phase(monkeypatch, failure(), NoAnswerError("no answer", "/users", EXCHANGE))
    assert [one.failure.code for one in here().findings] == ["a", "no-answer"]


def test_what_was_found_before_an_interrupt_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    phase(monkeypatch, failure(), KeyboardInterrupt())
    result = here()
    assert result.interrupted
    assert result.verdict is Verdict.BROKEN


def test_an_interrupt_leaves_nothing_said(monkeypatch: pytest.MonkeyPatch) -> None:
    phase(monkeypatch, KeyboardInterrupt())
    assert here().verdict is Verdict.UNTESTED


def test_each_mistake_is_told_once_by_its_smallest_requests() -> None:
    long = Exchange("GET", "http://a/users?a=1", {}, b"", 200, {}, b"")
    found = findings([failure(exchanges=(long,)), failure(), failure("b"), failure(exchanges=(EXCHANGE, long))])
    assert [(one.failure.code, one.times, len(one.failure.exchanges)) for one in found] == [
        ("a", 3, 1),
        ("b", 1, 1),
    ]
    assert found[0].failure.exchanges == (EXCHANGE,)


@pytest.mark.parametrize("api", contract.APIS)
def test_every_path_is_in_one_share(api: str) -> None:
    dealt = shares(contract.load(api), 8)
    assert len(dealt) == 8
    assert sorted(path for paths in dealt for path in paths) == sorted(contract.load(api).document["paths"])


def test_phases_are_those_that_are_named() -> None:
    assert [(name, one.name) for name, one in PHASES.items()] == [(name, name) for name in PHASES]


def test_a_signal_comes_once(tmp_path: Path) -> None:
    """What is done because of a Ctrl-C is not interrupted by another one."""
    from understudy.contract_tests.suite import processes

    before = signal.getsignal(signal.SIGINT)
    try:
        with pytest.raises(KeyboardInterrupt):
            processes._once()
        os.kill(os.getpid(), signal.SIGINT)
    finally:
        signal.signal(signal.SIGINT, before)
