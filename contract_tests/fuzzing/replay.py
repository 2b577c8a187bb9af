"""Asks a mock in this process, or in several, for labelled requests, and holds its statuses against the labels."""

from __future__ import annotations

import hashlib
import multiprocessing
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from multiprocessing.context import BaseContext
from types import TracebackType
from typing import Self

from understudy.contract_tests.fuzzing.fuzzer import Fuzzed
from understudy.contract_tests.fuzzing.lines import title
from understudy.contract_tests.fuzzing.operations import base_path, operations
from understudy.contract_tests.inprocess import Caller
from understudy.contract_tests.targets.target import Request
from understudy.mocks import composition
from understudy.mocks.sandboxes import Start
from understudy.specs import contract

START = Start(seed=1, clock="2026-01-01T00:00:00.000Z")
RECORDS = 100
"""Few, so that a sandbox is made in no time, and yet some of every kind."""
SANDBOX = "replay"
OVERRIDE = ("x-understudy-sandbox", SANDBOX)

Answered = tuple[int, bytes]
"""Status, and the beginning of the body."""
BEGINNING = 300


@dataclass(frozen=True)
class Wrong:
    """A request that got what it must not."""

    fuzzed: Fuzzed
    status: int
    answer: bytes

    def __str__(self) -> str:
        request = self.fuzzed.request
        asked = f"{request.method} {request.path}?{request.query}".rstrip("?")
        return f"{title(self.fuzzed)}, not {self.status}\n  {asked} {request.body[:300]!r}\n  {self.answer!r}"


@dataclass(frozen=True)
class Verdict:
    """`digest` is of every status: two runs with the same one went the same way."""

    asked: int
    wrong: tuple[Wrong, ...]
    digest: str


class Replayer:
    """A mock with seeded data. Use it as a context."""

    def __init__(self, api: str) -> None:
        self._sandboxes = composition.sandboxes(composition.Options((api,), START, RECORDS))
        self._api = api
        self._base = base_path(contract.load(api))
        self._caller = Caller(composition.app(self._sandboxes, at_root=True), {})

    def __enter__(self) -> Self:
        self._caller.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._caller.__exit__(kind, error, trace)

    def answers(self, requests: Iterable[Fuzzed]) -> list[Answered]:
        """What a fresh sandbox answers, one request after another."""
        sandboxes = self._sandboxes[self._api]
        sandboxes.make(SANDBOX)
        try:
            answers = self._caller.in_turn(map(self._sent, requests))
        finally:
            sandboxes.delete(SANDBOX)
        return [(answer.status, answer.body[:BEGINNING]) for answer in answers]

    def _sent(self, fuzzed: Fuzzed) -> Request:
        request = fuzzed.request
        length = (("content-length", str(len(request.body))),) if request.body else ()
        return replace(request, path=self._base + request.path, headers=(*request.headers, OVERRIDE, *length))


def replay(api: str, requests: Sequence[Fuzzed], processes: int = 1) -> Verdict:
    """Each shard in a fresh sandbox, whichever process does it."""
    shards = in_shards(api, requests)
    answered = zip(shards, _answered(api, shards, processes), strict=True)
    by_request = {
        id(fuzzed): answer for shard, answers in answered for fuzzed, answer in zip(shard, answers, strict=True)
    }
    answers = [by_request[id(fuzzed)] for fuzzed in requests]
    wrong = tuple(
        Wrong(fuzzed, status, answer)
        for fuzzed, (status, answer) in zip(requests, answers, strict=True)
        if status not in fuzzed.label.expected
    )
    digest = hashlib.sha256(" ".join(str(status) for status, _ in answers).encode()).hexdigest()[:16]
    return Verdict(len(requests), wrong, digest)


def in_shards(api: str, requests: Iterable[Fuzzed]) -> list[list[Fuzzed]]:
    """The requests for operations of one kind together, in their order."""
    tags = {one.operation_id: one.place.content["tags"][0] for one in operations(contract.load(api))}
    shards: dict[str, list[Fuzzed]] = {}
    for fuzzed in requests:
        shards.setdefault(tags[fuzzed.operation_id], []).append(fuzzed)
    return list(shards.values())


def _answered(api: str, shards: list[list[Fuzzed]], processes: int) -> Iterator[list[Answered]]:
    if processes == 1:
        with Replayer(api) as replayer:
            yield from map(replayer.answers, shards)
        return
    with _context().Pool(processes, _begin, (api,)) as pool:
        yield from pool.imap(_do, shards, chunksize=max(1, len(shards) // (8 * processes)))


def _context() -> BaseContext:
    """Processes that share no thread with this one, and where that is possible load their modules once for all."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    return context


_RUNNING: list[Replayer] = []
"""Of a process in a pool: its own, which ends with it."""


def _begin(api: str) -> None:
    _RUNNING.append(Replayer(api).__enter__())


def _do(shard: list[Fuzzed]) -> list[Answered]:
    return _RUNNING[0].answers(shard)
