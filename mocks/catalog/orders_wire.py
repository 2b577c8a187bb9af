"""How the orders say no."""

from __future__ import annotations

import math

from understudy.mocks.errors import Denied, Exhausted, Invalid, NotFound, Unreadable
from understudy.mocks.pipeline.errors import ContractViolation, ProtocolError
from understudy.mocks.pipeline.failures import Failure
from understudy.mocks.pipeline.messages import Headers, Response, json
from understudy.mocks.rules.wording import parameter_error


def render(failure: Failure) -> Response:
    """The response that tells of a failure."""
    match failure:
        case NotFound(record_id=record_id):
            return _errors(404, f"There is no order {record_id}.")
        case Exhausted(wait=wait):
            seconds = math.ceil(wait)
            told = f"Too many requests: try again in {seconds} seconds."
            return _errors(429, told, headers=((b"retry-after", b"%d" % seconds),))
        case Denied(reason=reason):
            return _errors(403, reason)
        case Invalid() | Unreadable():
            return _errors(400, str(failure))
        case ContractViolation(place="path", violations=violations) if _beyond(violations[0].value):
            return _errors(404, f"There is no order {violations[0].value}.")
        case ContractViolation(violations=violations):
            return _errors(400, *map(parameter_error, violations))
        case ProtocolError(status=status, reason=reason, headers=headers):
            return _errors(status, reason, headers=headers)
    raise TypeError(f"no shape for {failure!r}")


def _beyond(order_id: object) -> bool:
    """Whether this is a number, which just no order can have."""
    return isinstance(order_id, int)


def _errors(status: int, *messages: str, headers: Headers = ()) -> Response:
    return json(status, {"errors": [{"message": message} for message in messages]}, headers)
