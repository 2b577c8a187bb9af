"""JSON, for whoever reckons further."""

from __future__ import annotations

from statistics import median
from typing import Any

import orjson

from understudy.contract_tests import har
from understudy.contract_tests.failure import Failure
from understudy.contract_tests.reproduction.curl import curl
from understudy.contract_tests.suite.result import Finding, Result


def write(result: Result) -> bytes:
    document = {
        "api": result.api,
        "target": result.target,
        "seed": result.seed,
        "verdict": result.verdict.value,
        "exit_code": result.exit_code,
        "interrupted": result.interrupted,
        "requests": result.tally.requests,
        "phases": result.phases,
        "failures": [_finding(finding) for finding in result.findings],
        "accepted": [
            {**_finding(one.finding), "reason": one.reason, "since": one.since} for one in result.accepted
        ],
        "gone": dict(result.gone),
        "left": result.left,
        "operations": {name: _operation(result, name) for name in sorted(result.tally.statuses)},
        "seconds": round(result.seconds, 3),
        "log": result.log,
    }
    return orjson.dumps(clean(document), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def traffic(result: Result) -> bytes:
    """A HAR of all that the failures needed, in their order."""
    exchanges = [exchange for finding in result.findings for exchange in finding.failure.exchanges]
    return orjson.dumps(clean(har.write(exchanges)), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _finding(finding: Finding) -> dict[str, Any]:
    failure = finding.failure
    return {
        "fingerprint": failure.fingerprint,
        "code": failure.code,
        "operation": failure.operation,
        "whose": failure.whose.value,
        "rule": failure.rule,
        "place": failure.place,
        "message": failure.message,
        "times": finding.times,
        "curl": [curl(exchange) for exchange in failure.exchanges],
        "exchanges": _entries(failure),
    }


def _entries(failure: Failure) -> Any:
    return har.write(failure.exchanges)["log"]["entries"]


def _operation(result: Result, name: str) -> dict[str, Any]:
    statuses, seconds = result.tally.statuses[name], result.tally.seconds[name]
    told: dict[str, Any] = {
        "statuses": {str(status): statuses[status] for status in sorted(statuses)},
        "latency_ms": {"median": round(median(seconds) * 1000, 3), "longest": round(max(seconds) * 1000, 3)},
    }
    if name in result.fidelity:
        told["fidelity"] = result.fidelity[name]
    if name in result.covered:
        broken, there_are = result.covered[name]
        told["constraints"] = {"broken": broken, "all": there_are}
    return told


def clean(value: Any) -> Any:
    """Without halves of characters, which JSON can be told of and UTF-8 cannot hold."""
    if isinstance(value, str):
        return value.encode(errors="replace").decode()
    if isinstance(value, dict):
        return {clean(key): clean(one) for key, one in value.items()}
    return [clean(one) for one in value] if isinstance(value, list) else value
