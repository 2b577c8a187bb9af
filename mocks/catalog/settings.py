"""What can be set for each sandbox through the control API."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from understudy.mocks.errors import Invalid
from understudy.specs.catalog.tables import tables

KEY = re.compile(r"[!#-\-/-~]{1,200}")
ACCOUNTS = (
    "onboarded",
    "AccountNotOnboarded",
    "AccountDisabled",
    "AccountUnderMaintenance",
    "RequestTypeForbidden",
)
DAY = 24 * 60 * 60  # seconds
MOST_ROWS = 10_000_000


@dataclass(frozen=True)
class Settings:
    """
    api_key                the key of the orders up to its dot, and the secret of every DAP client; it has no dot
    requests_per_minute    the rate of orders above which 429 is answered; None for no limit
    dap_account            `onboarded`, or the error that DAP answers everything with, such as `AccountDisabled`
    dap_limits             whether the limits that DAP documents hold
    dap_waiting_seconds    how long a job waits before it runs
    dap_running_seconds    how long it runs before it is complete
    dap_failing_tables     tables whose jobs fail
    dap_rows_per_object    a job with more rows has several objects
    """

    api_key: str = "understudy"
    requests_per_minute: int | None = None
    dap_account: str = ACCOUNTS[0]
    dap_limits: bool = False
    dap_waiting_seconds: float = 0.0
    dap_running_seconds: float = 0.0
    dap_failing_tables: list[str] = field(default_factory=list)
    dap_rows_per_object: int = 100_000

    def __post_init__(self) -> None:
        """Raises Invalid with every setting that cannot be."""
        unknown = sorted(set(self.dap_failing_tables) - tables().keys())
        wrong = {
            "api_key": None if KEY.fullmatch(self.api_key) else 'must be visible ASCII characters without . and "',
            "requests_per_minute": _outside(self.requests_per_minute, 1, MOST_ROWS),
            "dap_account": None if self.dap_account in ACCOUNTS else f"must be one of {', '.join(ACCOUNTS)}",
            "dap_waiting_seconds": _outside(self.dap_waiting_seconds, 0, DAY),
            "dap_running_seconds": _outside(self.dap_running_seconds, 0, DAY),
            "dap_failing_tables": f"has no table {unknown[0]!r}" if unknown else None,
            "dap_rows_per_object": _outside(self.dap_rows_per_object, 1, MOST_ROWS),
        }
        errors = {name: [message] for name, message in wrong.items() if message is not None}
        if errors:
            raise Invalid(errors)


def _outside(value: float | None, least: int, most: int) -> str | None:
    return None if value is None or least <= value <= most else f"must be between {least} and {most}"
