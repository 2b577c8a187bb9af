"""A baseline: failures that are known, and why they are borne with."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from understudy.contract_tests.suite.result import Accepted, Finding, Result
from understudy.contract_tests.targets.tables import SettingsError, Table

HEAD = """# Failures that are known, by fingerprint. What is not met any more is told, and can be taken out.
"""
TO_DO = "not said yet"


@dataclass(frozen=True)
class Known:
    """Why a failure is accepted, and since when."""

    reason: str
    since: str
    told: str = ""


Baseline = Mapping[str, Known]


def read(path: Path) -> Baseline:
    """By fingerprint. Raises SettingsError."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} is no TOML: {error}") from error
    file = Table(str(path), "", document)
    accepted = file.table("accepted")
    known = {}
    for fingerprint in accepted.names():
        entry = accepted.table(fingerprint)
        reason = entry.text("reason")
        if not reason:
            entry.refuse("reason", "say why this failure is accepted")
        known[fingerprint] = Known(reason, str(entry.moment("since")), entry.text("failure"))
    file.refuse_rest()
    return known


def apply(baseline: Baseline, result: Result, *, complete: bool) -> None:
    """Moves what is known from the findings to what is accepted. What was not met is gone, if the run was
    `complete`: one of some phases only, or cut short, cannot tell."""
    met = {one.failure.fingerprint for one in result.findings}
    result.accepted = [
        Accepted(one, baseline[one.failure.fingerprint].reason, baseline[one.failure.fingerprint].since)
        for one in result.findings
        if one.failure.fingerprint in baseline
    ]
    result.findings = [one for one in result.findings if one.failure.fingerprint not in baseline]
    if complete and not result.interrupted:
        result.gone = {
            fingerprint: known.told or known.reason
            for fingerprint, known in baseline.items()
            if fingerprint not in met
        }


def write(path: Path, findings: Iterable[Finding], known: Baseline, today: date) -> None:
    """All of the findings, with the reasons that are known already. Raises SettingsError."""
    entries = []
    for finding in findings:
        failure = finding.failure
        before = known.get(failure.fingerprint) or Known(TO_DO, today.isoformat())
        entries.append(
            f"\n[accepted.{failure.fingerprint}]\n"
            f"failure = {_text(f'{failure.operation}: {failure.code}: {failure.rule}')}\n"
            f"reason = {_text(before.reason)}\n"
            f"since = {before.since}\n"
        )
    try:
        path.write_text(HEAD + "".join(entries), encoding="utf-8")
    except OSError as error:
        raise SettingsError(f"{path} cannot be written: {error.strerror}") from error


def _text(text: str) -> str:
    """A basic string of TOML."""
    return '"' + "".join(map(_escaped, text.encode(errors="replace").decode())) + '"'


def _escaped(one: str) -> str:
    if one in '"\\':
        return f"\\{one}"
    return one if one.isprintable() else f"\\U{ord(one):08x}"
