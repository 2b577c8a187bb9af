"""JUnit XML, which CI servers read: a case for each operation, or for each failure of one."""

from __future__ import annotations

import re
from xml.etree import ElementTree as Xml

from understudy.contract_tests.failure import Failure
from understudy.contract_tests.reproduction.curl import curl
from understudy.contract_tests.suite.result import Result
from understudy.specs.contract import Contract

NO_CHARACTER = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold, however it is escaped."""


def write(result: Result, contract: Contract) -> bytes:
    suite = Xml.Element("testsuite", name=_safe(f"understudy test {result.api}"), time=f"{result.seconds:.3f}")
    properties = Xml.SubElement(suite, "properties")
    for name, value in (("target", result.target), ("seed", str(result.seed)), ("verdict", result.verdict)):
        Xml.SubElement(properties, "property", name=name, value=_safe(value))
    operations = contract.operations()
    failing = {finding.failure.operation for finding in result.findings}
    for operation_id, (method, path, _) in operations.items():
        if operation_id in failing:
            continue
        case = _case(suite, result, operation_id, f"{method} {path}")
        if operation_id not in result.tally.statuses:
            Xml.SubElement(case, "skipped", message="not asked for")
    for finding in result.findings:
        failure = finding.failure
        case = _case(suite, result, failure.operation, f"{failure.code} {failure.fingerprint}")
        Xml.SubElement(case, "failure", type=failure.code, message=_safe(failure.rule)).text = _safe(
            _told(failure)
        )
    for accepted in result.accepted:
        failure = accepted.finding.failure
        case = _case(suite, result, failure.operation, f"{failure.code} {failure.fingerprint}")
        Xml.SubElement(case, "skipped", message=_safe(f"accepted since {accepted.since}: {accepted.reason}"))
    suite.set("tests", str(len(suite.findall("testcase"))))
    suite.set("failures", str(len(result.findings)))
    suite.set("skipped", str(len(suite.findall("testcase/skipped"))))
    suite.set("errors", "0")
    if result.log:
        Xml.SubElement(suite, "system-out").text = _safe(result.log)
    root = Xml.Element("testsuites")
    root.append(suite)
    Xml.indent(root)
    return bytes(Xml.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _case(suite: Xml.Element, result: Result, operation_id: str, name: str) -> Xml.Element:
    seconds = sum(result.tally.seconds.get(operation_id, ()))
    return Xml.SubElement(
        suite, "testcase", classname=_safe(f"{result.api}.{operation_id}"), name=_safe(name), time=f"{seconds:.3f}"
    )


def _told(failure: Failure) -> str:
    steps = "\n\n".join(f"{exchange}\n{curl(exchange)}" for exchange in failure.exchanges)
    return f"{failure.message}\n\nwhose: {failure.whose}\nplace: {failure.place}\n\n{steps}"


def _safe(text: str) -> str:
    return NO_CHARACTER.sub("\ufffd", text)
