"""Who may come in: a key to the orders; to DAP a client id with its secret, and then a token.

The key names the sandbox after a dot: `understudy.acme`; without one it is the default sandbox. Of a DAP client
the id does so after a `#`: `us-east-1#acme`. The header `X-Understudy-Sandbox` overrides both.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from connexion.operations import AbstractOperation

from understudy.mocks.catalog.dap import tokens
from understudy.mocks.catalog.dap.platform import Platform
from understudy.mocks.catalog.dap.refusals import WrongCredentials
from understudy.mocks.catalog.files import Files
from understudy.mocks.catalog.orders import Orders
from understudy.mocks.catalog.settings import Settings
from understudy.mocks.data_files import DEFAULT
from understudy.mocks.entering import enter
from understudy.mocks.pipeline.errors import ProtocolError
from understudy.mocks.pipeline.security import Admission, Admit, RawHeaders, credentials
from understudy.mocks.sandboxes import Sandboxes

KEY = re.compile(r'Token token=("?)([^"\s]*)\1', re.IGNORECASE)

Door = Callable[[Sandboxes, RawHeaders, str], Any]


@dataclass(frozen=True)
class Visitor:
    """A client that has shown its id and secret."""

    platform: Platform
    client_id: str


def headers(sandbox: str, settings: Settings) -> dict[str, str]:
    """Credentials that open the orders of a sandbox."""
    return {"Authorization": f'Token token="{key(sandbox, settings)}"'}


def key(sandbox: str, settings: Settings) -> str:
    return settings.api_key if sandbox == DEFAULT else f"{settings.api_key}.{sandbox}"


def client_id(sandbox: str) -> str:
    """The id of a DAP client of a sandbox; its secret is the setting `api_key`."""
    return f"us-east-1#{sandbox}"


def admission(sandboxes: Sandboxes) -> Admission:
    """The check of each operation: credentials, then what the account may, then rate."""

    def for_operation(operation: AbstractOperation) -> Admit:
        if not operation.security:
            files = Files(sandboxes)
            return lambda _: files
        (scheme,) = operation.security[0]
        read, door, missing = credentials(operation), DOORS[scheme], CHALLENGES[scheme]

        def admit(given: RawHeaders) -> Any:
            presented = read(given)
            if not presented:
                raise _unauthorized("Credentials are missing", missing)
            return door(sandboxes, given, presented[0][scheme])

        return admit

    return for_operation


def _by_key(sandboxes: Sandboxes, given: RawHeaders, presented: str) -> Orders:
    match = KEY.fullmatch(presented)
    secret, _, named = (match[2] if match else "").partition(".")
    sandbox = enter(
        sandboxes,
        given,
        named or DEFAULT,
        lambda settings: secret == settings.api_key,
        lambda: _unauthorized("The key is wrong", CHALLENGES["Token"]),
    )
    if sandbox.settings.requests_per_minute is not None:
        sandbox.spend(sandbox.settings.requests_per_minute)
    orders: Orders = sandbox.behaviour.orders
    return orders


def _by_secret(sandboxes: Sandboxes, given: RawHeaders, presented: str) -> Visitor:
    client_id, _, secret = presented.partition(":")
    sandbox = enter(
        sandboxes,
        given,
        client_id.rpartition("#")[2],
        lambda settings: secret == settings.api_key,
        lambda: WrongCredentials("The client id or its secret is wrong."),
    )
    return Visitor(sandbox.behaviour.platform, client_id)


def _by_token(sandboxes: Sandboxes, given: RawHeaders, presented: str) -> Platform:
    wrong = _unauthorized("The token is wrong or has expired: log in", CHALLENGES["Bearer"])
    try:
        claims = tokens.read(presented)
    except tokens.BadToken as error:
        raise wrong from error
    name, until = claims.get("sandbox"), claims.get("until")
    if "sub" not in claims or not isinstance(name, str) or not isinstance(until, int):
        raise wrong  # such as the token of a file, which names no client
    sandbox = enter(
        sandboxes, given, name, lambda settings: tokens.is_signed(presented, settings.api_key), lambda: wrong
    )
    if sandbox.clock.seconds() >= until:
        raise wrong
    platform: Platform = sandbox.behaviour.platform
    platform.welcome()
    return platform


def _unauthorized(reason: str, challenge: bytes) -> ProtocolError:
    return ProtocolError(401, f"{reason}.", ((b"www-authenticate", challenge),))


DOORS: dict[str, Door] = {"Token": _by_key, "ClientCredentials": _by_secret, "Bearer": _by_token}
CHALLENGES = {
    "Token": b'Token realm="Canvas Catalog"',
    "ClientCredentials": b'Basic realm="DAP"',
    "Bearer": b'Bearer realm="DAP"',
}
