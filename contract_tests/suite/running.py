"""Runs the suite."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Collection

from understudy.contract_tests.suite import processes as over
from understudy.contract_tests.suite.extent import Extent
from understudy.contract_tests.suite.phases import PHASES
from understudy.contract_tests.suite.result import Result
from understudy.contract_tests.suite.shard import Finished, Job, Shard
from understudy.contract_tests.targets.place import Place

Watch = Callable[[Finished, int, int], None]
"""Told of each part when it is done, how many are, and how many there are."""


def usual_processes(place: Place) -> int:
    """One for each core where each part has a mock of its own. A target that all share is asked by one: what one
    process deletes, another might have been about to read."""
    return 1 if place.is_shared else min(8, os.cpu_count() or 1)


def run(
    api: str,
    place: Place,
    extent: Extent,
    *,
    only: Collection[str] = (),
    processes: int = 1,
    watch: Watch = lambda *_: None,
) -> Result:
    """Every phase, or `only` some.

    A KeyboardInterrupt ends it early, with what was found so far. Raises UnreachableError and BrokenSuiteError.
    """
    begun = time.monotonic()
    shards = [
        Shard(phase.name, number)
        for phase in PHASES.values()
        if not only or phase.name in only
        for number in range(phase.shards)
    ]
    result = Result(api, place.name, extent.seed)
    done: list[Finished] = []
    try:
        for finished in over.do(Job(api, place, extent, processes), shards):
            done.append(finished)
            watch(finished, len(done), len(shards))
    except KeyboardInterrupt:
        result.interrupted = True
    result.add(done)
    result.interrupted = result.interrupted or len(done) < len(shards)
    result.seconds = time.monotonic() - begun
    return result
