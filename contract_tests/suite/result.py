"""What a run of the suite found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from understudy.contract_tests.failure import Failure
from understudy.contract_tests.suite.observing import Tally
from understudy.contract_tests.suite.shard import Finished


class Verdict(StrEnum):
    KEPT = "kept"
    BROKEN = "broken"
    UNTESTED = "not tested"


EXIT_CODES = {Verdict.KEPT: 0, Verdict.BROKEN: 1, Verdict.UNTESTED: 2}


@dataclass(frozen=True)
class Finding:
    """One mistake, shown by the smallest of the requests that met it, and how often it was met."""

    failure: Failure
    times: int


@dataclass(frozen=True)
class Accepted:
    """A mistake that a baseline knows."""

    finding: Finding
    reason: str
    since: str


@dataclass
class Result:
    """
    phases     how many requests each asked, by name
    accepted   what a baseline accepts; `gone`: fingerprints that it accepts and nothing met any more, with the
               reasons it gives
    left       what was made at the target and could not be removed
    log        what the target's container said
    served     what brings up the same target for whoever wants to repeat something; empty where it is up already
    """

    api: str
    target: str
    seed: int
    findings: list[Finding] = field(default_factory=list)
    phases: dict[str, int] = field(default_factory=dict)
    tally: Tally = field(default_factory=Tally)
    accepted: list[Accepted] = field(default_factory=list)
    gone: Mapping[str, str] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)
    log: str = ""
    served: str = ""
    seconds: float = 0.0
    interrupted: bool = False

    @property
    def fidelity(self) -> dict[str, float]:
        """By operation, how much of what was compared with the mock was alike, from 0 to 1."""
        return {name: alike / asked for name, (alike, asked) in self.tally.fidelity.items() if asked}

    @property
    def covered(self) -> dict[str, tuple[int, int]]:
        """By operation, how many constraints of the contract a request broke, and how many it has."""
        return self.tally.covered

    @property
    def verdict(self) -> Verdict:
        if self.findings:
            return Verdict.BROKEN
        return Verdict.UNTESTED if self.interrupted or not self.tally.requests else Verdict.KEPT

    @property
    def exit_code(self) -> int:
        return EXIT_CODES[self.verdict]

    def add(self, finished: Iterable[Finished]) -> None:
        """In the order of the parts, so that the same parts give the same result however they were done."""
        parts = sorted(finished, key=lambda one: one.shard)
        for part in parts:
            self.tally.add(part.tally)
            self.phases[part.shard.phase] = self.phases.get(part.shard.phase, 0) + part.tally.requests
            self.left.extend(part.left)
            self.interrupted = self.interrupted or part.interrupted
        self.findings = findings(failure for part in parts for failure in part.failures)


def findings(failures: Iterable[Failure]) -> list[Finding]:
    """Each mistake once, by operation and code."""
    times: Counter[str] = Counter()
    smallest: dict[str, Failure] = {}
    for failure in failures:
        fingerprint = failure.fingerprint
        times[fingerprint] += 1
        known = smallest.get(fingerprint)
        if known is None or _size(failure) < _size(known):
            smallest[fingerprint] = failure
    found = [Finding(failure, times[fingerprint]) for fingerprint, failure in smallest.items()]
    return sorted(found, key=lambda one: (one.failure.operation, one.failure.code, one.failure.place))


def _size(failure: Failure) -> tuple[int, int]:
    asked = sum(len(one.url) + len(one.body) for one in failure.exchanges)
    return len(failure.exchanges), asked
