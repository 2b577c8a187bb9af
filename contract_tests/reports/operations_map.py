"""The map of a page: operations by status and constraint coverage, with latency and fidelity."""

from __future__ import annotations

import math
from collections.abc import Iterator

from understudy.contract_tests.reports.markup import Markup, joined, tag
from understudy.contract_tests.suite.result import Result
from understudy.specs.contract import Contract, Document


def operations_map(result: Result, contract: Contract) -> Markup:
    operations = contract.operations()
    shown = {name: one for name, one in operations.items() if name in result.tally.statuses}
    met = {status for counter in result.tally.statuses.values() for status in counter}
    promised = {int(code) for _, _, one in shown.values() for code in one["responses"] if code.isdigit()}
    statuses = sorted(met | promised)
    titles = [
        "operation",
        *map(str, statuses),
        "constraints",
        "median ms",
        "p95 ms",
        "longest ms",
        "like the mock",
    ]
    head = tag("tr", *(tag("th", title) for title in titles))
    rows = list(_rows(result, shown, statuses))
    unasked = len(operations) - len(shown)
    note = tag("p", f"{unasked} operations were not asked for.", class_="soft") if unasked else ""
    return joined(tag("div", tag("table", tag("thead", head), tag("tbody", *rows)), class_="scroll"), note)


def _rows(result: Result, shown: dict[str, tuple[str, str, Document]], statuses: list[int]) -> Iterator[Markup]:
    failing = {finding.failure.operation: finding.failure.fingerprint for finding in result.findings}
    group = None
    by_tag = sorted(shown.items(), key=lambda one: (_tag(one[1][2]), one[1][1], one[1][0]))
    for name, (method, path, operation) in by_tag:
        if _tag(operation) != group:
            group = _tag(operation)
            yield tag("tr", tag("td", group, colspan=len(statuses) + 6), class_="group")
        told = f"{method} {path}"
        link = tag("a", told, href=f"#{failing[name]}") if name in failing else told
        yield tag(
            "tr",
            tag("td", link, title=name, class_="failing" if name in failing else None),
            *(_cell(result, name, operation, status) for status in statuses),
            _covered(result, name),
            *_latency(result.tally.seconds[name]),
            tag("td", f"{result.fidelity[name]:.0%}" if name in result.fidelity else ""),
        )


def _tag(operation: Document) -> str:
    return str(next(iter(operation.get("tags", ())), ""))


def _cell(result: Result, name: str, operation: Document, status: int) -> Markup:
    count = result.tally.statuses[name][status]
    promised = operation["responses"].keys() & {str(status), f"{status // 100}XX", "default"}
    if not count:
        return tag("td", "·" if str(status) in promised else "", class_="unmet")
    if not promised:
        return tag("td", count, class_="wrong")
    heat = min(60, 12 + round(12 * math.log10(count)))
    return tag("td", count, class_="met", style=f"--heat: {heat}%")


def _covered(result: Result, name: str) -> Markup:
    if name not in result.covered:
        return tag("td")
    broken, there_are = result.covered[name]
    meter = tag("meter", min=0, max=max(1, there_are), value=broken)
    return tag("td", meter, f" {broken}/{there_are}", title="constraints that a request broke")


def _latency(seconds: list[float]) -> Iterator[Markup]:
    ordered = sorted(seconds)
    for part in (0.5, 0.95, 1.0):
        place = min(len(ordered) - 1, int(part * len(ordered)))
        yield tag("td", f"{ordered[place] * 1000:.1f}")
