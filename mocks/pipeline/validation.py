"""Holds a request against its contract before any behaviour sees it. Compiled once for each operation."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from connexion.middleware.abstract import RoutedAPI, RoutedMiddleware
from connexion.operations import AbstractOperation
from starlette.types import ASGIApp, Receive, Scope, Send

from understudy.mocks.pipeline import body
from understudy.mocks.pipeline.errors import ContractViolation, ProtocolError
from understudy.mocks.pipeline.messages import Request
from understudy.mocks.pipeline.parameters import Parameters, Path, Query, split_pairs
from understudy.mocks.rules.schemas import Validator
from understudy.mocks.rules.violations import Violation

REQUEST = "understudy.request"
NOTHING: dict[str, Any] = {}
JSON, FORM = "application/json", "application/x-www-form-urlencoded"
READERS: dict[str, Callable[[bytes, frozenset[str]], Any]] = {
    JSON: lambda raw, _: body.parse_json(raw),
    FORM: lambda raw, known: split_pairs(raw, known, "body"),
}
NULLS = {JSON: b"\\u0000", FORM: b""}
"""What is in every body with a null character."""
NO_NULLS = "holds a null character, which no text can"


class Validators:
    """What one operation asks of each part of a request."""

    def __init__(self, operation: AbstractOperation, max_body: int = body.MAX_BODY) -> None:
        self.path = Path(operation.parameters)
        self.query = Query(operation.parameters)
        self.header = Parameters("header", operation.parameters)
        self.body = Body(operation.request_body, max_body) if operation.request_body else None


class ValidationOperation:
    """Reads path, query, headers and body, in this order, and stops at the first place that breaks a rule."""

    def __init__(self, next_app: ASGIApp, validators: Validators) -> None:
        self.next_app = next_app
        self.validators = validators

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        by = self.validators
        path = by.path.parse(tuple(scope["path_params"].items())) if by.path.schemas else NOTHING
        query = by.query.parse(scope["query_string"]) if by.query.schemas else NOTHING
        header = by.header.read(texts(scope["headers"])) if by.header.schemas else NOTHING
        content = await by.body.read(dict(scope["headers"]), receive) if by.body else None
        scope[REQUEST] = Request(path, query, header, content, scope)
        await self.next_app(scope, receive, send)


def texts(headers: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    return {name.decode("latin-1"): value.decode("latin-1") for name, value in headers}


class Body:
    """The body of one operation, JSON or a form as its contract says."""

    def __init__(self, request_body: dict[str, Any], limit: int) -> None:
        self.required = request_body.get("required", False)
        self.limit = limit
        self.contents = {kind: Content(kind, entry["schema"]) for kind, entry in request_body["content"].items()}

    async def read(self, headers: dict[bytes, bytes], receive: Any) -> Any:
        """The body, with only the fields that the contract knows.

        Raises ProtocolError (400, 413, 415) or ContractViolation with every broken rule.
        """
        raw = await body.read(headers, receive, self.limit)
        return self.parse(raw, headers.get(b"content-type"))

    def parse(self, raw: bytes, content_type: bytes | None) -> Any:
        """What the bytes of a body mean. Raises as `read` does."""
        if raw:
            return self.contents[body.media_type(content_type, self.contents)].parse(raw)
        if self.required:
            raise ProtocolError(400, f"A body of {' or '.join(self.contents)} is required, and there is none.")
        return next(iter(self.contents.values())).held({}, raw)


class Content:
    """A body of one media type."""

    def __init__(self, kind: str, schema: dict[str, Any]) -> None:
        self.known = frozenset(schema.get("properties", {}))
        self.validator = Validator(schema)
        self._read = READERS[kind]
        self._null = NULLS[kind]

    def parse(self, raw: bytes) -> Any:
        return self.held(self._read(raw, self.known), raw)

    def held(self, value: Any, raw: bytes) -> Any:
        """The value, held against its schema."""
        if not self.validator.is_valid(value):
            raise ContractViolation("body", self.validator.violations(value), raw)
        if self._null in raw and (places := list(body.null_characters(value))):
            raise ContractViolation(
                "body", [Violation(place, "null", {}, None, NO_NULLS) for place in places], raw
            )
        if isinstance(value, dict) and self.known:
            return {name: content for name, content in value.items() if name in self.known}
        return value


class ValidationAPI(RoutedAPI[ValidationOperation]):  # type: ignore[misc]
    def __init__(self, *args: Any, max_body: int = body.MAX_BODY, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.max_body = max_body
        self.add_paths()

    def make_operation(self, operation: AbstractOperation) -> ValidationOperation:
        return ValidationOperation(self.next_app, Validators(operation, self.max_body))


class Validation(RoutedMiddleware[ValidationAPI]):  # type: ignore[misc]
    """Connexion's validation middleware with one compiled validator for each part of each operation."""

    api_cls = ValidationAPI
