"""openapi-core's opinion of recorded traffic: slower than our validators, and made by others."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit

from openapi_core import OpenAPI
from openapi_core.datatypes import RequestParameters
from openapi_core.exceptions import OpenAPIError
from werkzeug.datastructures import Headers, ImmutableMultiDict

from understudy.contract_tests.first_opinion import FirstOpinion, Validation
from understudy.contract_tests.traffic import Exchange
from understudy.specs.contract import METHODS, Contract, Document

NO_OPERATION = 405
ERROR_CLASS = re.compile(r"\b[A-Z]\w*(?:Error|Invalid\w*|NotFound)\b|\bInvalid\w+")
LOST_IN_PATHS = re.compile(r"%0[9ad]", re.IGNORECASE)  # openapi-core leaves these out of a path before it reads it
NOT_CHECKED = 'is not a "uri"'  # a format of strings that openapi-core does not know


class RequestView:
    """A recorded request in the form that openapi-core reads."""

    def __init__(self, exchange: Exchange) -> None:
        self.host_url = exchange.origin
        self.path = _unescaped(exchange.path)
        self.method = exchange.method.lower()
        self.content_type = exchange.headers.get("content-type", "").split(";")[0].strip()
        self.body = exchange.body or None
        self.parameters = RequestParameters(
            query=ImmutableMultiDict(parse_qsl(exchange.query, keep_blank_values=True)),
            header=Headers(list(exchange.headers.items())),
            cookie=ImmutableMultiDict(),
        )


class ResponseView:
    """A recorded answer in the form that openapi-core reads."""

    def __init__(self, exchange: Exchange) -> None:
        self.data = exchange.answer
        self.status_code = exchange.status
        self.content_type = exchange.answer_headers.get("content-type", "application/json")
        self.headers = Headers(list(exchange.answer_headers.items()))


WRONG = (OpenAPIError, RecursionError)
"""What openapi-core raises of what is wrong, and Python of JSON that is nested without end."""


@dataclass(frozen=True)
class Disagreement:
    """What openapi-core thinks of an exchange, where the mock thought otherwise.

    about  `answer` or `request`
    kind   the errors that were found, without what differs from one request to the next
    """

    exchange: Exchange
    about: str
    kind: str
    opinion: str

    def __str__(self) -> str:
        return f"{self.opinion}\n  {self.exchange}"


class SecondOpinion:
    """Judges exchanges by a contract that openapi-core has read for itself."""

    def __init__(self, contract: Contract, first: FirstOpinion | None = None) -> None:
        self._first = first or Validation(contract)
        self._openapi = OpenAPI.from_dict(_for_anyone(contract.document))

    def of_answer(self, exchange: Exchange) -> str | None:
        """What is wrong with the answer; None if nothing is."""
        try:
            self._openapi.validate_response(RequestView(exchange), ResponseView(exchange))
        except WRONG as error:
            return _told(error)
        return None

    def of_request(self, exchange: Exchange) -> str | None:
        """What is wrong with the request; None if nothing is."""
        try:
            self._openapi.validate_request(RequestView(exchange))
        except WRONG as error:
            return _told(error)
        return None

    def disagreements(self, exchanges: Iterable[Exchange]) -> Iterator[Disagreement]:
        """Answers that break the contract, and requests of which we thought otherwise; the same is judged once."""
        judged: set[tuple[object, ...]] = set()
        for exchange in exchanges:
            if exchange.status == NO_OPERATION or exchange.method == "OPTIONS":
                continue
            operation = exchange.method, exchange.path
            answer = (*operation, exchange.status, exchange.answer_headers.get("content-type"), exchange.answer)
            if answer not in judged and (wrong := self.of_answer(exchange)):
                yield Disagreement(exchange, "answer", _kind(wrong), f"the answer is wrong: {wrong}")
            request = (*operation, exchange.query, exchange.headers.get("content-type"), exchange.body)
            if request not in judged and (opinions := self._opinions(exchange)):
                yield Disagreement(exchange, "request", _kind(opinions), opinions)
            judged |= {answer, request}

    def _opinions(self, exchange: Exchange) -> str | None:
        """Both, where only one finds something wrong with the request."""
        if LOST_IN_PATHS.search(exchange.path):
            return None
        first = self._first.of_request(exchange)
        if first is not None and not self._first.is_whole:
            return None
        second = self.of_request(exchange)
        if (first is None) == (second is None) or (first or "").endswith(NOT_CHECKED):
            return None
        return f"of the request we say {first!r}, and openapi-core {second!r}"


def _unescaped(path: str) -> str:
    """The path as servers hand it on: a parameter is what it stands for. A slash within one stays escaped."""
    return unquote(path.replace("%2F", "%252F").replace("%2f", "%252f"))


def _for_anyone(document: Document) -> Document:
    """A copy of the contract for a server that stands in for the vendor's, wherever it is.

    Credentials are left out: whom to let in is no question of form. So is a parameter that stands for every other
    one, which openapi-core looks for under the parameter's own name.
    """
    changed = copy.deepcopy(document)
    changed.pop("security", None)
    for place in (changed, *changed["paths"].values()):
        for server in place.get("servers", ()):
            server["url"] = urlsplit(server["url"]).path or "/"
    parameters = changed.get("components", {}).get("parameters", {})
    names = {f"#/components/parameters/{name}" for name, one in parameters.items() if is_every_other(one)}
    for item in changed["paths"].values():
        for method in item.keys() & set(METHODS):
            item[method].pop("security", None)
            given = item[method].get("parameters", [])
            item[method]["parameters"] = [one for one in given if one.get("$ref") not in names]
    return changed


def is_every_other(parameter: Document) -> bool:
    """Whether it stands for whatever else is in a query: whatever is sent is a right value of it, by some name."""
    return parameter.get("style") == "form" and parameter["schema"].get("type") == "object"


def _kind(told: str) -> str:
    """The classes of the errors that an opinion names."""
    return " ".join(dict.fromkeys(ERROR_CLASS.findall(told)))


def _told(error: BaseException) -> str:
    """The chain of causes. Not by `str`: openapi-core's own fails on bytes that are not UTF-8."""
    causes = [repr(error)[:300]]
    while error.__cause__ is not None:
        error = error.__cause__
        causes.append(repr(error)[:300])
    return " <- ".join(causes)
