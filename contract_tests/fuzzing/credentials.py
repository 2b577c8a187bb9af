"""What lets a request in, and what does not, for each security scheme: those of a mock's default sandbox."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass

from understudy.mocks.catalog.credentials import client_id
from understudy.mocks.catalog.dap import tokens
from understudy.mocks.data_files import DEFAULT

KEY = "understudy"
AUTHORIZATION = "Authorization"


@dataclass(frozen=True)
class Credential:
    """A header with its value; `wrong` is a value that must be refused, None where any will do."""

    header: str
    value: str
    wrong: str | None


def _basic(name: str, secret: str) -> str:
    return "Basic " + b64encode(f"{name}:{secret}".encode()).decode()


def _token() -> str:
    """A token of the Data Access Platform that a mock takes until the year 2100."""
    client = client_id(DEFAULT)
    return tokens.sign({"sub": client, "sandbox": DEFAULT, "until": tokens.FAR}, KEY)


CREDENTIALS: Mapping[str, Mapping[str, Credential]] = {
    "thinkific": {
        "OAuthAccessToken": Credential(AUTHORIZATION, f"Bearer {KEY}", "Bearer wrong"),
        "ApiKey": Credential("X-Auth-API-Key", KEY, "wrong"),
        "ApiKeySubdomain": Credential("X-Auth-Subdomain", DEFAULT, None),
    },
    "catalog": {
        "Token": Credential(AUTHORIZATION, f'Token token="{KEY}"', 'Token token="wrong"'),
        "ClientCredentials": Credential(
            AUTHORIZATION, _basic(client_id(DEFAULT), KEY), _basic(client_id(DEFAULT), "wrong")
        ),
        "Bearer": Credential(AUTHORIZATION, f"Bearer {_token()}", "Bearer wrong"),
    },
    "schema": {"Basic": Credential(AUTHORIZATION, _basic(DEFAULT, KEY), _basic(DEFAULT, "wrong"))},
}
"""API -> name of a security scheme in its contract -> what it wants."""
