"""Who may come in: an API key with the site's subdomain, or a bearer token.

The subdomain names the sandbox. A token does so after a dot: `understudy.acme`; without one it is the default
sandbox. The header `X-Understudy-Sandbox` overrides both.
"""

from __future__ import annotations

from collections.abc import Mapping

from connexion.operations import AbstractOperation

from understudy.mocks.data_files import DEFAULT
from understudy.mocks.entering import enter
from understudy.mocks.errors import Denied
from understudy.mocks.pipeline.errors import ProtocolError
from understudy.mocks.pipeline.security import Admission, Admit, RawHeaders, credentials, extension
from understudy.mocks.sandbox import Sandbox
from understudy.mocks.sandboxes import Sandboxes
from understudy.mocks.thinkific.school import Entrances, School
from understudy.mocks.thinkific.settings import Settings

TOKEN = "OAuthAccessToken"  # noqa: S105 - the name of the security scheme
NO_APPS = "Access to Apps is not available on your plan. Upgrade to gain access"
NO_SCOPE = "Access token has insufficient scope."
CHALLENGE = ((b"www-authenticate", b'Bearer realm="Thinkific Admin API"'),)


def headers(sandbox: str, settings: Settings) -> dict[str, str]:
    """Credentials that open a sandbox."""
    return {"X-Auth-API-Key": settings.api_key, "X-Auth-Subdomain": sandbox}


def admission(sandboxes: Sandboxes) -> Admission:
    """The check of each operation: credentials, then rate, then plan and scope."""

    def for_operation(operation: AbstractOperation) -> Admit:
        read = credentials(operation)
        scope = extension(operation, "x-required-scope")

        def admit(given: RawHeaders) -> School:
            """Everything that is presented must be right; the first of it says who is asking."""
            entered = [_enter(sandboxes, given, presented) for presented in read(given)]
            if not entered:
                raise refused("Credentials are missing")
            sandbox, by_app = entered[0]
            _may(sandbox, scope if by_app else None)
            entrances: Entrances = sandbox.behaviour
            return entrances.by_token if by_app else entrances.by_key

        return admit

    return for_operation


def _enter(
    sandboxes: Sandboxes, given: RawHeaders, presented: Mapping[str, str]
) -> tuple[Sandbox[Settings], bool]:
    """The sandbox, if the secret is right, and whether an app comes. A new one has the default settings."""
    token = presented.get(TOKEN)
    if token is None:
        secret, name = presented["ApiKey"], presented["ApiKeySubdomain"]
    else:
        secret, _, named = token.partition(".")
        name = named or DEFAULT
    sandbox = enter(sandboxes, given, name, lambda settings: secret == settings.api_key, _wrong)
    return sandbox, token is not None


def _wrong() -> ProtocolError:
    return refused("Credentials are wrong")  # nothing to betray by timing: keys are made up


def refused(reason: str) -> ProtocolError:
    return ProtocolError(
        401, f"{reason}: send X-Auth-API-Key with X-Auth-Subdomain, or a bearer token.", CHALLENGE
    )


def _may(sandbox: Sandbox[Settings], scope: str | None) -> None:
    settings = sandbox.settings
    if settings.requests_per_minute is not None:
        sandbox.spend(settings.requests_per_minute)
    if not settings.apps_available:
        raise Denied(NO_APPS)
    if scope is not None and scope not in settings.scopes:
        raise Denied(NO_SCOPE)
    sandbox.settle()
