"""Who may come in: a client, with its id and key as name and password.

The id names the sandbox; the header `X-Understudy-Sandbox` overrides it.
"""

from __future__ import annotations

from base64 import b64encode

from connexion.operations import AbstractOperation

from understudy.mocks.entering import enter
from understudy.mocks.pipeline.errors import ProtocolError
from understudy.mocks.pipeline.security import Admission, Admit, RawHeaders, credentials
from understudy.mocks.sandboxes import Sandboxes
from understudy.mocks.schema.settings import Settings
from understudy.mocks.schema.shop import Shop

SCHEME = "Basic"
CHALLENGE = ((b"www-authenticate", b'Basic realm="Schema"'),)


def headers(sandbox: str, settings: Settings) -> dict[str, str]:
    """Credentials that open a sandbox."""
    return {"Authorization": "Basic " + b64encode(f"{sandbox}:{settings.api_key}".encode()).decode()}


def admission(sandboxes: Sandboxes) -> Admission:
    """The check of each operation."""

    def for_operation(operation: AbstractOperation) -> Admit:
        read = credentials(operation)

        def admit(given: RawHeaders) -> Shop:
            presented = read(given)
            if not presented:
                raise _refused("Credentials are missing")
            client, _, key = presented[0][SCHEME].partition(":")
            sandbox = enter(sandboxes, given, client, lambda settings: key == settings.api_key, _wrong)
            sandbox.settle()
            shop: Shop = sandbox.behaviour
            return shop

        return admit

    return for_operation


def _wrong() -> ProtocolError:
    return _refused("Credentials are wrong")


def _refused(reason: str) -> ProtocolError:
    return ProtocolError(401, f"{reason}: send the client's id and key with HTTP Basic.", CHALLENGE)
