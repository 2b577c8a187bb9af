"""Scripts that an app puts on the site's pages: hosted on the app's domain, or sent as signed content."""

from __future__ import annotations

import hashlib
import hmac
from urllib.parse import urlsplit

from understudy.mocks.behaviour import Behaviour, chosen
from understudy.mocks.errors import Invalid
from understudy.mocks.store import Record
from understudy.mocks.thinkific.settings import Settings
from understudy.mocks.ulid import ulid

DEFAULTS: Record = {"content": None, "src": None, "location": "footer", "load_method": "async"}
FIELDS = ("name", "description", "page_scopes", "category", *DEFAULTS)
WRONG_DOMAIN = "the source of the script must match the app's domain"
NO_SIGNATURE = "Missing header `HMAC-SHA256-SIGNATURE`"
WRONG_SIGNATURE = "Invalid header `HMAC-SHA256-SIGNATURE`"


class SiteScripts(Behaviour[Settings]):
    def create(self, given: Record, signature: str | None) -> Record:
        self._check(given, signature)
        now = self.now()
        number = self.store.next_id("site_scripts")
        script = {**DEFAULTS, **chosen(given, FIELDS), "created_at": now, "updated_at": now}
        script["id"] = ulid(self.sandbox.clock.seconds(), self.sandbox.random("site script", number))
        return self.records.insert("site_scripts", script)

    def update(self, script_id: str, given: Record, signature: str | None) -> None:
        """Replaces source or content, whichever is given, by the other kind if need be."""
        self.records.get("site_scripts", script_id)
        self._check(given, signature)
        either = {"content": given.get("content"), "src": given.get("src")}
        changes = {**chosen(given, FIELDS), **either, "updated_at": self.now()}
        self.records.update("site_scripts", script_id, changes)

    def _check(self, given: Record, signature: str | None) -> None:
        if given.get("src") is not None:
            if not belongs(given["src"], self.sandbox.settings.app_url):
                raise Invalid(base=WRONG_DOMAIN)
        elif signature is None:
            raise Invalid(base=NO_SIGNATURE)
        elif not hmac.compare_digest(sign(self.sandbox.settings.app_secret, given["content"]), signature.encode()):
            raise Invalid(base=WRONG_SIGNATURE)


def sign(secret: str, content: str) -> bytes:
    """HMAC-SHA256 of the content under the app's secret, in lower-case hexadecimal."""
    return hmac.new(secret.encode(), content.encode(), hashlib.sha256).hexdigest().encode()


def belongs(url: str, app_url: str) -> bool:
    """Whether a URL is on the app's domain, or on one below it; `www.` counts for nothing."""
    try:
        host, domain = (urlsplit(text).hostname or "" for text in (url, app_url))
    except ValueError:
        return False
    domain = domain.removeprefix("www.")
    return host.removeprefix("www.") == domain or host.endswith(f".{domain}")
