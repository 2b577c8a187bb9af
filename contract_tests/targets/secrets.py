"""Credentials: how a security scheme sends them, and how they are kept out of what is told."""

from __future__ import annotations

import html
import json
import re
from base64 import b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote, quote_plus

from understudy.contract_tests.failure import Failure
from understudy.contract_tests.plan import Credentials
from understudy.contract_tests.traffic import Exchange

SHORTEST = 3
"""What is shorter stands in every other word, and is no secret."""
FORGED = 5
"""How many characters a check puts others in the place of, at the end of credentials."""
LABEL = r"\{\{\$(?:\w+|\(printf %s \"[$\w:]+\"x? \| (?:base64 -w0|head -c -5|cut -d'\"' -f2)\))\}\}"
"""Every label that there is. Nothing that a target answers may pass for one, since a shell looks it up."""
LIKE_A_LABEL = {"{{$": "{{ $"}


@dataclass(frozen=True)
class Secret:
    """A value that is not told, and the `label` that stands in its place: how a shell gets it from its variables,
    in braces."""

    value: str
    label: str

    @classmethod
    def of(cls, names: Mapping[str, str], environment: Mapping[str, str]) -> list[Secret]:
        """Of what one scheme wants, by the names of the variables; and the credentials that checks make of it,
        which are nearly right."""
        secrets = []
        for key, name in names.items():
            value = environment[name]
            secrets.append(cls(value, f"{{{{${name}}}}}"))
            if key in ("api_key", "bearer") and len(value) > 2 * FORGED:
                secrets.append(cls(value[:-FORGED], _looked_up(f'"${name}" | head -c -{FORGED}')))
            if value.count('"') > 1:  # `Token token="KEY"`
                secrets.append(cls(value.split('"')[1], _looked_up(f'"${name}" | cut -d\'"\' -f2')))
        if names.keys() >= {"username", "password"}:
            who, password = names["username"], names["password"]
            pair = f"{environment[who]}:{environment[password]}"
            for more in ("", "x"):
                told = _looked_up(f'"${who}:${password}"{more} | base64 -w0')
                secrets.append(cls(b64encode(f"{pair}{more}".encode()).decode(), told))
        return secrets

    def spellings(self) -> Iterable[str]:
        """The value as it may be written in a header, a URL, JSON, HTML or base64."""
        encoded = b64encode(self.value.encode()).decode()
        quoted = json.dumps(self.value)[1:-1]
        slashed = quoted.replace("/", "\\/")
        spelled = {
            self.value,
            quote(self.value),
            quote(self.value, safe=""),
            quote_plus(self.value),
            quoted,
            slashed,
        }
        within = {json.dumps(one)[1:-1] for one in (quoted, slashed)}
        others = {html.escape(self.value), repr(self.value)[1:-1]}
        return {*spelled, *within, *others, encoded, encoded.rstrip("="), quote(encoded, safe="")}


def _looked_up(how: str) -> str:
    return f"{{{{$(printf %s {how})}}}}"


class Redaction:
    """Puts labels in the place of secrets, wherever they stand, the longest first; and breaks what looks like a
    label and is none."""

    def __init__(self, secrets: Iterable[Secret]) -> None:
        self._labels = LIKE_A_LABEL | {
            spelling: secret.label
            for secret in secrets
            if len(secret.value) >= SHORTEST
            for spelling in secret.spellings()
        }
        longest_first = sorted(self._labels, key=lambda spelling: (-len(spelling), spelling))
        pattern = "|".join(map(re.escape, longest_first))
        self._text, self._bytes = re.compile(pattern), re.compile(pattern.encode())

    def text(self, text: str) -> str:
        return self._text.sub(lambda found: self._labels[found[0]], text)

    def content(self, content: bytes) -> bytes:
        return self._bytes.sub(lambda found: self._labels[found[0].decode()].encode(), content)

    def exchange(self, exchange: Exchange) -> Exchange:
        return replace(
            exchange,
            url=self.text(exchange.url),
            headers={name: self.text(value) for name, value in exchange.headers.items()},
            body=self.content(exchange.body),
            answer_headers={name: self.text(value) for name, value in exchange.answer_headers.items()},
            answer=self.content(exchange.answer),
        )

    def failure(self, failure: Failure) -> Failure:
        return replace(
            failure,
            rule=self.text(failure.rule),
            place=self.text(failure.place),
            message=self.text(failure.message),
            exchanges=tuple(map(self.exchange, failure.exchanges)),
        )


def wanted(scheme: Mapping[str, Any]) -> tuple[str, ...]:
    """What a security scheme of a contract wants to know."""
    if scheme["type"] == "apiKey":
        return ("api_key",)
    return ("username", "password") if scheme.get("scheme") == "basic" else ("bearer",)


def headers(scheme: Mapping[str, Any], given: Mapping[str, str]) -> dict[str, str]:
    """How a scheme sends what it was given; nothing for one that uses no header."""
    if scheme["type"] == "apiKey":
        return {scheme["name"]: given["api_key"]} if scheme["in"] == "header" else {}
    if scheme.get("scheme") == "basic":
        pair = f"{given['username']}:{given['password']}"
        return {"Authorization": f"Basic {b64encode(pair.encode()).decode()}"}
    return {"Authorization": f"Bearer {given['bearer']}"}


def split(known: Mapping[str, Any], schemes: Credentials) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    """The headers that let in; and by scheme, those of schemes that want another value for the same header."""
    usual: dict[str, str] = {}
    logins: dict[str, dict[str, str]] = {}
    for name, given in schemes.items():
        sent = headers(known[name], given)
        if sent.keys() & usual.keys():
            logins[name] = sent
        else:
            usual.update(sent)
    return usual, logins
