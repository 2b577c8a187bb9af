"""Which hosts are this machine, and which others may be spoken to. Looks no name up."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from fnmatch import fnmatchcase
from urllib.parse import SplitResult, urlsplit

LOOPBACK = ("127.0.0.1", "::1")
LOCAL = "localhost"


def is_loopback(host: str) -> bool:
    """Whether it is `localhost`, or a loopback address as it is written."""
    if host == LOCAL:
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return (getattr(address, "ipv4_mapped", None) or address).is_loopback


def addresses(host: str) -> tuple[str, ...]:
    """What to connect to, one after the other: `localhost` is not left to whoever answers for names."""
    return LOOPBACK if host == LOCAL else (host,)


def split(url: str) -> SplitResult:
    """The parts of a URL that can be asked. Raises ValueError with what is wrong with it."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"{url[:200]!r} is no URL of http or https")
    if parts.username is not None or parts.password is not None:
        raise ValueError("a URL must not hold a name or a password")
    if parts.port == 0:
        raise ValueError("there is no port 0")
    return parts


def refusal(url: str, allowed: Iterable[str]) -> str | None:
    """Why nothing is sent to a URL; None where it is sent: to this machine, and to hosts that are allowed.

    `allowed`: names or addresses, with `*` for any part of one.
    """
    try:
        host = (split(url).hostname or "").lower()
    except ValueError as error:
        return f"Not sent: {error}."
    if is_loopback(host) or any(fnmatchcase(host, pattern.lower()) for pattern in allowed):
        return None
    return f"Not sent: {host[:200]} is not on this machine. Allow it with --webhook-host {host[:200]}"
