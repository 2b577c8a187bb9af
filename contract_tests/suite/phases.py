"""The kinds of tests, and into how many parts each is cut: always the same, however many processes do them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from understudy.contract_tests.failure import Failure
from understudy.contract_tests.suite import corpus, schema, semantics
from understudy.contract_tests.suite.extent import Extent
from understudy.contract_tests.suite.observing import Observed
from understudy.specs.contract import Contract

Run = Callable[[Contract, Observed, Extent, int], Iterator[Failure]]


@dataclass(frozen=True)
class Phase:
    """`run` does one of the `shards`, against a target that no other has asked since it was opened."""

    name: str
    shards: int
    run: Run


PHASES = {
    phase.name: phase
    for phase in (
        Phase("schema", schema.SHARDS, schema.single),
        Phase("walks", schema.WALKS, schema.walks),
        Phase("behaviour", 1, semantics.behaviour),
        Phase("corpus", corpus.SHARDS, corpus.replayed),
        Phase("reference", 1, semantics.reference),
    )
}
"""By name, in the order of `names`."""
