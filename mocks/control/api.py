"""The control API as an ASGI app. It lets in clients on this machine, and nobody else."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping

from connexion.operations import AbstractOperation
from starlette.types import ASGIApp, Receive, Scope, Send

from understudy.mocks.control.control import Control
from understudy.mocks.control.operations import OPERATIONS
from understudy.mocks.errors import Invalid, NotFound, Unreadable
from understudy.mocks.pipeline.assembly import assemble
from understudy.mocks.pipeline.errors import ContractViolation, ProtocolError
from understudy.mocks.pipeline.failures import Failure
from understudy.mocks.pipeline.messages import Response, json
from understudy.mocks.pipeline.security import Admission, Admit
from understudy.mocks.pipeline.sending import send_response
from understudy.mocks.pipeline.wording import field_errors, parameter_error
from understudy.mocks.sandboxes import Sandboxes
from understudy.specs import contract

MAX_BODY = 64 * 1024 * 1024


def control_app(mocks: Mapping[str, Sandboxes]) -> ASGIApp:
    """The control API over the sandboxes of each mock, by the API's name."""
    app = assemble(contract.load("control"), OPERATIONS, _admission(Control(mocks)), render, MAX_BODY)

    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not (_is_local(scope) and _is_no_other_page(scope)):
            refusal = json(403, {"error": "The control API answers clients on its own machine only."})
            await send_response(scope, send, refusal)
        else:
            await app(scope, receive, send)

    return guarded


def _is_local(scope: Scope) -> bool:
    """Whether the client is on this machine, or in this process."""
    client = scope.get("client")
    if client is None:
        return True
    try:
        address = ipaddress.ip_address(client[0])
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback


def _is_no_other_page(scope: Scope) -> bool:
    """Whether the request comes from no web page, or from one of this very server: a browser says where from."""
    headers = dict(scope["headers"])
    origin = headers.get(b"origin")
    return origin is None or origin.partition(b"://")[2] == headers.get(b"host")


def _admission(control: Control) -> Admission:
    def for_operation(_: AbstractOperation) -> Admit:
        return lambda _: control

    return for_operation


def render(failure: Failure) -> Response:
    """The response that tells of a failure."""
    match failure:
        case Invalid(errors=errors):
            return json(422, {"errors": errors})
        case NotFound(collection=collection, record_id=record_id):
            return json(404, {"error": f"There is no {record_id!r} among the {collection}."})
        case Unreadable(reason=reason):
            return json(400, {"error": reason})
        case ContractViolation(place="body", violations=violations):
            return json(422, {"errors": field_errors(violations)})
        case ContractViolation(place="path", violations=violations):
            return json(404, {"error": " ".join(map(parameter_error, violations))})
        case ContractViolation(violations=violations):
            return json(400, {"error": " ".join(map(parameter_error, violations))})
        case ProtocolError(status=status, reason=reason, headers=headers):
            return json(status, {"error": reason}, headers)
    raise TypeError(f"no shape for {failure!r}")
