"""Passwords as they are kept: a salt and a hash. The salt is given, so that the same requests leave the same."""

from __future__ import annotations

import hashlib
import hmac

ROUNDS = 1_000
"""Few, for the sake of speed: what is kept here guards nothing."""

SCHEME = "pbkdf2-sha256"


def hashed(password: str, salt: str) -> str:
    digest = hashlib.pbkdf2_hmac("sha256", _bytes(password), _bytes(salt), ROUNDS).hex()
    return f"{SCHEME}${ROUNDS}${salt}${digest}"


def matches(password: str, kept: str) -> bool:
    """Whether the password is the one that was hashed."""
    scheme, _, rest = kept.partition("$")
    salt = rest.partition("$")[2].rpartition("$")[0]
    return scheme == SCHEME and hmac.compare_digest(hashed(password, salt), kept)


def _bytes(value: str) -> bytes:
    return value.encode(errors="surrogatepass")
