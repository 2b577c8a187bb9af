"""A script for bash that asks with curl. Each line prints the status that came, and those that may."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator

from understudy.contract_tests.fuzzing.fuzzer import Fuzzed
from understudy.contract_tests.fuzzing.lines import title, url

HEAD = b"#!/usr/bin/env bash\n# Written by `understudy fuzz`. Each line can be run alone.\n"
CURL = "curl --silent --show-error --globoff --path-as-is --output /dev/null"
LONGEST = 100_000
"""Bytes that surely fit into one argument of a command."""
PLAIN = frozenset(range(32, 127)) - {0x27, 0x5C}


def write(requests: Iterable[Fuzzed], base_url: str) -> Iterator[bytes]:
    yield HEAD
    for number, fuzzed in enumerate(requests):
        yield f"# {number}: {title(fuzzed)}\n{line(fuzzed, base_url)}\n".encode()


def line(fuzzed: Fuzzed, base_url: str) -> str:
    """The command for one request."""
    request = fuzzed.request
    expected = " ".join(map(str, fuzzed.label.expected))
    words = [CURL, "--write-out", shlex.quote(f"%{{http_code}} of {expected}\\n"), "--request", request.method]
    for name, value in request.headers:
        words += ["--header", shlex.quote(f"{name}: {value}")]
    before = ""
    if request.body:
        given = quoted(request.body)
        if not any(name.lower() == "content-type" for name, _ in request.headers):
            words += ["--header", "'Content-Type:'"]
        if b"\0" in request.body or request.body.startswith(b"@") or len(request.body) > LONGEST:
            before, given = f"printf '%b' {_printed(request.body)} | ", "@-"
        words += ["--data-binary", given]
    return before + " ".join([*words, shlex.quote(url(request, base_url))])


def quoted(content: bytes) -> str:
    """Bytes in the quotes of bash that know escapes: `$'\\xff'`. None of them may be null."""
    return "$'" + "".join(chr(byte) if byte in PLAIN else f"\\x{byte:02x}" for byte in content) + "'"


def _printed(content: bytes) -> str:
    """Bytes as `printf %b` has them, null among them."""
    return "'" + "".join(chr(byte) if byte in PLAIN else f"\\0{byte:03o}" for byte in content) + "'"
