"""What a parameter or a field of a form says: nothing but text, that is read as its schema has it."""

from __future__ import annotations

import re
from typing import Any

from understudy.specs.contract import Document

INTEGER = re.compile(r"-?\d+", re.ASCII)
NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?", re.ASCII)


def said(value: Any) -> str | None:
    """The text for a value; None where there is none."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float) else None


def meant(schema: Document, text: str) -> Any:
    """The value that a text stands for; the text itself where it stands for none."""
    match schema.get("type"):
        case "integer" if INTEGER.fullmatch(text):
            return int(text)
        case "number" if NUMBER.fullmatch(text):
            return float(text)
        case "boolean" if text in ("true", "false"):
            return text == "true"
    return text
