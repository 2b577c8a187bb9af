"""A server at a URL as a target."""

from __future__ import annotations

import ssl
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

import httpx

from understudy.contract_tests.operations import Operations
from understudy.contract_tests.plan import Credentials
from understudy.contract_tests.subjects import credentials_of_mock
from understudy.contract_tests.targets.leftovers import Leftovers
from understudy.contract_tests.targets.pacing import Pace, Sleep, retry_after
from understudy.contract_tests.targets.secrets import Secret, split
from understudy.contract_tests.targets.settings import Settings
from understudy.contract_tests.targets.tables import SettingsError
from understudy.contract_tests.targets.target import (
    ForbiddenError,
    NoAnswerError,
    Request,
    Target,
    UnreachableError,
    UnsendableError,
)
from understudy.contract_tests.traffic import Exchange
from understudy.specs import contract

WAITING = (429, 503)
LARGEST = 64 * 1024 * 1024
"""Bytes of an answer, as it is meant, beyond which nobody reads it."""
NOT_FOR_ME = "content-encoding"  # what is compressed is handed on as it is meant


@dataclass(frozen=True)
class Remote:
    """The place of a server."""

    api: str
    settings: Settings

    @property
    def name(self) -> str:
        return self.settings.name

    @property
    def is_shared(self) -> bool:
        return not self.settings.sandboxes

    def open(self, part: str, processes: int) -> Target:
        settings = replace(self.settings, rate=self.settings.rate / processes)
        if settings.sandboxes:
            first, other = (credentials_of_mock(self.api, f"test-{part}{end}") for end in ("", "-other"))
            settings = replace(settings, schemes=first, other_schemes=other)
        return RemoteTarget(self.api, settings)


class RemoteTarget:
    """Asks a server: no faster than its settings say, and only for what they allow.

    schemes  what each security scheme wants; `logins`, `other_logins`: headers of a scheme that are not among
             `credentials` or `others`
    base     what comes before the contract's own paths in those of the server
    left     what was made and could not be removed, once it is closed
    """

    def __init__(self, api: str, settings: Settings, sleep: Sleep = time.sleep) -> None:
        promised = contract.load(api)
        self.settings = settings
        self.name = settings.name
        self.schemes: Credentials = settings.schemes
        self.secrets: tuple[Secret, ...] = settings.secrets
        known = promised.document["components"].get("securitySchemes", {})
        usual, self.logins = split(known, settings.schemes)
        self.credentials: Mapping[str, str] = usual
        others, self.other_logins = split(known, settings.other_schemes)
        self.others: Mapping[str, str] | None = others or None
        self.left: list[str] = []
        self.base = urlsplit(settings.url).path.rstrip("/")
        self._operations = promised.operations()
        self._find = Operations(promised).find
        self._leftovers = Leftovers(promised, self.may)
        self._pace = Pace(settings.rate, sleep=sleep)
        self._timeout = httpx.Timeout(settings.read, connect=settings.connect).as_dict()
        self._client = httpx.Client(verify=trust(settings))

    def may(self, operation_id: str) -> bool:
        return self.settings.may(self._operations[operation_id][0], operation_id)

    def ask(self, request: Request) -> Exchange:
        """Raises UnreachableError, UnsendableError and, for what may not be asked, ForbiddenError."""
        if not self.settings.may(request.method, self._find(request.method, request.path)):
            raise ForbiddenError(f"{request.method} {request.path} is not among [writes] operations")
        exchange = self._patiently(request)
        if self.settings.lasts:
            self._leftovers.saw(request, exchange)
        return exchange

    def close(self) -> None:
        """Removes what was made, as far as it can."""
        self.left += self._leftovers.remove(self._patiently, tuple(self.credentials.items()))
        self._client.close()

    def _patiently(self, request: Request) -> Exchange:
        """Sends it, and again where the server asks for patience."""
        for _ in range(self.settings.retries):
            exchange = self._sent(request)
            asked_for = retry_after(exchange.answer_headers.get("retry-after", ""))
            if exchange.status not in WAITING or asked_for is None:
                return exchange
            if asked_for > self.settings.longest_wait:
                raise UnreachableError(
                    f"{self.name} wants to be left alone for {asked_for:.0f} seconds (Retry-After), longer than "
                    f"longest_wait, {self.settings.longest_wait:.0f}: come back later, or lower [limits] rate"
                )
            self._pace.pause(asked_for)
        return self._sent(request)

    def _sent(self, request: Request) -> Exchange:
        url = self.settings.url + request.path + (f"?{request.query}" if request.query else "")
        sent = [*self.settings.headers.items(), *request.headers]
        pairs = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in sent]
        unanswered = Exchange(request.method, url, _joined(sent), request.body, 0, {}, b"")
        self._pace.wait()
        begun = time.perf_counter()
        try:
            with closing(self._client.send(self._raw(request, url, pairs), stream=True)) as answer:
                content = self._content(answer, begun)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError, httpx.UnsupportedProtocol) as error:
            raise UnreachableError(self._told(error)) from error
        except (httpx.LocalProtocolError, httpx.InvalidURL, UnicodeError) as error:
            raise UnsendableError(str(error)) from error
        except httpx.HTTPError as error:
            told = f"{self.name} did not answer {request.method} {request.path}: {error or type(error).__name__}"
            raise NoAnswerError(told, request.path, unanswered) from error
        headers = {name: value for name, value in answer.headers.items() if name != NOT_FOR_ME}
        seconds = time.perf_counter() - begun
        return replace(
            unanswered,
            status=answer.status_code,
            answer_headers=headers,
            answer=content,
            seconds=seconds,
        )

    def _content(self, answer: httpx.Response, begun: float) -> bytes:
        """Raises httpx.HTTPError for an answer that has no end."""
        content = bytearray()
        for piece in answer.iter_bytes():
            content += piece
            if len(content) > LARGEST:
                raise httpx.ReadError(f"its answer is larger than {LARGEST:,} bytes")
            if time.perf_counter() - begun > self.settings.read:
                raise httpx.ReadTimeout(f"its answer took longer than {self.settings.read:g} seconds")
        return bytes(content)

    def _raw(self, request: Request, url: str, headers: list[tuple[bytes, bytes]]) -> httpx.Request:
        """A request whose path goes out as it is written."""
        path = "/" + url.split("://", 1)[1].partition("/")[2]
        how = {"target": path.encode(), "timeout": self._timeout}
        return httpx.Request(request.method, url, headers=headers, content=request.body or None, extensions=how)

    def _told(self, error: Exception) -> str:
        remedy = "is it running, and is the URL right?"
        if "CERTIFICATE" in str(error).upper():
            remedy = "name the file of your authority as [tls] ca, or set [tls] verify = false"
        return f"{self.settings.url} cannot be reached: {error}; {remedy}"


def _joined(headers: list[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in headers:
        known = found.get(name.lower())
        found[name.lower()] = value if known is None else f"{known}, {value}"
    return found


def trust(settings: Settings) -> Any:
    """Raises SettingsError for a file of authorities that cannot be read."""
    if not settings.verify:
        return False
    try:
        return ssl.create_default_context(cafile=settings.ca or None)
    except OSError as error:
        raise SettingsError(f"[tls] ca: {settings.ca} cannot be read: {error}") from error
