"""What a broken rule of a contract is called."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from understudy.mocks.rules.violations import Violation

MESSAGES = {
    "required": "can't be blank",
    "minLength": "is too short (minimum is {limit} characters)",
    "maxLength": "is too long (maximum is {limit} characters)",
    "minItems": "is too short (minimum is {limit} entries)",
    "maxItems": "is too long (maximum is {limit} entries)",
    "uniqueItems": "has duplicate entries",
    "enum": "is not included in the list: {limit}",
    "minimum": "must be greater than or equal to {limit}",
    "exclusiveMinimum": "must be greater than {limit}",
    "maximum": "must be less than or equal to {limit}",
    "exclusiveMaximum": "must be less than {limit}",
    "type": "is not of type {limit}",
    "format": "is not a valid {limit}",
    "pattern": "is invalid",
}
BLANK = "can't be blank"


def field_errors(violations: Iterable[Violation]) -> dict[str, list[str]]:
    """Field (dotted where nested; `base` for the body as a whole) -> messages."""
    errors: dict[str, list[str]] = {}
    for violation in violations:
        field, message = _explain(violation)
        messages = errors.setdefault(field, [])
        if message not in messages:
            messages.append(message)
    return errors


def _explain(violation: Violation) -> tuple[str, str]:
    field = ".".join(str(step) for step in violation.path) or "base"
    own = violation.schema.get("x-messages", {}).get(violation.keyword)
    if isinstance(own, dict):
        ((field, message),) = own.items()
        return field, message
    if own is not None:
        return field, own
    if violation.value == "" or (violation.keyword == "pattern" and not str(violation.value).strip()):
        return field, BLANK
    return field, _usual(violation)


def _usual(violation: Violation) -> str:
    keyword, schema = violation.keyword, violation.schema
    limit: Any = schema.get(keyword)
    if keyword in ("minimum", "maximum") and schema.get(f"exclusive{keyword.capitalize()}"):
        keyword = f"exclusive{keyword.capitalize()}"
    elif keyword.startswith("exclusive"):
        limit = schema.get(keyword.removeprefix("exclusive").lower())
    if isinstance(limit, list):
        limit = ", ".join(map(str, limit))
    template = MESSAGES.get(keyword)
    return violation.message if template is None else template.format(limit=limit)


def parameter_error(violation: Violation) -> str:
    """A sentence about a parameter."""
    name = ".".join(str(step) for step in violation.path)
    if violation.keyword == "required":
        return f"Parameter {name} is required."
    own = violation.schema.get("x-messages", {}).get(violation.keyword)
    return f"Parameter {name} is invalid: {own or violation.message}."
