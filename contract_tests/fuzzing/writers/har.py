"""A HAR whose entries have requests alone; the label of each is under `_label`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import orjson

from understudy.contract_tests import har
from understudy.contract_tests.fuzzing.fuzzer import Fuzzed
from understudy.contract_tests.fuzzing.lines import label, title, url

HERE = b'"entries":[]'


def write(requests: Iterable[Fuzzed], base_url: str) -> Iterator[bytes]:
    before, after = orjson.dumps(har.write([])).split(HERE)
    yield before + b'"entries":[\n'
    for number, fuzzed in enumerate(requests):
        request = fuzzed.request
        made = har.request_entry(request.method, url(request, base_url), request.headers, request.body)
        entry = {**har.unanswered(made), "comment": title(fuzzed), "_label": label(fuzzed)}
        yield (b",\n" if number else b"") + orjson.dumps(entry)
    yield b"\n]" + after + b"\n"
