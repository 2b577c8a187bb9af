"""Lets a request in: who is asking, and may they."""

from __future__ import annotations

from base64 import b64decode
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from connexion.middleware.abstract import RoutedAPI, RoutedMiddleware
from connexion.operations import AbstractOperation
from starlette.types import ASGIApp, Receive, Scope, Send

from understudy.mocks.pipeline.errors import ProtocolError

BEHAVIOUR = "understudy.behaviour"
GIVEN_ONCE = frozenset({b"authorization", b"content-length", b"content-type", b"host"})
MANY = frozenset({b"x-forwarded-for", b"x-forwarded-host", b"x-forwarded-proto"})

RawHeaders = Mapping[bytes, bytes]
Admit = Callable[[RawHeaders], Any]
"""Returns the behaviour that the operation works on; raises a Refusal or ProtocolError."""
Admission = Callable[[AbstractOperation], Admit]
"""Made once for each operation, from what the contract asks of it."""


class SecurityOperation:
    def __init__(self, next_app: ASGIApp, admit: Admit) -> None:
        self.next_app = next_app
        self.admit = admit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = dict(scope["headers"])
        if len(headers) != len(scope["headers"]):
            refuse_twice(scope["headers"])
        scope[BEHAVIOUR] = self.admit(headers)
        await self.next_app(scope, receive, send)


class SecurityAPI(RoutedAPI[SecurityOperation]):  # type: ignore[misc]
    def __init__(self, *args: Any, admission: Admission, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.admission = admission
        self.add_paths()

    def make_operation(self, operation: AbstractOperation) -> SecurityOperation:
        return SecurityOperation(self.next_app, self.admission(operation))


class Security(RoutedMiddleware[SecurityAPI]):  # type: ignore[misc]
    """Connexion's security middleware with the checks of each operation made once, at the start."""

    api_cls = SecurityAPI


def refuse_twice(headers: Iterable[tuple[bytes, bytes]]) -> None:
    """Raises ProtocolError 400 where a header is given twice of which only one can be meant."""
    for name, times in Counter(name for name, _ in headers).items():
        if times > 1 and (name in GIVEN_ONCE or (name.startswith(b"x-") and name not in MANY)):
            raise ProtocolError(400, f"Header {name.decode('latin-1')[:80]} is given more than once.")


def extension(operation: AbstractOperation, name: str) -> Any:
    """An `x-…` of the operation in the contract; None where it has none. Connexion has no public way to it."""
    return operation._operation.get(name)


def credentials(operation: AbstractOperation) -> Callable[[RawHeaders], list[dict[str, str]]]:
    """Reads what a request presents: for each alternative that is presented whole, scheme name -> value.

    Knows API keys in headers, HTTP bearer tokens and HTTP Basic, whose value is `name:password`.
    """
    alternatives = [
        [(name, _reader(operation.security_schemes[name])) for name in requirement]
        for requirement in operation.security or []
    ]

    def read(headers: RawHeaders) -> list[dict[str, str]]:
        presented = []
        for alternative in alternatives:
            values = {}
            for name, reader in alternative:
                value = reader(headers)
                if value is None:
                    break
                values[name] = value
            else:
                presented.append(values)
        return presented

    return read


def _reader(scheme: Mapping[str, Any]) -> Callable[[RawHeaders], str | None]:
    if scheme["type"] == "apiKey" and scheme["in"] == "header":
        name = scheme["name"].lower().encode()
        return lambda headers: None if name not in headers else headers[name].decode("latin-1").strip()
    if scheme["type"] == "http" and scheme["scheme"].lower() == "bearer":
        return _bearer
    if scheme["type"] == "http" and scheme["scheme"].lower() == "basic":
        return _basic
    raise NotImplementedError(f"security scheme {scheme!r}: only API keys in headers, bearer and basic are known")


def _bearer(headers: RawHeaders) -> str | None:
    """The token; none at all for another kind of authorization, so that it is refused and not passed over."""
    given = _authorization(headers)
    if given is None:
        return None
    return given[1] if given[0] == "bearer" else ""


def _basic(headers: RawHeaders) -> str | None:
    """Name and password; nothing of what is something else, so that it is refused and not passed over."""
    given = _authorization(headers)
    if given is None:
        return None
    try:
        return b64decode(given[1], validate=True).decode() if given[0] == "basic" else ""
    except ValueError:
        return ""


def _authorization(headers: RawHeaders) -> tuple[str, str] | None:
    """Its kind, in lower case, and what follows."""
    given = headers.get(b"authorization")
    if given is None:
        return None
    kind, _, rest = given.decode("latin-1").strip().partition(" ")
    return kind.lower(), rest.strip()
