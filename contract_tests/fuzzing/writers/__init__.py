"""Labelled requests in the formats of other tools."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from understudy.contract_tests.fuzzing.fuzzer import Fuzzed
from understudy.contract_tests.fuzzing.writers import curl, har, jsonl, k6, postman

Writer = Callable[[Iterable[Fuzzed], str], Iterator[bytes]]
"""From requests and the URL before their paths, the pieces of a file."""

WRITERS: Mapping[str, Writer] = {
    "jsonl": jsonl.write,
    "har": har.write,
    "curl": curl.write,
    "postman": postman.write,
    "k6": k6.write,
}
