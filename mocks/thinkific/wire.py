"""How Thinkific says no: `{"error": …}` for a request as a whole, `{"errors": …}` for the rules a body breaks."""

from __future__ import annotations

import math

from understudy.mocks.errors import Denied, Exhausted, Invalid, NotFound, Unreadable
from understudy.mocks.pipeline.errors import ContractViolation, ProtocolError
from understudy.mocks.pipeline.failures import Failure
from understudy.mocks.pipeline.messages import Response, json
from understudy.mocks.rules.wording import field_errors, parameter_error

RECORD_NOT_FOUND = "Record not found."


def render(failure: Failure, _path: str) -> Response:
    """The response that tells of a failure."""
    match failure:
        case Invalid(errors=errors):
            return json(422, {"errors": errors})
        case NotFound(details=details):
            return json(404, {"error": details or RECORD_NOT_FOUND})
        case Denied(reason=reason):
            return json(403, {"error": reason})
        case Unreadable(reason=reason):
            return json(400, {"error": reason})
        case Exhausted(wait=wait):
            seconds = math.ceil(wait)
            headers = [(b"ratelimit-reset", b"%d" % seconds), (b"retry-after", b"%d" % seconds)]
            return json(429, {"error": f"Too many requests: try again in {seconds} seconds."}, headers)
        case ContractViolation(place="body", violations=violations):
            return json(422, {"errors": field_errors(violations)})
        case ContractViolation(place="path"):
            return json(404, {"error": RECORD_NOT_FOUND})
        case ContractViolation(violations=violations):
            return json(400, {"error": " ".join(parameter_error(violation) for violation in violations)})
        case ProtocolError(status=status, reason=reason, headers=headers):
            return json(status, {"error": reason}, headers)
    raise TypeError(f"no shape for {failure!r}")
