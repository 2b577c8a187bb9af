"""A request as a curl command, with every byte of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from understudy.contract_tests.targets.secrets import LABEL
from understudy.contract_tests.traffic import Exchange

SECRET = re.compile(f"({LABEL})".encode())
"""A secret's place, with the words by which a shell gets it."""

PLAIN = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@%+=:,./-")
ITS_OWN = ("accept", "user-agent")
COMPUTED = ("content-length", "host")


def curl(exchange: Exchange) -> str:
    """The command, for bash. Nothing is sent but what was sent; secrets come from the environment."""
    words = ["curl --include --globoff --path-as-is", *_method(exchange)]
    words += [f"--header {quoted(header)}" for header in _headers(exchange)]
    if not exchange.body:
        return " ".join([*words, quoted(exchange.url)])
    if b"\0" in exchange.body:  # no argument of a command can hold it
        octal = "".join(chr(byte) if byte in PLAIN - set(b"%") else f"\\{byte:03o}" for byte in exchange.body)
        return f"printf '{octal}' | " + " ".join([*words, "--data-binary @-", quoted(exchange.url)])
    return " ".join([*words, f"--data-raw {quoted(exchange.body)}", quoted(exchange.url)])


def _method(exchange: Exchange) -> Iterator[str]:
    if exchange.method == "HEAD":
        yield "--head"
    elif exchange.method != ("POST" if exchange.body else "GET"):
        yield f"--request {quoted(exchange.method)}"


def _headers(exchange: Exchange) -> Iterator[bytes]:
    host = urlsplit(exchange.url).netloc
    for name, value in exchange.headers.items():
        if name not in COMPUTED or (name == "host" and value != host):
            yield (f"{name}: {value}" if value else f"{name};").encode("latin-1", "replace")
    absent = (*ITS_OWN, "content-type") if exchange.body else ITS_OWN
    for name in absent:
        if name not in exchange.headers:
            yield f"{name}:".encode()


def quoted(content: str | bytes) -> str:
    """One word of a bash command. What a shell must look up stands in double quotes."""
    given = content.encode() if isinstance(content, str) else content
    parts = SECRET.split(given)
    return (
        "".join(f'"{part.decode()[2:-2]}"' if number % 2 else _literal(part) for number, part in enumerate(parts))
        or "''"
    )


def _literal(content: bytes) -> str:
    if all(byte in PLAIN for byte in content):
        return content.decode()
    if b"'" not in content and all(0x20 <= byte < 0x7F for byte in content):
        return f"'{content.decode()}'"
    return "$'" + "".join(map(_escaped, content)) + "'"


def _escaped(byte: int) -> str:
    if byte in b"'\\":
        return f"\\{chr(byte)}"
    return chr(byte) if 0x20 <= byte < 0x7F else f"\\x{byte:02x}"
