"""What can be set for each sandbox through the control API."""

from __future__ import annotations

from dataclasses import dataclass, field

SITE_SCRIPTS = "site_scripts"


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
