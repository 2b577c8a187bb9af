"""What opens doors for a while: tokens of clients, and of files. Both are JWTs, signed with the sandbox's key."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import jwt

ALGORITHM = "HS256"
FAR = 4_102_444_800  # the year 2100, in seconds since 1970


class BadToken(ValueError):
    """A token that is none of ours."""


def sign(claims: Mapping[str, Any], key: str) -> str:
    """The token that says so."""
    return jwt.encode(dict(claims), _secret(key), ALGORITHM)


def read(token: str) -> dict[str, Any]:
    """What a token says, whoever signed it. Raises BadToken."""
    try:
        return dict(jwt.decode(token, options={"verify_signature": False}))
    except jwt.PyJWTError as error:
        raise BadToken(str(error)) from error


def is_signed(token: str, key: str) -> bool:
    """Whether it was signed with the key. What it says of time is for the sandbox's clock to judge."""
    try:
        jwt.decode(token, _secret(key), [ALGORITHM], options={"verify_exp": False})
    except jwt.PyJWTError:
        return False
    return True


def _secret(key: str) -> bytes:
    return sha256(key.encode()).digest()
