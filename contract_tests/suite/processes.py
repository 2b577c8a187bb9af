"""Parts of the suite, done by processes. Threads would not do: Schemathesis loses its determinism with them."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
import traceback
from collections.abc import Iterator, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Any

from understudy.contract_tests.suite.shard import Finished, Job, Shard
from understudy.contract_tests.targets.target import UnreachableError
from understudy.contract_tests.targets.undisturbed import undisturbed

GRACE_SECONDS = 60.0
"""How long a process that is interrupted may take to remove what it made."""

AGAIN_SECONDS = 0.5


class BrokenSuiteError(RuntimeError):
    """A test itself failed, or the process that it was in: nothing is said about the target."""


def do(job: Job, shards: Sequence[Shard]) -> Iterator[Finished]:
    """What came of each part, as they end. After a KeyboardInterrupt, the parts that were under way, cut short.

    Raises UnreachableError and BrokenSuiteError.
    """
    if job.processes == 1:
        yield from _here(job, shards)
        return
    with _Workers(job, min(job.processes, len(shards))) as workers:
        yield from workers.do(shards)


def _here(job: Job, shards: Sequence[Shard]) -> Iterator[Finished]:
    for shard in shards:
        try:
            finished = job.do(shard)
        except UnreachableError:
            raise
        except Exception as error:
            raise _broken(shard, traceback.format_exc()) from error
        yield finished
        if finished.interrupted:
            return


class _Workers:
    def __init__(self, job: Job, count: int) -> None:
        spawning = multiprocessing.get_context("spawn")
        self._all: dict[Any, SpawnProcess] = {}
        with undisturbed():  # which they inherit: before they are at work, nothing has to be removed
            for _ in range(count):
                ours, theirs = spawning.Pipe()
                process = spawning.Process(target=_work, args=(job, theirs), daemon=True)
                process.start()
                theirs.close()
                self._all[ours] = process

    def __enter__(self) -> _Workers:
        return self

    def __exit__(self, *_: object) -> None:
        for ours, process in self._all.items():
            ours.close()
            process.join(GRACE_SECONDS)
            if process.is_alive():
                process.kill()

    def do(self, shards: Sequence[Shard]) -> Iterator[Finished]:
        coming = list(shards)
        busy: dict[Any, Shard | None] = {}
        for ours in self._all:
            busy[ours] = _give(ours, coming)
        try:
            while asked := [ours for ours, shard in busy.items() if shard is not None]:
                for ours in wait(asked):
                    yield _taken(ours, busy[ours])
                    busy[ours] = _give(ours, coming)
        except KeyboardInterrupt:
            yield from self._interrupted(busy)

    def _interrupted(self, busy: dict[Any, Shard | None]) -> Iterator[Finished]:
        """A terminal tells every process; whoever else interrupts tells this one only. One that has just begun
        does not hear it yet."""
        left = [(ours, shard) for ours, shard in busy.items() if shard is not None]
        deadline = time.monotonic() + GRACE_SECONDS
        while left and time.monotonic() < deadline:
            for ours, _ in left:
                _interrupt(self._all[ours])
            ready = wait([ours for ours, _ in left], AGAIN_SECONDS)
            for ours, shard in left:
                if ours in ready:
                    with suppress(BrokenSuiteError, UnreachableError):
                        yield _taken(ours, shard)
            left = [(ours, shard) for ours, shard in left if ours not in ready]


def _interrupt(process: SpawnProcess) -> None:
    if process.pid is not None:
        with suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGINT)


def _give(ours: Any, coming: list[Shard]) -> Shard | None:
    """The next part, which a process is told to do; None where none is left."""
    shard = coming.pop(0) if coming else None
    if shard is not None:
        ours.send(shard)
    return shard


def _taken(ours: Any, shard: Shard | None) -> Finished:
    try:
        answer = ours.recv()
    except (EOFError, OSError) as error:
        raise BrokenSuiteError(f"the process that did {shard} ended before it was done") from error
    if isinstance(answer, Finished):
        return answer
    if isinstance(answer, UnreachableError):
        raise answer
    raise _broken(shard, answer)


def _broken(shard: Shard | None, told: str) -> BrokenSuiteError:
    return BrokenSuiteError(f"{shard} failed by itself, and says nothing of the target; please report it:\n{told}")


def _work(job: Job, theirs: Connection[Any, Any]) -> None:
    """What a process does: one part after the other, until nobody has more for it.

    Between two parts it waits for the end of the connection, and is not to be interrupted.
    """
    with suppress(EOFError, OSError):
        while True:
            shard = theirs.recv()
            theirs.send(_answer(job, shard))


def _answer(job: Job, shard: Shard) -> Finished | UnreachableError | str:
    signal.signal(signal.SIGINT, _once)
    try:
        return job.do(shard)
    except UnreachableError as error:
        return error
    except KeyboardInterrupt:
        return Finished(shard, interrupted=True)
    except Exception:
        return traceback.format_exc()
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def _once(*_: object) -> None:
    """Interrupts; and a second Ctrl-C does not interrupt what is done because of the first."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    raise KeyboardInterrupt
