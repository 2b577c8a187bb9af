"""Failures as a file of tests that needs nothing but pytest and httpx."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

import orjson

from understudy.contract_tests.failure import Failure
from understudy.contract_tests.targets.secrets import LABEL
from understudy.contract_tests.traffic import Exchange

HEAD = '''"""Each test asks once more what met a failure, and fails while the answer is the one that was wrong.

Times and other values that differ from run to run can hide a mistake that is not mended: read the rule.
"""

import base64
import os
import re

import httpx

LOOKED_UP = re.compile(LABEL)
COMMAND = re.compile(r'\\(printf %s "(.+)"(x?) \\| (\\w+).*\\)')


def real(text):
    """Secrets are in the environment."""
    def value(found):
        looked_up = found[0][3:-2]
        if not looked_up.startswith("("):
            return os.environ[looked_up]
        names, more, command = COMMAND.fullmatch(looked_up).groups()
        whole = ":".join(os.environ[name.lstrip("$")] for name in names.split(":")) + more
        if command == "head":
            return whole[:-5]
        return whole.split('"')[1] if command == "cut" else base64.b64encode(whole.encode()).decode()
    return LOOKED_UP.sub(value, text)


def send(method, url, headers, body=b""):
    pairs = [(name.encode("latin-1"), real(value).encode("latin-1")) for name, value in headers]
    path = "/" + url.split("://", 1)[1].partition("/")[2]
    with httpx.Client(timeout=60) as client:
        target = {"target": path.encode(), "timeout": httpx.Timeout(60).as_dict()}
        return client.send(httpx.Request(method, url, headers=pairs, content=body or None, extensions=target))
'''.replace("LABEL", repr(LABEL))
COMPUTED = ("content-length", "host")


def tests(failures: Iterable[Failure]) -> str:
    """A Python file."""
    shown = [failure for failure in failures if failure.exchanges]
    return "\n\n".join([HEAD.rstrip("\n"), *map(_test, shown)]) + "\n"


def _test(failure: Failure) -> str:
    name = re.sub(r"\W+", "_", f"{failure.code}_{failure.operation}", flags=re.ASCII).strip("_").lower()
    told = ascii(f"{failure.rule}\n{failure.message}")
    lines = [f"\ndef test_{name}_{failure.fingerprint}():"]
    known: list[tuple[str, str]] = []
    for number, exchange in enumerate(failure.exchanges):
        answer = f"answer_{number}"
        lines.append(f"    {answer} = {_call(exchange, known)}")
        made = _made(exchange)
        if made is not None and number + 1 < len(failure.exchanges):
            known.append((made, f'{answer}.json()["id"]'))
    last = failure.exchanges[-1]
    number = len(failure.exchanges) - 1
    lines.append(f"    told = {told}")
    if last.status == 0:
        lines.append(f"    assert answer_{number}.status_code, told")
    elif failure.place == str(last.status):
        lines.append(f"    assert answer_{number}.status_code != {last.status}, told")
    else:
        wrong = f"({last.status}, {last.answer!a})"
        lines.append(f"    assert (answer_{number}.status_code, answer_{number}.content) != {wrong}, told")
    return "\n".join(lines)


def _call(exchange: Exchange, known: Sequence[tuple[str, str]]) -> str:
    headers = [(name, value) for name, value in exchange.headers.items() if name not in COMPUTED]
    body = f", {exchange.body!a}" if exchange.body else ""
    return f"send({exchange.method!a}, {_url(exchange.url, known)}, {headers!a}{body})"


def _url(url: str, known: Sequence[tuple[str, str]]) -> str:
    """The URL as an expression, in which ids that an earlier answer gave are taken from that."""
    parts = urlsplit(url)
    start, path, end = f"{parts.scheme}://{parts.netloc}", parts.path, f"?{parts.query}" if parts.query else ""
    ids = dict(known)
    segments = [f"str({ids[one]})" if one in ids else ascii(one) for one in path.split("/")]
    if not any(one in ids for one in path.split("/")):
        return ascii(url)
    return f"{start!a} + '/'.join([{', '.join(segments)}]) + {end!a}"


def _made(exchange: Exchange) -> str | None:
    """The id of what an answer says was made."""
    try:
        answer = orjson.loads(exchange.answer)
    except orjson.JSONDecodeError:
        return None
    made = answer.get("id") if isinstance(answer, dict) and exchange.method == "POST" else None
    return str(made) if isinstance(made, str | int) else None
