"""Annotations, as GitHub Actions reads them from what a step prints."""

from __future__ import annotations

from collections.abc import Iterator

from understudy.contract_tests.suite.result import Result

LONGEST = 1500


def written(result: Result) -> Iterator[str]:
    """`::error` for each failure; `::notice` for what can be taken out of the baseline, `::warning` for what was
    left at the target."""
    for finding in result.findings:
        failure = finding.failure
        title = f"{result.api} {failure.operation}: {failure.code}"
        told = f"{failure.rule} (whose: {failure.whose}, fingerprint: {failure.fingerprint})\n{failure.message}"
        yield f"::error title={_property(title)}::{_data(told[:LONGEST])}"
    for fingerprint, told in result.gone.items():
        yield f"::notice title={_property('known failure that is gone')}::{_data(f'{fingerprint}: {told}')}"
    for left in result.left:
        yield f"::warning title={_property('left at the target')}::{_data(left)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
