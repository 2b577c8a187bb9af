"""A script for k6: asks for everything once in each iteration, and checks the statuses."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator

import orjson

from understudy.contract_tests.fuzzing.fuzzer import Fuzzed
from understudy.contract_tests.fuzzing.lines import title, url

HEAD = b"""// Written by `understudy fuzz`: k6 run FILE
import http from 'k6/http';
import encoding from 'k6/encoding';
import { check } from 'k6';

export const options = { thresholds: { checks: ['rate==1'] } };

// name, method, URL, headers, body (as base64), statuses that may come
const requests = [
"""
TAIL = b"""];

export default function () {
  for (const [name, method, url, headers, body, expected] of requests) {
    const content = body === null ? null : encoding.b64decode(body);
    const response = http.request(method, url, content, {
      headers,
      tags: { name },
      responseCallback: http.expectedStatuses(...expected),
    });
    check(response, { [name]: (one) => expected.includes(one.status) });
  }
}
"""


def write(requests: Iterable[Fuzzed], base_url: str) -> Iterator[bytes]:
    yield HEAD
    for number, fuzzed in enumerate(requests):
        request = fuzzed.request
        body = b64encode(request.body).decode() if request.body else None
        row = [
            f"{number} {title(fuzzed)}",
            request.method,
            url(request, base_url),
            dict(request.headers),
            body,
            fuzzed.label.expected,
        ]
        yield b"  " + orjson.dumps(row) + b",\n"
    yield TAIL
