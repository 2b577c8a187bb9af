"""What can be set for each sandbox through the control API."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from understudy.mocks.errors import Invalid

SITE_SCRIPTS = "site_scripts"
YEAR = 365 * 24 * 60 * 60  # seconds
KEY = re.compile(r"[!-\-/-~]{1,200}")
URL = re.compile(r"https?://[A-Za-z0-9.-]+(:\d+)?(/.*)?")


@dataclass(frozen=True)
class Settings:
    """
    api_key                the key that is let in, and the bearer token up to its dot; it has no dot itself
    apps_available         whether the site's plan has Apps; without them every operation is forbidden
    scopes                 what the access token may do beside the ordinary: `site_scripts`
    app_secret, app_url    of the app that site scripts belong to
    requests_per_minute    the rate above which 429 is answered; None for no limit
    bundle_courses_at_once enrolments in bundles of more courses than this are made a moment later
    bundle_delay_seconds   how long that moment is
    """

    api_key: str = "understudy"
    apps_available: bool = True
    scopes: list[str] = field(default_factory=lambda: [SITE_SCRIPTS])
    app_secret: str = "understudy-secret"  # noqa: S105 - made up, and meant to be known
    app_url: str = "https://your-site.com"
    requests_per_minute: int | None = None
    bundle_courses_at_once: int = 10
    bundle_delay_seconds: float = 1.0

    def __post_init__(self) -> None:
        """Raises Invalid with every setting that cannot be."""
        wrong = {
            "api_key": None if KEY.fullmatch(self.api_key) else "must be visible ASCII characters without a dot",
            "scopes": None if set(self.scopes) <= {SITE_SCRIPTS} else f"can only hold {SITE_SCRIPTS}",
            "app_secret": None if self.app_secret else "can't be blank",
            "app_url": None if URL.fullmatch(self.app_url) else "must be like https://your-site.com",
            "requests_per_minute": _at_least(1, self.requests_per_minute),
            "bundle_courses_at_once": _at_least(0, self.bundle_courses_at_once),
            "bundle_delay_seconds": _at_least(0, self.bundle_delay_seconds)
            or _at_most_a_year(self.bundle_delay_seconds),
        }
        errors = {name: [message] for name, message in wrong.items() if message is not None}
        if errors:
            raise Invalid(errors)


def _at_least(least: int, value: float | None) -> str | None:
    return f"must be greater than or equal to {least}" if value is not None and value < least else None


def _at_most_a_year(seconds: float) -> str | None:
    return f"must be less than or equal to {YEAR}" if seconds > YEAR else None
