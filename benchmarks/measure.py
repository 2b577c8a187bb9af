"""The run: every server up at once, and asked in turn, so that a busy moment of the machine hits all alike."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from benchmarks import answers, load, servers
from benchmarks.answers import Answers
from benchmarks.load import Load, LoadError
from benchmarks.peers import NotAtHand
from benchmarks.scenarios import SCENARIOS, Scenario
from benchmarks.servers import Server, StartError
from benchmarks.targets import MOCK, TARGETS, Target

STARTS = 3
PROBE = "/courses/1"

Say = Callable[[str], None]


@dataclass
class Figures:
    """What was measured of one server.

    ready     seconds of each start
    loads     by scenario, one of each round
    memory    MB after the last round that only read
    troubles  by scenario, why there is no figure
    """

    ready: list[float] = field(default_factory=list)
    loads: dict[str, list[Load]] = field(default_factory=dict)
    memory: float | None = None
    troubles: dict[str, str] = field(default_factory=dict)

    def requests_per_second(self, scenario: str) -> float | None:
        rates = [one.requests_per_second for one in self.loads.get(scenario, [])]
        return median(rates) if rates else None

    def p99(self, scenario: str) -> float | None:
        tails = [one.p99 for one in self.loads.get(scenario, [])]
        return median(tails) if tails else None

    @property
    def seconds_to_ready(self) -> float | None:
        return median(self.ready) if self.ready else None


@dataclass
class Results:
    """By name of the target; `absent` says why a server is not at hand."""

    figures: dict[str, Figures] = field(default_factory=dict)
    absent: dict[str, str] = field(default_factory=dict)

    def rate(self, target: str, scenario: str) -> float | None:
        found = self.figures.get(target)
        return found.requests_per_second(scenario) if found else None


def measure(targets: Sequence[Target], rounds: int, seconds: int, say: Say) -> Results:
    """Every scenario on every target, `rounds` times, each for `seconds`."""
    results = Results()
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        say("asking the mock for its answers")
        given = _answers(folder)
        up: list[tuple[Target, Server]] = []
        for target in targets:
            say(f"starting {target.title}")
            try:
                server, ready = _start(target, folder, stack)
            except (NotAtHand, StartError, OSError) as error:
                results.absent[target.name] = str(error)
                continue
            results.figures[target.name] = Figures(ready=ready)
            up.append((target, server))
        for scenario in SCENARIOS:
            for target, server, number in _turns(up, rounds):
                say(f"{scenario.title}, {target.title}, round {number + 1} of {rounds}")
                _round(scenario, target, server, number, seconds, given, results.figures[target.name])
    return results


def _answers(folder: Path) -> Answers:
    port = servers.free_port()
    with servers.started(MOCK.command(port, folder), port, PROBE, MOCK.base):
        given = answers.take(port)
    given.save(folder)
    return given


def _start(target: Target, folder: Path, stack: ExitStack) -> tuple[Server, list[float]]:
    """Starts it a few times for the clock; the last one stays until the stack is closed."""
    ready = []
    for _ in range(STARTS - 1):
        with _started(target, folder) as server:
            ready.append(server.ready)
    last = stack.enter_context(_started(target, folder))
    return last, [*ready, last.ready]


@contextmanager
def _started(target: Target, folder: Path) -> Iterator[Server]:
    port = servers.free_port()
    with servers.started(target.command(port, folder), port, PROBE, target.base) as server:
        yield server


def _turns(up: Iterable[tuple[Target, Server]], rounds: int) -> Iterator[tuple[Target, Server, int]]:
    """a, b, c, a, b, c, …"""
    for number in range(rounds):
        for target, server in up:
            yield target, server, number


def _round(
    scenario: Scenario, target: Target, server: Server, number: int, seconds: int, given: Answers, into: Figures
) -> None:
    if scenario.name in into.troubles:
        return
    warm_up = target.warm_up if number == 0 else 0
    try:
        for turn in range(-warm_up, 1):
            script = scenario.script(given, target.base, f"{number}.{turn}")
            figure = load.run(server.port, script, seconds)
            if target.forget is not None:
                method, path = target.forget
                answers.ask(server.port, method, path, base="")
    except (LoadError, OSError, RuntimeError) as error:
        into.troubles[scenario.name] = str(error)
        return
    into.loads.setdefault(scenario.name, []).append(figure)
    if not scenario.writes:
        into.memory = server.memory()


def by_name(names: Iterable[str]) -> list[Target]:
    """The targets of these names, or all; in the order of the table."""
    wanted = set(names)
    return [target for target in TARGETS if not wanted or target.name in wanted]
