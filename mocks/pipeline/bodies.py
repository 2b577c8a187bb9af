"""Reads requests for a behaviour that judges them itself: one whose models are the sandbox's own, and change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from connexion.middleware.abstract import RoutedAPI, RoutedMiddleware
from connexion.operations import AbstractOperation
from starlette.types import ASGIApp, Receive, Scope, Send

from understudy.mocks.brackets import parse
from understudy.mocks.pipeline import body
from understudy.mocks.pipeline.errors import ContractViolation, ProtocolError
from understudy.mocks.pipeline.messages import Request
from understudy.mocks.pipeline.validation import FORM, JSON, NO_NULLS, NOTHING, NULLS, REQUEST
from understudy.mocks.rules.violations import Violation


def read_form(raw: bytes) -> Any:
    """What a form with brackets says. Raises ProtocolError 400 for bytes that are not UTF-8."""
    try:
        return parse(raw.decode())
    except UnicodeDecodeError as error:
        raise ProtocolError(400, "The body holds bytes that are not UTF-8.") from error


READERS: dict[str, Callable[[bytes], Any]] = {JSON: body.parse_json, FORM: read_form}


class BodyOperation:
    """Reads a body of JSON or a form, with any method, and leaves the query to the operation. None is as `{}`."""

    def __init__(self, next_app: ASGIApp, limit: int) -> None:
        self.next_app = next_app
        self.limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        content: Any = {}
        headers = dict(scope["headers"])
        if b"content-length" in headers or b"transfer-encoding" in headers:
            raw = await body.read(headers, receive, self.limit)
            content = self.parse(raw, headers.get(b"content-type")) if raw else {}
        scope[REQUEST] = Request(scope["path_params"], NOTHING, NOTHING, content, scope)
        await self.next_app(scope, receive, send)

    def parse(self, raw: bytes, content_type: bytes | None) -> Any:
        """What the bytes mean. Raises ProtocolError (400, 415), and ContractViolation for null characters."""
        kind = body.media_type(content_type, READERS)
        value = READERS[kind](raw)
        if NULLS[kind] in raw and (places := list(body.null_characters(value))):
            raise ContractViolation(
                "body", [Violation(place, "null", {}, None, NO_NULLS) for place in places], raw
            )
        return value


class BodiesAPI(RoutedAPI[BodyOperation]):  # type: ignore[misc]
    def __init__(self, *args: Any, max_body: int = body.MAX_BODY, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.max_body = max_body
        self.add_paths()

    def make_operation(self, operation: AbstractOperation) -> BodyOperation:
        return BodyOperation(self.next_app, self.max_body)


class Bodies(RoutedMiddleware[BodiesAPI]):  # type: ignore[misc]
    """In the place of Connexion's validation middleware."""

    api_cls = BodiesAPI
