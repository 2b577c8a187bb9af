"""How Schema says no: null for what is not there, `{"errors": {field: {message, code}}}` for broken rules."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from understudy.mocks.errors import Denied, Exhausted, Invalid, NotFound, Unreadable
from understudy.mocks.pipeline.errors import ContractViolation, ProtocolError
from understudy.mocks.pipeline.failures import Failure
from understudy.mocks.pipeline.messages import Response, json
from understudy.mocks.rules.violations import Violation
from understudy.mocks.rules.wording import field_errors

CODES = {"required": "REQUIRED", "maximum": "MAXVAL", "minimum": "MINVAL", "enum": "ENUM", "type": "TYPE"}
QUERY = "query"


def render(failure: Failure, _path: str) -> Response:
    """The response that tells of a failure."""
    match failure:
        case Invalid(errors=errors):
            return json(400, {"errors": errors if isinstance(errors, Mapping) else {"base": str(errors)}})
        case NotFound():
            return json(404, None)
        case Unreadable(reason=reason):
            return _error(400, QUERY, reason)
        case Denied(reason=reason):
            return json(403, {"error": reason})
        case Exhausted(wait=wait):
            seconds = math.ceil(wait)
            told = f"Too many requests: try again in {seconds} seconds."
            return json(429, {"error": told}, [(b"retry-after", b"%d" % seconds)])
        case ContractViolation(place="path"):
            return json(404, None)
        case ContractViolation(violations=violations):
            return json(400, {"errors": _errors(violations)})
        case ProtocolError(status=404):
            return json(404, None)
        case ProtocolError(status=400, reason=reason):
            return _error(400, "body", reason)
        case ProtocolError(status=status, reason=reason, headers=headers):
            return json(status, {"error": reason}, headers)
    raise TypeError(f"no shape for {failure!r}")


def _error(status: int, field: str, reason: str) -> Response:
    return json(status, {"errors": {field: {"message": reason, "code": "UNREADABLE"}}})


def _errors(violations: Iterable[Violation]) -> dict[str, Any]:
    """The first thing that is wrong with each field."""
    found: dict[str, Any] = {}
    for violation in violations:
        for field, messages in field_errors([violation]).items():
            found.setdefault(field, {"message": messages[0], "code": CODES.get(violation.keyword, "INVALID")})
    return found
