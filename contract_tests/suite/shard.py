"""One part of one phase, done from beginning to end."""

from __future__ import annotations

from dataclasses import dataclass, field

from understudy.contract_tests.failure import Failure
from understudy.contract_tests.operations import Operations
from understudy.contract_tests.suite.extent import Extent
from understudy.contract_tests.suite.observing import Observed, Tally
from understudy.contract_tests.suite.phases import PHASES
from understudy.contract_tests.targets.place import Place
from understudy.contract_tests.targets.secrets import Redaction
from understudy.contract_tests.targets.target import NoAnswerError
from understudy.contract_tests.targets.undisturbed import undisturbed
from understudy.contract_tests.unanswered import unanswered
from understudy.specs import contract


@dataclass(frozen=True, order=True)
class Shard:
    """A part of a phase, by its name and number."""

    phase: str
    number: int

    def __str__(self) -> str:
        return f"{self.phase}-{self.number}"


@dataclass
class Finished:
    """What came of it. `left`: what was made at the target and could not be removed."""

    shard: Shard
    failures: list[Failure] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)
    left: tuple[str, ...] = ()
    interrupted: bool = False


@dataclass(frozen=True)
class Job:
    """What is the same for every part."""

    api: str
    place: Place
    extent: Extent
    processes: int = 1

    def do(self, shard: Shard) -> Finished:
        """Asks a target of its own. A KeyboardInterrupt ends it early, but not before what was made is removed.

        Raises UnreachableError.
        """
        promised = contract.load(self.api)
        target = Observed(self.place.open(str(shard), self.processes), promised)
        finished = Finished(shard, tally=target.tally)
        try:
            for failure in PHASES[shard.phase].run(promised, target, self.extent, shard.number):
                finished.failures.append(failure)
        except NoAnswerError as error:
            finished.failures.append(unanswered(error, Operations(promised)))
        except KeyboardInterrupt:
            finished.interrupted = True
        finally:
            with undisturbed():
                target.close()
        redaction = Redaction(getattr(target.target, "secrets", ()))
        finished.failures = [redaction.failure(failure) for failure in finished.failures]
        finished.left = tuple(map(redaction.text, getattr(target.target, "left", ())))
        return finished
