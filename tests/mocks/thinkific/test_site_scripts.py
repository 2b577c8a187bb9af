"""Site scripts: hosted on the app's domain, or signed with the app's secret."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from typing import Any

import pytest

from understudy.mocks.errors import Invalid, NotFound
from understudy.mocks.sandbox import Sandbox
from understudy.mocks.thinkific.school import School
from understudy.mocks.thinkific.settings import Settings
from understudy.mocks.thinkific.site_scripts import belongs

NOW = "2026-01-01T00:00:00.000Z"
KNOWN = "01HZ0000000000000000000001"
ABOUT = {"name": "Counter", "description": "Counts", "page_scopes": ["checkout"], "category": "analytics"}
SRC = "https://your-site.com/count.js"
CONTENT = "console.log('héllo 👋')"


def signature(content: str, secret: str = "understudy-secret") -> str:
    return hmac.new(secret.encode(), content.encode(), hashlib.sha256).hexdigest()


# ── Making ──


@pytest.mark.parametrize(
    ("given", "signed", "shown"),
    [
        ({"src": SRC}, None, {"src": SRC, "content": None}),
        ({"src": SRC}, "no matter", {"src": SRC, "content": None}),
        ({"content": CONTENT}, signature(CONTENT), {"src": None, "content": CONTENT}),
        ({"src": SRC, "location": "head", "load_method": "defer"}, None, {"src": SRC, "content": None}),
    ],
    ids=["source", "source, signed", "content", "place and loading"],
)
def test_create(school: School, given: dict[str, str], signed: str | None, shown: dict[str, str | None]) -> None:
    made = school.site_scripts.create({**ABOUT, **given}, signed)
    assert len(made["id"]) == 26
    assert made == {
        "location": "footer",
        "load_method": "async",
        **ABOUT,
        **given,
        **shown,
        "id": made["id"],
        "created_at": NOW,
        "updated_at": NOW,
    }
    assert school.records.get("site_scripts", made["id"]) == made


def test_ids_differ_sort_by_time_and_repeat(school: School, sandbox: Sandbox[Settings]) -> None:
    def make() -> str:
        sandbox.clock.forward(1)
        made: str = school.site_scripts.create({**ABOUT, "src": SRC}, None)["id"]
        return made

    start = sandbox.snapshot()
    ids = [make() for _ in range(20)]
    assert ids == sorted(set(ids))
    sandbox.restore(start)
    assert [make() for _ in range(20)] == ids


def test_ids_are_not_used_again(school: School) -> None:
    first = school.site_scripts.create({**ABOUT, "src": SRC}, None)["id"]
    school.records.delete("site_scripts", first)
    assert school.site_scripts.create({**ABOUT, "src": SRC}, None)["id"] != first


# ── The domain ──


@pytest.mark.parametrize(
    ("src", "app_url", "well"),
    [
        ("https://your-site.com/a.js", "https://your-site.com", True),
        ("http://your-site.com", "https://your-site.com/app", True),
        ("https://YOUR-site.com/a.js", "https://your-SITE.com", True),
        ("https://your-site.com:8443/a.js", "https://your-site.com", True),
        ("https://cdn.your-site.com/a.js", "https://your-site.com", True),
        ("https://www.your-site.com/a.js", "https://your-site.com", True),
        ("https://your-site.com/a.js", "https://www.your-site.com", True),
        ("https://other.com/a.js", "https://your-site.com", False),
        ("https://notyour-site.com/a.js", "https://your-site.com", False),
        ("https://your-site.com.evil.com/a.js", "https://your-site.com", False),
        ("https://your-site.com@evil.com/a.js", "https://your-site.com", False),
        ("https://evil.com/your-site.com", "https://your-site.com", False),
        ("https://evil.com?your-site.com", "https://your-site.com", False),
        ("https://your-site.org/a.js", "https://your-site.com", False),
        ("https://your-site.com/a.js", "https://app.your-site.com", False),
        ("https:///a.js", "https://your-site.com", False),
        ("https://[broken/a.js", "https://your-site.com", False),
    ],
    ids=[
        "same", "another scheme", "other letters", "another port", "below it", "www in front", "www in the app's",
        "another", "ends alike", "as a prefix", "as a user", "in the path", "in the query", "another ending",
        "above it", "no host", "broken",
    ],
)  # fmt: skip
def test_domain(src: str, app_url: str, well: bool) -> None:
    assert belongs(src, app_url) is well


# ── Refusals ──


@pytest.mark.parametrize(
    ("given", "signed", "message"),
    [
        ({"src": "https://evil.com/a.js"}, None, "the source of the script must match the app's domain"),
        ({"content": CONTENT}, None, "Missing header `HMAC-SHA256-SIGNATURE`"),
        ({"content": CONTENT}, "", "Invalid header `HMAC-SHA256-SIGNATURE`"),
        ({"content": CONTENT}, "é", "Invalid header `HMAC-SHA256-SIGNATURE`"),
        ({"content": CONTENT}, signature(CONTENT)[:-1], "Invalid header `HMAC-SHA256-SIGNATURE`"),
        ({"content": CONTENT}, signature(CONTENT + " "), "Invalid header `HMAC-SHA256-SIGNATURE`"),
        ({"content": CONTENT}, signature(CONTENT, "other"), "Invalid header `HMAC-SHA256-SIGNATURE`"),
    ],
    ids=[
        "domain",
        "no signature",
        "empty",
        "not hexadecimal",
        "too short",
        "of other content",
        "of another secret",
    ],
)
@pytest.mark.parametrize("verb", ["create", "update"])
def test_refusals(
    school: School, refused: Callable[..., Any], verb: str, given: dict[str, str], signed: str | None, message: str
) -> None:
    with refused(Invalid) as caught:
        getattr(school.site_scripts, verb)(*[KNOWN] * (verb == "update"), {**ABOUT, **given}, signed)
    assert caught.value.errors == {"base": [message]}


def test_secret_and_domain_can_be_set(school: School, sandbox: Sandbox[Settings]) -> None:
    sandbox.change_settings(app_secret="other", app_url="https://app.test")
    school.site_scripts.create({**ABOUT, "content": CONTENT}, signature(CONTENT, "other"))
    school.site_scripts.create({**ABOUT, "src": "https://app.test/a.js"}, None)
    with pytest.raises(Invalid):
        school.site_scripts.create({**ABOUT, "content": CONTENT}, signature(CONTENT))
    with pytest.raises(Invalid):
        school.site_scripts.create({**ABOUT, "src": SRC}, None)


# ── Changing ──


@pytest.mark.parametrize(
    ("given", "signed", "changes"),
    [
        ({"src": SRC}, None, {}),
        ({"src": SRC, "location": "head"}, None, {"location": "head"}),
        ({"src": SRC, "load_method": "default"}, None, {"load_method": "default"}),
        ({"content": CONTENT}, signature(CONTENT), {"src": None, "content": CONTENT}),
    ],
    ids=["source", "place", "loading", "content in place of the source"],
)
def test_update_changes_what_was_given(
    school: School, sandbox: Sandbox[Settings], given: dict[str, str], signed: str | None, changes: dict[str, Any]
) -> None:
    school.records.update("site_scripts", KNOWN, {"src": SRC, "location": "footer", "load_method": "defer"})
    before = school.records.get("site_scripts", KNOWN)
    sandbox.clock.forward(60)
    school.site_scripts.update(KNOWN, {**ABOUT, **given}, signed)
    after = {**before, **ABOUT, **changes, "updated_at": "2026-01-01T00:01:00.000Z"}
    assert school.records.get("site_scripts", KNOWN) == after


def test_a_source_takes_the_place_of_content(school: School) -> None:
    made = school.site_scripts.create({**ABOUT, "content": CONTENT}, signature(CONTENT))
    school.site_scripts.update(made["id"], {**ABOUT, "src": SRC}, None)
    after = school.records.get("site_scripts", made["id"])
    assert (after["src"], after["content"]) == (SRC, None)


def test_delete_takes_the_script_alone(school: School, counts: Callable[[], dict[str, int]]) -> None:
    before = counts()
    school.records.delete("site_scripts", KNOWN)
    assert counts() == {**before, "site_scripts": 0}


def test_unknown(school: School, refused: Callable[..., Any]) -> None:
    with refused(NotFound):
        school.site_scripts.update("01HZ0000000000000000000009", {**ABOUT, "src": SRC}, None)
