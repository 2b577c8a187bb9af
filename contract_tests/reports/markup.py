"""HTML that cannot be broken out of: what is not Markup is text, and text is escaped."""

from __future__ import annotations

from html import escape


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()


def tag(name: str, *children: object, **attributes: object) -> Markup:
    """An element. An attribute that is None or False is left out; `class_` is `class`, `data_x` is `data-x`."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{text(value)}"'
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    return Markup(f"<{name}{written}>{joined(*children)}</{name}>")


def joined(*children: object) -> Markup:
    return Markup("".join(child if isinstance(child, Markup) else text(child) for child in children))


def text(value: object) -> str:
    """Escaped, and without control characters, which HTML does not allow."""
    shown = "".join(one if one.isprintable() or one in "\n\t" else _picture(one) for one in str(value))
    return escape(shown, quote=True)


def _picture(one: str) -> str:
    return chr(0x2400 + ord(one)) if ord(one) < 0x20 else f"\\u{ord(one):04x}"
