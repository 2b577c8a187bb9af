"""One JSON object a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from understudy.contract_tests.fuzzing.fuzzer import Fuzzed
from understudy.contract_tests.fuzzing.lines import line


def write(requests: Iterable[Fuzzed], base_url: str) -> Iterator[bytes]:
    for number, fuzzed in enumerate(requests):
        yield line(number, fuzzed, base_url) + b"\n"
