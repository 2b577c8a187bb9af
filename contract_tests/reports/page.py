"""One page that stands alone: it loads nothing and runs nothing."""

from __future__ import annotations

from understudy.contract_tests.failure import Failure
from understudy.contract_tests.reports.markup import Markup, joined, tag
from understudy.contract_tests.reports.operations_map import operations_map
from understudy.contract_tests.reports.style import CSS
from understudy.contract_tests.reproduction.curl import curl
from understudy.contract_tests.suite.result import Accepted, Finding, Result, Verdict
from understudy.contract_tests.traffic import Exchange
from understudy.specs.contract import Contract

POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
LONGEST = 20_000
SAID = {
    Verdict.KEPT: ("kept", "keeps the contract"),
    Verdict.BROKEN: ("broken", "breaks the contract"),
    Verdict.UNTESTED: ("untested", "was not tested"),
}


def write(result: Result, contract: Contract) -> str:
    """The page."""
    title = f"{result.target}: {result.api}"
    head = tag(
        "head",
        Markup('<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'),
        Markup(f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'),
        tag("title", title),
        tag("style", Markup(CSS)),
    )
    parts = (
        _top(result),
        _failures(result),
        _accepted(result),
        _left(result),
        _map(result, contract),
        _log(result),
    )
    page = tag("html", head, tag("body", tag("main", *parts)), lang="en")
    return f"<!doctype html>\n{page}\n"


def _top(result: Result) -> Markup:
    word, said = SAID[result.verdict]
    cut = " The run was interrupted." if result.interrupted else ""
    tiles = [
        ("failures", len(result.findings)),
        ("requests", f"{result.tally.requests:,}"),
        ("operations asked", len(result.tally.statuses)),
        ("seconds", f"{result.seconds:.1f}"),
        *((f"requests of {name}", f"{count:,}") for name, count in result.phases.items()),
    ]
    if result.fidelity:
        mean = sum(result.fidelity.values()) / len(result.fidelity)
        tiles.append(("like the mock", f"{mean:.1%}"))
    return joined(
        tag("span", word if word != "untested" else "not tested", class_=f"verdict {word}"),
        tag("h1", f"{result.target} {said} of {result.api}" if word != "untested" else f"{result.target} {said}"),
        tag("p", f"Seed {result.seed}.{cut}", class_="soft"),
        tag("div", *(tag("div", tag("b", value), name, class_="tile") for name, value in tiles), class_="tiles"),
    )


def _failures(result: Result) -> Markup:
    if not result.findings:
        return Markup("")
    how = tag("p", "To repeat what follows, serve the same: ", tag("code", result.served), class_="soft")
    return joined(
        tag("h2", "Failures"),
        how if result.served else "",
        *(_finding(finding, is_open=len(result.findings) < 4) for finding in result.findings),
    )


def _finding(finding: Finding, *, is_open: bool = False, note: str = "") -> Markup:
    failure = finding.failure
    summary = tag(
        "summary",
        tag("b", failure.operation),
        tag("span", failure.code),
        tag("span", failure.whose, class_=f"tag {failure.whose}", title="who has to mend it"),
        tag("span", f"met {finding.times} times", class_="tag") if finding.times > 1 else "",
        tag("span", failure.fingerprint, class_="tag", title="fingerprint, for a baseline"),
        tag("span", failure.rule, class_="soft"),
    )
    body = tag(
        "div",
        tag("p", note, class_="soft") if note else "",
        tag("p", tag("b", "Rule: "), failure.rule),
        tag("p", tag("b", "Place: "), tag("code", failure.place or "the whole answer")),
        tag("pre", failure.message[:LONGEST]),
        *(_step(number, exchange, failure) for number, exchange in enumerate(failure.exchanges, 1)),
    )
    return tag("details", summary, body, id=failure.fingerprint, open="open" if is_open else None)


def _step(number: int, exchange: Exchange, failure: Failure) -> Markup:
    answered = f"{exchange.status}" if exchange.status else "no answer"
    headers = "\n".join(f"{name}: {value}" for name, value in exchange.answer_headers.items())
    body = exchange.answer[:LONGEST].decode(errors="backslashreplace")
    return joined(
        tag("p", f"Request {number} of {len(failure.exchanges)}: {exchange.method} {exchange.url}", class_="soft"),
        tag("pre", curl(exchange)),
        tag("p", f"Answer: {answered}", class_="soft"),
        tag("pre", f"{headers}\n\n{body}".strip() or "(empty)"),
    )


def _accepted(result: Result) -> Markup:
    if not result.accepted and not result.gone:
        return Markup("")
    return joined(
        tag("h2", "Baseline"),
        *(_finding(one.finding, note=_since(one)) for one in result.accepted),
        *(tag("p", tag("code", fingerprint), f" is gone: {told}") for fingerprint, told in result.gone.items()),
    )


def _since(one: Accepted) -> str:
    return f"Accepted since {one.since}: {one.reason}"


def _left(result: Result) -> Markup:
    if not result.left:
        return Markup("")
    return joined(tag("h2", "Left at the target"), *(tag("p", tag("code", one)) for one in result.left))


def _map(result: Result, contract: Contract) -> Markup:
    told = "How often each operation gave each status. · is a status of the contract that was not met; red is one "
    return joined(
        tag("h2", "Operations"),
        tag("p", told, "that the contract does not have.", class_="soft"),
        operations_map(result, contract),
    )


def _log(result: Result) -> Markup:
    if not result.log:
        return Markup("")
    return joined(tag("h2", "What the container said"), tag("pre", result.log[-LONGEST * 5 :]))
