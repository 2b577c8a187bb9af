"""Figures of fuzzing: requests made, and requests of the frozen corpora replayed, in one process."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import islice

from understudy.contract_tests.fuzzing import corpus
from understudy.contract_tests.fuzzing.fuzzer import Fuzzer
from understudy.contract_tests.fuzzing.replay import Replayer, in_shards
from understudy.contract_tests.fuzzing.writers import WRITERS
from understudy.specs import contract

COUNT = 20_000


@dataclass(frozen=True)
class FuzzFigures:
    """API -> requests a second: written as JSON lines; of the corpus, answered by a mock that has begun."""

    made: Mapping[str, float]
    replayed: Mapping[str, float]


def measure(say: Callable[[str], None]) -> FuzzFigures:
    made, replayed = {}, {}
    for api in contract.APIS:
        say(f"Fuzzing {api}")
        made[api] = _made(api)
        replayed[api] = _replayed(api)
    return FuzzFigures(made, replayed)


def _made(api: str) -> float:
    fuzzer = Fuzzer(contract.load(api))
    begun = time.perf_counter()
    deque(WRITERS["jsonl"](islice(fuzzer.requests(seed=1), COUNT), "http://localhost"), maxlen=0)
    return COUNT / (time.perf_counter() - begun)


def _replayed(api: str) -> float:
    requests = corpus.load(contract.load(api)).requests
    shards = in_shards(api, requests)
    with Replayer(api) as replayer:
        replayer.answers(shards[0])
        begun = time.perf_counter()
        for shard in shards:
            replayer.answers(shard)
        return len(requests) / (time.perf_counter() - begun)
