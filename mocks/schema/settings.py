"""What can be set for each sandbox through the control API."""

from __future__ import annotations

import re
from dataclasses import dataclass

from understudy.mocks.errors import Invalid

KEY = re.compile(r"[!-~]{1,200}")


@dataclass(frozen=True)
class Settings:
    """
    api_key    the key of every client; its id names the sandbox
    """

    api_key: str = "understudy"

    def __post_init__(self) -> None:
        """Raises Invalid with every setting that cannot be."""
        if not KEY.fullmatch(self.api_key):
            raise Invalid({"api_key": ["must be visible ASCII characters"]})
