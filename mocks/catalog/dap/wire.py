"""How DAP says no. Each failure has a `type`, a `uuid` that is the same for the same failure, and a `message`."""

from __future__ import annotations

import json as standard_json
import math
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from understudy.mocks.catalog.dap.location import locate, position
from understudy.mocks.catalog.dap.refusals import (
    AccountRefused,
    NotThere,
    OutOfRange,
    SnapshotRequired,
    UrlExpired,
    WrongCredentials,
)
from understudy.mocks.errors import Denied, Exhausted, Invalid, NotFound, Unreadable
from understudy.mocks.pipeline.errors import ContractViolation, ProtocolError
from understudy.mocks.pipeline.failures import Failure
from understudy.mocks.pipeline.messages import Headers, Response, json
from understudy.mocks.rules.wording import field_errors, parameter_error

TYPES = {
    401: "AuthenticationError",
    404: "ObjectNotFound",
    405: "MethodNotAllowed",
    413: "PayloadTooLarge",
    415: "UnsupportedMediaType",
    429: "TooManyRequests",
    500: "InternalError",
    507: "InsufficientStorage",
}
BAD_REQUEST, VALIDATION = "BadRequest", "ValidationError"


def render(failure: Failure, path: str) -> Response:
    """The response that tells of a failure at a path."""
    match failure:
        case Exhausted(wait=wait):
            seconds = math.ceil(wait)
            told = f"Too many requests of this kind: try again in {seconds} seconds."
            return _error(429, path, told, headers=((b"retry-after", b"%d" % seconds),))
        case ProtocolError(status=status, reason=reason, headers=headers):
            return _protocol(failure, status, reason, headers, path)
        case ContractViolation(place="body", violations=violations, source=source):
            told = "; ".join(f"{name} {', '.join(said)}" for name, said in field_errors(violations).items())
            return _error(400, path, told, VALIDATION, location=locate(source, violations[0].path))
        case ContractViolation(place="path", violations=violations):
            kind, thing = str(violations[0].path[0]), str(violations[0].value)[:200]
            return _not_there(kind, thing, path)
        case ContractViolation(violations=violations):
            return _error(400, path, " ".join(map(parameter_error, violations)))
        case NotThere(kind=kind, id=thing):
            return _not_there(kind, thing, path)
    return _refused(failure, path)


def _refused(failure: Failure, path: str) -> Response:
    match failure:
        case OutOfRange(reason=reason, since=since, until=until):
            kind = "SnapshotRequired" if isinstance(failure, SnapshotRequired) else "OutOfRange"
            return _error(400, path, reason, kind, since=since, until=until)
        case WrongCredentials(reason=reason):
            return _error(403, path, reason, TYPES[401])
        case AccountRefused(reason=reason, type=kind):
            return _error(403, path, reason, kind)
        case UrlExpired(reason=reason):
            return _error(403, path, reason, "UrlExpired")
        case Denied(reason=reason):
            return _error(403, path, reason, "RequestTypeForbidden")
        case Invalid():
            return _error(400, path, str(failure), VALIDATION, location=position("", 0))
        case NotFound():
            return _not_there("object", str(failure.record_id), path)
        case Unreadable():
            return _error(400, path, str(failure))
    raise TypeError(f"no shape for {failure!r}")


def _protocol(failure: ProtocolError, status: int, reason: str, headers: Headers, path: str) -> Response:
    cause = failure.__cause__
    if status == 400 and isinstance(cause, standard_json.JSONDecodeError):
        return _error(400, path, reason, VALIDATION, location=position(cause.doc, cause.pos))
    if status == 404:
        return _error(404, path, reason, id=path[:200], kind="object")
    return _error(status, path, reason, headers=headers)


def _not_there(kind: str, thing: str, path: str) -> Response:
    return _error(404, path, f"There is no {kind} {thing!r}, or no more.", id=thing, kind=kind)


def _error(
    status: int, path: str, message: str, name: str | None = None, headers: Headers = (), **more: Any
) -> Response:
    named = name or TYPES.get(status, BAD_REQUEST)
    uuid = str(uuid5(NAMESPACE_URL, f"{named} {path} {message}"))
    return json(status, {"error": {"type": named, "uuid": uuid, "message": message, **more}}, headers)
