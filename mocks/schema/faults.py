"""What is wrong with a record, field by field, as Schema tells it: `{"items.quantity": {"message", "code"}}`.

The codes REQUIRED and MAXVAL, with their sentences, are the guide's; the others are ours, made alike.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from understudy.mocks.errors import Invalid
from understudy.mocks.schema.formulas.coercion import text


@dataclass(frozen=True)
class Fault:
    message: str
    code: str


REQUIRED = Fault("Required", "REQUIRED")
READONLY = Fault("Cannot be set: the field is read-only", "READONLY")
IMMUTABLE = Fault("Cannot be changed once it is set", "IMMUTABLE")
UNIQUE = Fault("Already exists", "UNIQUE")
REPEATED = Fault("Must not have the same entry twice", "UNIQUE")


def wrong_type(expected: str) -> Fault:
    return Fault(f"Must be {expected}", "TYPE")


def wrong_format(expected: str) -> Fault:
    return Fault(f"Must be {expected}", "FORMAT")


def too_large(most: float) -> Fault:
    return Fault(f"Must not exceed {text(most)}", "MAXVAL")


def too_small(least: float) -> Fault:
    return Fault(f"Must be at least {text(least)}", "MINVAL")


def too_long(most: int) -> Fault:
    return Fault(f"Must not exceed {_characters(most)}", "MAXLENGTH")


def too_short(least: int) -> Fault:
    return Fault(f"Must have at least {_characters(least)}", "MINLENGTH")


def wrong_length(length: int) -> Fault:
    return Fault(f"Must have {_characters(length)}", "LENGTH")


def not_among(values: tuple[Any, ...]) -> Fault:
    return Fault(f"Must be one of {', '.join(text(value) for value in values if value is not None)}", "ENUM")


def broken_rule(message: str | None) -> Fault:
    return Fault(message or "Breaks a rule of its model", "RULE")


def broken_formula(message: str) -> Fault:
    return Fault(message, "FORMULA")


def _characters(count: int) -> str:
    return f"{count} character{'' if count == 1 else 's'}"


class ValueInvalid(ValueError):
    """A value that a field cannot have."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.message)
        self.fault = fault


class Faults:
    """Collects all that is wrong, so that a record is refused once and told all: one fault for each field."""

    def __init__(self) -> None:
        self.found: dict[str, Fault] = {}

    def __bool__(self) -> bool:
        return bool(self.found)

    def add(self, path: str, fault: Fault) -> None:
        """The path of a field in an array has no numbers: `items.quantity`."""
        self.found.setdefault(path, fault)

    def refuse(self) -> None:
        """Raises Invalid if there is any."""
        if self.found:
            raise Invalid({path: asdict(fault) for path, fault in self.found.items()})
