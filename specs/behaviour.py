"""Puts into a contract what records do, beside what they look like: `x-behaviour`, for the contract tests."""

from __future__ import annotations

from pathlib import Path

from understudy.specs import copies
from understudy.specs.contract import Document


def with_behaviour(document: Document, folder: Path) -> Document:
    """The document with what `behaviour.yaml` says, where there is one."""
    path = folder / "behaviour.yaml"
    return {**document, "x-behaviour": copies.read(path)} if path.is_file() else document
