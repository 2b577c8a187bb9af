"""Where the official client of DAP is installed: apart from all else, for it pins old versions."""

from __future__ import annotations

import os
import sys
from pathlib import Path

SETTING = "UNDERSTUDY_DAP"
"""Environment variable: the virtual environment with the client, where it is not beside the tests' own."""
REMEDY = f"`make dap` installs it, or set {SETTING} to the virtual environment that it is in"


class MissingError(RuntimeError):
    """The client, or what goes with it, is not installed; says where it was looked for and how to get it."""


def find() -> Path:
    """The virtual environment that has the client. Raises MissingError."""
    folder = Path(os.environ.get(SETTING) or f"{sys.prefix}-dap")
    if not (folder / "bin" / "dap").exists():
        raise MissingError(f"the DAP client is not in {folder}: {REMEDY}")
    return folder


def variables(**own: str) -> dict[str, str]:
    """The environment for a program of another Python: this one's, without what would lead it astray."""
    strange = ("DAP_", "PG", "PYTHON")
    return {name: value for name, value in os.environ.items() if not name.startswith(strange)} | own
