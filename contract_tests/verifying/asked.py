"""Which rules of its contract a recorded request breaks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from understudy.contract_tests.fuzzing.judging import Broken, Judge
from understudy.contract_tests.fuzzing.operations import FORM, JSON, Operation, Parameter
from understudy.contract_tests.fuzzing.text import meant
from understudy.contract_tests.traffic import Exchange
from understudy.mocks.brackets import parse
from understudy.mocks.errors import Unreadable
from understudy.mocks.pipeline import body
from understudy.mocks.pipeline.errors import ProtocolError
from understudy.mocks.pipeline.parameters import split_pairs

OTHER_KIND = ("type", "enum")
"""What an alternative fails for that is for values of another kind."""


@dataclass(frozen=True)
class Problem:
    """A broken rule: where it stands in the contract, where it is broken, and what is wrong."""

    pointer: str
    at: str
    message: str


class Asked:
    """What one operation asks of a request. Compiled when it is first needed."""

    def __init__(self, operation: Operation) -> None:
        self.operation = operation
        self._in_brackets = any(one.is_object for one in operation.parameters)

    @cached_property
    def _judges(self) -> list[tuple[Parameter, Judge]]:
        return [(one, Judge(one.schema)) for one in self.operation.parameters if not one.is_object]

    @cached_property
    def _bodies(self) -> Mapping[str, Judge]:
        return {kind: Judge(place) for kind, place in self.operation.contents.items()}

    def problems(self, exchange: Exchange, path: Mapping[str, str]) -> list[Problem]:
        """Every broken rule, of the parameters and of the body."""
        try:
            query = self._query(exchange.query)
        except (ProtocolError, Unreadable) as error:
            return [Problem(self.operation.place.pointer, "query", error.reason)]
        given: dict[str, Mapping[str, Any]] = {"path": path, "query": query, "header": exchange.headers}
        return [*self._of_parameters(given), *self._of_body(exchange)]

    def _query(self, query: str) -> Mapping[str, Any]:
        if self._in_brackets:
            return parse(query)
        known = [one.name for one in self.operation.parameters if one.where == "query"]
        return split_pairs(query.encode(), known)

    def _of_parameters(self, given: Mapping[str, Mapping[str, Any]]) -> Iterator[Problem]:
        for parameter, judge in self._judges:
            name = parameter.name.lower() if parameter.where == "header" else parameter.name
            place = f"{parameter.where}/{parameter.name}"
            if name not in given[parameter.where]:
                if parameter.required:
                    yield Problem(parameter.place.rule("required"), place, "is missing")
                continue
            text = given[parameter.where][name]
            value = meant(parameter.schema.content, text) if isinstance(text, str) else text
            yield from problems(judge, value, place)

    def _of_body(self, exchange: Exchange) -> Iterator[Problem]:
        operation = self.operation
        if operation.body is None:
            return
        if not exchange.body:
            if operation.body.content.get("required"):
                yield Problem(operation.body.rule("required"), "body", "there is none")
            return
        try:
            kind = body.media_type(exchange.headers.get("content-type", "").encode("latin-1"), operation.contents)
            value = self._read(kind, exchange.body)
        except (ProtocolError, Unreadable) as error:
            yield Problem(operation.body.rule("content"), "body", error.reason)
            return
        yield from problems(self._bodies[kind], value, "body")

    def _read(self, kind: str, content: bytes) -> Any:
        if kind == FORM:
            return split_pairs(content, self.operation.contents[FORM].content.get("properties", {}), "body")
        return body.parse_json(content) if kind == JSON else content


def problems(judge: Judge, value: Any, place: str) -> list[Problem]:
    """The rules that a value breaks; most values break none, which is found out fast."""
    if judge.is_valid(value):
        return []
    return [
        Problem(told.rule.pointer, "/".join((place, *map(str, told.path))), told.message)
        for told in map(_cause, judge.broken(value))
    ]


def _cause(told: Broken) -> Broken:
    """Of alternatives, the only rule that the one comes to grief on which is for values of this kind."""
    meant = [
        one for one in told.within if not any(x.rule.keyword in OTHER_KIND and x.path == told.path for x in one)
    ]
    if len(meant) == 1 and len(meant[0]) == 1:
        return _cause(meant[0][0])
    return told
