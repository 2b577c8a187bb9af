"""Text from others, on its way to a terminal."""

from __future__ import annotations


def visible(text: str) -> str:
    """The text without what would steer a terminal."""
    return "".join(one if one.isprintable() else f"\\x{ord(one):02x}" for one in text)
