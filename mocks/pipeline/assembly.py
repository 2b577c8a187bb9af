"""Puts the parts together: one contract, served by Connexion's middleware in front of our endpoint."""

from __future__ import annotations

import copy
from functools import partial

from connexion.middleware import ConnexionMiddleware
from connexion.middleware.abstract import RoutedMiddleware
from starlette.types import ASGIApp

from understudy.mocks.pipeline.body import MAX_BODY
from understudy.mocks.pipeline.endpoint import Endpoint, Operations, resolver
from understudy.mocks.pipeline.failures import Failures, Render
from understudy.mocks.pipeline.routing import Routing
from understudy.mocks.pipeline.security import Admission, Security
from understudy.mocks.pipeline.validation import Validation
from understudy.specs.contract import Contract


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
    app = ConnexionMiddleware(
        Endpoint(operations),
        middlewares=[partial(Failures, render=render), Routing, Security, reading],
    )
    app.add_api(
        copy.deepcopy(contract.document),
        resolver=resolver(operations),
        admission=admission,
        max_body=max_body,
    )
    asgi: ASGIApp = app
    return asgi
