"""A target file: where an implementation is, who asks, and what may be asked."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from understudy.contract_tests.operations import base_path
from understudy.contract_tests.plan import Credentials
from understudy.contract_tests.targets.secrets import Secret, wanted
from understudy.contract_tests.targets.tables import SettingsError, Table
from understudy.specs.contract import Contract

EVERY = "*"
SAFE = ("GET", "HEAD")
NAME, VALUE = re.compile(r"[!#$%&'*+.^`|~\w-]+", re.ASCII), re.compile(r"[!-~\x80-\xff]+([ \t]+[!-~\x80-\xff]+)*")
"""What HTTP can send as a header (RFC 9110 5.1, 5.5)."""
SENDABLE = "write Latin letters, without space around them or line ends within"
IN_HEADER = ("api_key", "bearer")


@dataclass(frozen=True)
class Settings:
    """
    url          where the contract's own paths begin; empty where an image is started
    image        a Docker image that is started; `port` is where it listens, `path` where the contract's paths
                 begin in it, the vendor's own if nothing is said, and `command` what it is told to do
    sandboxes    whether it is a mock of ours, so that each part of the tests has a sandbox of its own in it, by
                 the mock's usual credentials, and may write
    lasts        whether what is made there outlives the tests, unless it is removed
    schemes      for each security scheme what it wants; `other_schemes`: the same of another account
    secrets      what must not be told, of both
    headers      sent with every request
    rate         requests a second; 0 for as fast as it goes
    retries      how often a request is sent again that is answered 429 or 503 with Retry-After, and the longest
                 wait for that, in seconds
    connect, read  how long, in seconds, a connection and an answer may take
    verify, ca   whether the server's certificate must be good, and a file of those who may vouch for it
    writes       operationIds that may write; `*` for all
    """

    name: str
    url: str = ""
    image: str = ""
    port: int = 0
    path: str = ""
    command: tuple[str, ...] = ()
    sandboxes: bool = False
    lasts: bool = True
    schemes: Credentials = field(default_factory=dict)
    other_schemes: Credentials = field(default_factory=dict)
    secrets: tuple[Secret, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    rate: float = 0.0
    retries: int = 3
    longest_wait: float = 60.0
    connect: float = 5.0
    read: float = 30.0
    verify: bool = True
    ca: str = ""
    writes: frozenset[str] = frozenset()

    def may(self, method: str, operation_id: str | None) -> bool:
        if method in SAFE or self.sandboxes:
            return True
        return EVERY in self.writes or operation_id in self.writes


def read(path: Path, contract: Contract, environment: Mapping[str, str]) -> Settings:
    """Raises SettingsError."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} is no TOML: {error}") from error
    file = Table(str(path), "", document)
    target = file.table("target")
    url, image = target.text("url"), target.text("image")
    if bool(url) == bool(image):
        raise SettingsError(f"{path}: [target] wants a url, or an image, and not both")
    limits, timeouts, tls = file.table("limits"), file.table("timeouts"), file.table("tls")
    ca = tls.text("ca")
    schemes, secrets = _credentials(file.table("credentials"), contract, environment)
    others, more = _credentials(file.table("others"), contract, environment)
    sandboxes = target.truth("sandboxes", False)
    settings = Settings(
        name=target.text("name") or url or f"docker:{image}",
        url=checked_url(url, str(path)) if url else "",
        image=image,
        port=int(target.number("port", 0, 65535)),
        path=target.text("path") or base_path(contract),
        command=tuple(target.texts("command")),
        sandboxes=sandboxes,
        lasts=not sandboxes,
        schemes=schemes,
        other_schemes=others,
        secrets=(*secrets, *more),
        headers=_headers(file.table("headers")),
        rate=limits.number("rate", 0.0),
        retries=int(limits.number("retries", 3)),
        longest_wait=limits.number("longest_wait", 60.0),
        connect=timeouts.number("connect", 5.0),
        read=timeouts.number("read", 30.0),
        verify=tls.truth("verify", True),
        ca=str(path.parent / ca) if ca else "",
        writes=_writes(file.table("writes"), contract),
    )
    file.refuse_rest()
    return settings


def checked_url(url: str, place: str) -> str:
    """The URL without a slash at its end. Raises SettingsError."""
    try:
        parts = urlsplit(url)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        good = False
    if not good:
        raise SettingsError(f"{place}: {url!r} is no URL: write it like https://api.example.com/v1")
    if parts.username or parts.query or parts.fragment:
        raise SettingsError(
            f"{place}: a URL has no credentials, query or fragment here; name credentials under [credentials]"
        )
    return url.rstrip("/")


def _headers(table: Table) -> dict[str, str]:
    headers = table.every_text()
    for name, value in headers.items():
        if not NAME.fullmatch(name) or (value and not VALUE.fullmatch(value)):
            table.refuse(name, f"{value!r} cannot be sent as this header: {SENDABLE}")
    return headers


def _writes(table: Table, contract: Contract) -> frozenset[str]:
    writes = table.texts("operations")
    known = {*contract.operations(), EVERY}
    for name in writes:
        if name not in known:
            table.refuse("operations", f"{contract.api} has no operation {name!r}; {table.near(name, known)}")
    return frozenset(writes)


def _credentials(
    table: Table, contract: Contract, environment: Mapping[str, str]
) -> tuple[Credentials, list[Secret]]:
    """What each scheme wants, from the environment variables that the file names."""
    known = contract.document["components"].get("securitySchemes", {})
    found: dict[str, dict[str, str]] = {}
    secrets: list[Secret] = []
    for scheme in table.names():
        part = table.table(scheme)
        if scheme not in known:
            table.refuse(scheme, f"{contract.api} has no such security scheme; {table.near(scheme, known)}")
        keys = wanted(known[scheme])
        names = {key: part.text(key) for key in keys}
        for key, name in names.items():
            if not name:
                part.refuse(key, "write the name of the environment variable that holds it")
            if not environment.get(name):
                part.refuse(key, f"the environment variable {name} is not set: export {name}=…")
            if key in IN_HEADER and not VALUE.fullmatch(environment[name]):
                part.refuse(key, f"what {name} holds cannot be sent as a header: {SENDABLE}")
        found[scheme] = {key: environment[name] for key, name in names.items()}
        secrets += Secret.of(names, environment)
    return found, secrets
