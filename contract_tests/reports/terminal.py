"""The verdict in words, for the terminal and for logs."""

from __future__ import annotations

from collections.abc import Iterator

from understudy.contract_tests.reports.visible import visible
from understudy.contract_tests.reproduction.curl import curl
from understudy.contract_tests.suite.result import Finding, Result, Verdict

SHOWN = 20
LONGEST = 1200


def lines(result: Result) -> Iterator[str]:
    """What to print, line by line, in which nothing that was answered can steer a terminal."""
    return map(visible, _lines(result))


def _lines(result: Result) -> Iterator[str]:
    for finding in result.findings[:SHOWN]:
        yield from _finding(finding)
    if len(result.findings) > SHOWN:
        yield f"… and {len(result.findings) - SHOWN} more: write a report (--report-dir) to see all."
    for one in result.accepted:
        failure = one.finding.failure
        yield f"accepted since {one.since}: {failure.operation}: {failure.code} ({one.reason})"
    for fingerprint, told in result.gone.items():
        yield f"gone: {fingerprint}, {told}: take it out of the baseline"
    for left in result.left[:SHOWN]:
        yield f"left at the target: {left}"
    if len(result.left) > SHOWN:
        yield f"… and {len(result.left) - SHOWN} more were left: a report lists them."
    yield _verdict(result)


def _finding(finding: Finding) -> Iterator[str]:
    failure = finding.failure
    times = f", met {finding.times} times" if finding.times > 1 else ""
    name = f"{failure.operation}: {failure.code} [{failure.fingerprint}]"
    yield f"{name}, to be mended in the {failure.whose}{times}"
    yield f"  rule: {failure.rule}"
    for line in failure.message[:LONGEST].splitlines():
        yield f"  {line}"
    for exchange in failure.exchanges:
        yield f"  $ {curl(exchange)}"
        yield f"  {exchange.status or 'no answer'} {repr(exchange.answer[:300])[1:]}"
    yield ""


def _verdict(result: Result) -> str:
    asked = f"{result.tally.requests:,} requests in {result.seconds:.1f} s, seed {result.seed}"
    parts = ", ".join(f"{name} {count:,}" for name, count in result.phases.items())
    if result.verdict is Verdict.KEPT:
        return f"{result.target} keeps the contract of {result.api}: {asked} ({parts})."
    if result.verdict is Verdict.BROKEN:
        cut = " so far; it was interrupted" if result.interrupted else ""
        many = f"{len(result.findings)} failure{'s' if len(result.findings) > 1 else ''}"
        return f"{result.target} breaks the contract of {result.api}: {many}{cut}, {asked} ({parts})."
    why = "the run was interrupted" if result.interrupted else "nothing could be asked"
    return f"{result.target} was not tested: {why}, {asked}."
