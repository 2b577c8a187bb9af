"""The control API as an ASGI app. It lets in clients on this machine, and nobody else."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from connexion.operations import AbstractOperation
from starlette.types import ASGIApp, Receive, Scope, Send

from understudy.mocks.control.control import Control
from understudy.mocks.control.operations import OPERATIONS
from understudy.mocks.delivery.posting import MARK
from understudy.mocks.errors import Invalid, NotFound, Unreadable
from understudy.mocks.hosts import is_loopback
from understudy.mocks.pipeline.assembly import assemble
from understudy.mocks.pipeline.errors import ContractViolation, ProtocolError
from understudy.mocks.pipeline.failures import Failure
from understudy.mocks.pipeline.messages import Response, json
from understudy.mocks.pipeline.security import Admission, Admit
from understudy.mocks.pipeline.sending import send_response
from understudy.mocks.rules.wording import field_errors, parameter_error
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
    return is_loopback(client[0])


def _is_no_other_page(scope: Scope) -> bool:
    """Whether the request comes from no web page, or from one of this very server.

    A browser says where a page is from, and calls the server by the name that the page has: one that is not of
    this machine is somebody else's, whatever address it leads to.
    """
    headers = dict(scope["headers"])
    if MARK.lower() in headers:
        return False  # nobody steers the mocks by what they are made to send
    origin, host = headers.get(b"origin"), headers.get(b"host")
    return _names_this_machine(host) and (origin is None or origin.partition(b"://")[2] == host)


def _names_this_machine(host: bytes | None) -> bool:
    try:
        return host is None or is_loopback(urlsplit(f"//{host.decode('latin-1')}").hostname or "")
    except ValueError:
        return False


def _admission(control: Control) -> Admission:
    def for_operation(_: AbstractOperation) -> Admit:
        return lambda _: control

    return for_operation


def render(failure: Failure, _path: str) -> Response:
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
