"""To whom a mock speaks."""

from __future__ import annotations

import pytest

from understudy.mocks.hosts import addresses, refusal


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("http://127.0.0.1:8000/hook", ()),
        ("http://localhost/hook", ()),
        ("https://LOCALHOST:8443/hook?a=1", ()),
        ("http://127.8.9.1/", ()),
        ("http://[::1]:80/", ()),
        ("http://[::ffff:127.0.0.1]/", ()),
        ("https://hooks.example.com/", ("hooks.example.com",)),
        ("https://hooks.example.com/", ("*.example.com",)),
        ("http://10.0.0.5/", ("10.0.0.*",)),
        ("http://anything.at.all/", ("*",)),
    ],
)
def test_sent(url: str, allowed: tuple[str, ...]) -> None:
    assert refusal(url, allowed) is None


@pytest.mark.parametrize(
    ("url", "allowed", "told"),
    [
        ("https://yourserver.com/webhook", (), "--webhook-host yourserver.com"),
        ("http://169.254.169.254/latest", (), "not on this machine"),
        ("http://10.0.0.5/", ("10.0.1.*",), "not on this machine"),
        ("http://0.0.0.0/", (), "not on this machine"),
        ("http://2130706433/", (), "not on this machine"),
        ("http://127.1/", (), "not on this machine"),
        ("http://0x7f.0.0.1/", (), "not on this machine"),
        ("http://localhost.example.com/", (), "not on this machine"),
        ("http://127.0.0.1.example.com/", (), "not on this machine"),
        ("http://example.com/", ("*.example.com",), "not on this machine"),
        ("http://[::]/", (), "not on this machine"),
        ("http://localhost@example.com/", ("*",), "name or a password"),
        ("http://a:b@localhost/", (), "name or a password"),
        ("file:///etc/passwd", ("*",), "no URL of http"),
        ("gopher://localhost/", (), "no URL of http"),
        ("http://localhost:0/", (), "no port 0"),
        ("http://localhost:99999/", (), "Not sent"),
        ("http://[::1/", ("*",), "Not sent"),
        ("", ("*",), "no URL of http"),
    ],
)
def test_not_sent(url: str, allowed: tuple[str, ...], told: str) -> None:
    assert told in (refusal(url, allowed) or "")


def test_localhost_is_never_looked_up() -> None:
    assert addresses("localhost") == ("127.0.0.1", "::1")
    assert addresses("example.com") == ("example.com",)
