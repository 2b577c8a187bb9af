"""The innermost part: calls the operation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from connexion.exceptions import ResolverError
from connexion.middleware.abstract import ROUTING_CONTEXT, SpecMiddleware
from connexion.resolver import Resolver
from starlette.types import Receive, Scope, Send

from understudy.mocks.pipeline.messages import Request, Response
from understudy.mocks.pipeline.security import BEHAVIOUR
from understudy.mocks.pipeline.sending import send_response
from understudy.mocks.pipeline.validation import REQUEST

Operation = Callable[[Request, Any], Response]
Operations = dict[str, Operation]


class Endpoint(SpecMiddleware):  # type: ignore[misc]
    """Unpacks the scope, calls the operation, sends what it answers."""

    def __init__(self, operations: Operations) -> None:
        self.operations = operations

    def add_api(self, specification: Any, **_: Any) -> None:
        """Nothing to register: the resolver has found an operation for every operationId."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        operation = self.operations[scope["extensions"][ROUTING_CONTEXT]["operation_id"]]
        await send_response(scope, send, operation(scope[REQUEST], scope[BEHAVIOUR]), receive)


def resolver(operations: Operations) -> Resolver:
    """Finds operations in the table; an operationId that is not in it stops the start."""

    def find(operation_id: str) -> Operation:
        try:
            return operations[operation_id]
        except KeyError as error:
            raise ResolverError(f"no operation for operationId {operation_id!r}") from error

    return Resolver(find)
