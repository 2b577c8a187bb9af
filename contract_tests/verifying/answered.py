"""Which rules of its contract a recorded answer breaks."""

from __future__ import annotations

from collections.abc import Iterator

import orjson

from understudy.contract_tests.fuzzing.judging import Judge
from understudy.contract_tests.fuzzing.operations import Operation
from understudy.contract_tests.fuzzing.places import Place
from understudy.contract_tests.traffic import Exchange
from understudy.contract_tests.verifying.asked import Problem, problems

UNDOCUMENTED = "undocumented-status"
BROKEN = "broken-answer"


class Answered:
    """What one operation promises of its answers."""

    def __init__(self, operation: Operation) -> None:
        self._responses = operation.place.at("responses")
        self._judges: dict[str, Judge] = {}

    def problems(self, exchange: Exchange) -> Iterator[tuple[str, Problem]]:
        """Code and problem of everything that is wrong."""
        known = self._responses.content
        status = str(exchange.status) if str(exchange.status) in known else "default"
        if status not in known:
            expected = ", ".join(known)
            message = f"{exchange.status} is not documented: expected one of {expected}"
            yield UNDOCUMENTED, Problem(self._responses.pointer, "status", message)
            return
        response = self._responses.at(status)
        for problem in (*_of_headers(response, exchange), *self._of_body(response, exchange)):
            yield BROKEN, problem

    def _of_body(self, response: Place, exchange: Exchange) -> Iterator[Problem]:
        if "content" not in response.content or exchange.method == "HEAD":
            return
        contents = response.at("content")
        kind = exchange.answer_headers.get("content-type", "").split(";")[0].strip().lower()
        if kind not in contents.content:
            told = f"{kind or 'no content type'} is not documented: expected {' or '.join(contents.content)}"
            yield Problem(contents.pointer, "header/content-type", told)
            return
        if not kind.endswith("json") or "schema" not in contents.content[kind]:
            return
        try:
            value = orjson.loads(exchange.answer)
        except orjson.JSONDecodeError as error:
            yield Problem(contents.rule(kind), "body", f"is not JSON: {error}")
            return
        yield from problems(self._judge(contents.at(kind, "schema")), value, "body")

    def _judge(self, schema: Place) -> Judge:
        if schema.pointer not in self._judges:
            self._judges[schema.pointer] = Judge(schema)
        return self._judges[schema.pointer]


def _of_headers(response: Place, exchange: Exchange) -> Iterator[Problem]:
    for name in response.content.get("headers", ()):
        header = response.at("headers", name)
        if header.content.get("required") and name.lower() not in exchange.answer_headers:
            yield Problem(header.rule("required"), f"header/{name}", "is missing")
