"""Schemathesis speaks through `requests`; here a target hears what is said, whatever it is made of."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any
from unittest.mock import patch
from urllib.parse import urlsplit

from requests import PreparedRequest, Response, exceptions
from requests.adapters import HTTPAdapter
from urllib3 import HTTPResponse

from understudy.contract_tests.targets.target import (
    ForbiddenError,
    NoAnswerError,
    Request,
    Target,
    UnsendableError,
)
from understudy.contract_tests.traffic import Exchange

HOST = "localhost"
ITS_OWN = {"accept-encoding", "connection", "x-schemathesis-testcaseid"}
"""Headers that the client sends for itself, and that say nothing about a request."""


class Heard:
    """What was sent, and the answers."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self._exchanges: dict[PreparedRequest, Exchange] = {}
        self._adapter = HTTPAdapter()
        self.error: Exception | None = None
        self.unanswered: list[NoAnswerError] = []

    def exchange(self, request: object) -> Exchange | None:
        """What was answered to a request; None if nothing was, or if it is not known."""
        return self._exchanges.get(request) if isinstance(request, PreparedRequest) else None

    def send(self, request: PreparedRequest) -> Response:
        try:
            exchange = self._target.ask(asked(request))
        except NoAnswerError as error:
            self.unanswered.append(error)
            raise exceptions.ConnectionError(str(error), request=request) from error
        except (UnsendableError, ForbiddenError) as error:  # forbidden: a method that the contract does not have
            raise exceptions.InvalidHeader(str(error), request=request) from error
        except Exception as error:
            self.error = self.error or error
            raise
        self._exchanges[request] = exchange
        body = b"" if request.method == "HEAD" else exchange.answer
        raw = HTTPResponse(
            body=BytesIO(body),
            headers=dict(exchange.answer_headers),
            status=exchange.status,
            preload_content=False,
            decode_content=False,
            request_method=request.method,
        )
        return self._adapter.build_response(request, raw)


@contextmanager
def through(target: Target) -> Iterator[Heard]:
    """While this lasts, nothing that `requests` is asked to send leaves by any other way than the target."""
    heard = Heard(target)

    def send(_: HTTPAdapter, request: PreparedRequest, **__: Any) -> Response:
        return heard.send(request)

    with patch.object(HTTPAdapter, "send", send):
        yield heard


def asked(request: PreparedRequest) -> Request:
    """The bytes of a prepared request, whose URL has nothing before the contract's own paths but the host."""
    parts = urlsplit(request.url or "")
    headers = ((_text(name), _text(value)) for name, value in request.headers.items())
    body = request.body
    return Request(
        method=request.method or "GET",
        path=parts.path or "/",
        query=parts.query,
        headers=tuple((name, value) for name, value in headers if name.lower() not in ITS_OWN),
        body=body.encode() if isinstance(body, str) else body if isinstance(body, bytes) else b"",
    )


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value
