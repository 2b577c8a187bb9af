"""Who may come in: an API key with the site's subdomain, or a bearer token.

The subdomain names the sandbox. A token does so after a dot: `understudy.acme`; without one it is the default
sandbox. The header `X-Understudy-Sandbox` overrides both.
"""

from __future__ import annotations

from hmac import compare_digest

from connexion.operations import AbstractOperation

from understudy.mocks.errors import Denied, Invalid
from understudy.mocks.pipeline.errors import ProtocolError
from understudy.mocks.pipeline.security import Admission, Admit, RawHeaders, credentials
from understudy.mocks.sandbox import Sandbox
from understudy.mocks.sandboxes import DEFAULT, Sandboxes, check_name
from understudy.mocks.thinkific.school import School
from understudy.mocks.thinkific.settings import Settings

SANDBOX_HEADER = b"x-understudy-sandbox"
NO_APPS = "Access to Apps is not available on your plan. Upgrade to gain access"
NO_SCOPE = "Access token has insufficient scope."
CHALLENGE = ((b"www-authenticate", b'Bearer realm="Thinkific Admin API"'),)


def admission(sandboxes: Sandboxes) -> Admission:
    """The check of each operation: credentials, then rate, then plan and scope."""

    def for_operation(operation: AbstractOperation) -> Admit:
        read = credentials(operation)
        scope = operation._operation.get("x-required-scope")

        def admit(headers: RawHeaders) -> School:
            wanted = headers.get(SANDBOX_HEADER)
            for presented in read(headers):
                scheme, secret, named = _who(presented)
                sandbox = _enter(sandboxes, _name(wanted, named), secret)
                if sandbox is not None:
                    _may(sandbox, scope)
                    school: School = sandbox.behaviour[scheme]
                    return school
            raise ProtocolError(
                401,
                "Credentials are missing or wrong: send X-Auth-API-Key with X-Auth-Subdomain, or a bearer token.",
                CHALLENGE,
            )

        return admit

    return for_operation


def _who(presented: dict[str, str]) -> tuple[str, str, str]:
    """Scheme, secret, and the sandbox that the credentials name."""
    if "OAuthAccessToken" in presented:
        secret, _, named = presented["OAuthAccessToken"].partition(".")
        return "OAuthAccessToken", secret, named or DEFAULT
    return "ApiKey", presented["ApiKey"], presented["ApiKeySubdomain"]


def _name(wanted: bytes | None, named: str) -> str:
    if wanted is not None:
        return check_name(wanted.decode("latin-1"))
    return named


def _enter(sandboxes: Sandboxes, name: str, secret: str) -> Sandbox[Settings] | None:
    """The sandbox, if the secret is its own. One that nobody has used yet has the default settings."""
    known = sandboxes.known(name)
    settings = sandboxes.default_settings if known is None else known.settings
    if not compare_digest(secret.encode(), settings.api_key.encode()):
        return None
    if known is not None:
        return known
    try:
        return sandboxes.make(name)
    except Invalid as error:
        raise ProtocolError(429, f"Sandbox {name} {error.errors['name'][0]}.") from error  # type: ignore[call-overload, index]


def _may(sandbox: Sandbox[Settings], scope: str | None) -> None:
    settings = sandbox.settings
    if settings.requests_per_minute is not None:
        sandbox.spend(settings.requests_per_minute)
    if not settings.apps_available:
        raise Denied(NO_APPS)
    if scope is not None and scope not in settings.scopes:
        raise Denied(NO_SCOPE)
    sandbox.settle()
