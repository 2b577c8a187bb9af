"""The page in a real browser: nothing of what was answered is run, nothing is fetched, and all of it shows."""

from __future__ import annotations

import subprocess
from pathlib import Path
from shutil import which

import pytest
from tests.contract_tests.reports.results import broken

from understudy.contract_tests.reports import page
from understudy.specs import contract

CHROMIUM = which("chromium") or which("chromium-browser") or which("google-chrome")

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here: its HTML is parsed elsewhere")


def rendered(text: str, folder: Path) -> str:
    """The document as the browser has it, after it has loaded and run what it would."""
    file = folder / "page.html"
    file.write_text(text, encoding="utf-8", errors="replace")
    done = subprocess.run(
        [str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}",
         "--virtual-time-budget=2000", "--dump-dom", file.as_uri()],
        capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    return done.stdout


def test_nothing_hostile_is_run(tmp_path: Path) -> None:
    spy = "<script>document.title = 'ran ' + String(window.hacked)</script></body>"
    text = page.write(broken(), contract.load("thinkific")).replace("</body>", spy)
    shown = rendered(text, tmp_path)
    assert "<title>ran" not in shown, "the page's own policy lets scripts run"
    assert "evil.test" in shown
    assert "<img" not in shown
    assert 'class="verdict broken"' in shown


def test_and_nothing_would_be_without_the_policy(tmp_path: Path) -> None:
    text = page.write(broken(), contract.load("thinkific")).replace("Content-Security-Policy", "X-None")
    spy = "<script>document.title = 'ran ' + String(window.hacked)</script></body>"
    assert "<title>ran undefined</title>" in rendered(text.replace("</body>", spy), tmp_path)
