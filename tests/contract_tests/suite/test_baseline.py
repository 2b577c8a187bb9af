"""Known failures are accepted, with a reason; those that went away are told."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.contract_tests.reports.results import HOSTILE, kept

from understudy.contract_tests.failure import Failure, Whose
from understudy.contract_tests.suite.baseline import Known, apply, read, write
from understudy.contract_tests.suite.result import Finding, Result, Verdict
from understudy.contract_tests.targets.tables import SettingsError

ONE, OTHER = (Finding(Failure(code, "getUsers", Whose.TARGET, HOSTILE, "", "", ()), 1) for code in ("a", "b"))
TODAY = date(2026, 1, 31)


def result(*found: Finding) -> Result:
    return Result("thinkific", "staging", 1, findings=list(found), tally=kept().tally)


def test_what_is_written_is_read_and_accepted(tmp_path: Path) -> None:
    write(tmp_path / "known.toml", [ONE, OTHER], {}, TODAY)
    known = read(tmp_path / "known.toml")
    again = result(ONE, OTHER)
    apply(known, again, complete=True)
    assert again.verdict is Verdict.KEPT
    assert [(one.finding, one.since) for one in again.accepted] == [(ONE, "2026-01-31"), (OTHER, "2026-01-31")]
    assert again.gone == {}


def test_reasons_are_kept(tmp_path: Path) -> None:
    before = {ONE.failure.fingerprint: Known('a "reason"', "2025-12-24")}
    write(tmp_path / "known.toml", [ONE], before, TODAY)
    (known,) = read(tmp_path / "known.toml").values()
    assert (known.reason, known.since) == ('a "reason"', "2025-12-24")


KNOWN = {ONE.failure.fingerprint: Known("a reason", "2026-01-31", "what it was")}


def test_what_is_new_breaks() -> None:
    found = result(ONE, OTHER)
    apply(KNOWN, found, complete=True)
    assert (found.findings, found.verdict) == ([OTHER], Verdict.BROKEN)


@pytest.mark.parametrize(
    ("complete", "interrupted", "gone"),
    [
        pytest.param(True, False, {ONE.failure.fingerprint: "what it was"}, id="all was asked"),
        pytest.param(False, False, {}, id="some phases only"),
        pytest.param(True, True, {}, id="cut short"),
    ],
)
def test_what_is_gone(complete: bool, interrupted: bool, gone: dict[str, str]) -> None:
    found = result()
    found.interrupted = interrupted
    apply(KNOWN, found, complete=complete)
    assert found.gone == gone


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("[", "is no TOML", id="no TOML"),
        pytest.param("[accepted.a]\nsince = 2026-01-31", "[accepted.a] reason: say why", id="no reason"),
        pytest.param('[accepted.a]\nreason = "b"', "[accepted.a] since: None is not a day", id="no day"),
        pytest.param('[accepted.a]\nreason = "b"\nsince = "2026"', "'2026' is not a day", id="a text"),
        pytest.param("[known]", "known: there is no such setting", id="another table"),
    ],
)
def test_what_is_refused(text: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "known.toml").write_text(text)
    with pytest.raises(SettingsError) as refused:
        read(tmp_path / "known.toml")
    assert told in str(refused.value)
