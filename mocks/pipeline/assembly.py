"""Puts the parts together: one contract, served by Connexion's middleware in front of our endpoint."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Any

from connexion.middleware.abstract import RoutedMiddleware
from starlette.types import ASGIApp

from understudy.mocks.pipeline.body import MAX_BODY
from understudy.mocks.pipeline.endpoint import Endpoint, Operations, resolver
from understudy.mocks.pipeline.failures import Failures, Render
from understudy.mocks.pipeline.routing import Routing
from understudy.mocks.pipeline.security import Admission, Security
from understudy.mocks.pipeline.specification import Middleware
from understudy.mocks.pipeline.validation import Validation
from understudy.specs.contract import METHODS, Contract, Document

KEPT = ("openapi", "info", "servers", "security", "x-last-slash")
IN_PATH = re.compile(r"\{(\w+)\}")


def assemble(
    contract: Contract,
    operations: Operations,
    admission: Admission,
    render: Render,
    max_body: int = MAX_BODY,
    reading: type[RoutedMiddleware] = Validation,
) -> ASGIApp:
    """An ASGI app for one API. Raises connexion's ResolverError where an operation is missing.

    `max_body`: bytes that a body may have. `reading`: the part that reads a request, and by default holds it
    against the contract.
    """
    app = Middleware(
        Endpoint(operations),
        middlewares=[partial(Failures, render=render), Routing, Security, reading],
    )
    app.add_api(
        contract.document if reading is Validation else _outline(contract.document),
        resolver=resolver(operations),
        admission=admission,
        max_body=max_body,
    )
    asgi: ASGIApp = app
    return asgi


def _outline(document: Document) -> Document:
    """Which operations there are, and who may ask: all that matters where requests are not held to the contract.

    Connexion takes seconds for the schemas of a large one.
    """
    return {
        **{name: document[name] for name in KEPT if name in document},
        "components": {"securitySchemes": document["components"]["securitySchemes"]},
        "paths": {path: dict(_outlined(path, item)) for path, item in document["paths"].items()},
    }


def _outlined(path: str, item: Document) -> Iterator[tuple[str, Any]]:
    yield (
        "parameters",
        [
            {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
            for name in IN_PATH.findall(path)
        ],
    )
    for method in METHODS:
        if method in item:
            operation = {name: item[method][name] for name in ("operationId", "security") if name in item[method]}
            yield method, {**operation, "responses": {"default": {"description": ""}}}
