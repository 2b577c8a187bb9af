"""The schema of a record as it is sent: every form of a value that the server converts, and so accepts.

The server converts what it is sent to the type of the field, and a form knows nothing but texts: `"12"`, `12.3`
and `12` are all good for an int. A schema of what is *kept* would refuse the first two, and a contract that
says no where the server says yes is not true. So a request has schemas of its own:

- They allow every form that converts, and hold a rule against a value only in the form that has it: a bound
  against a number, relaxed by what rounding adds, and not against the digits of a text.
- They never refuse what the server takes. What they let through the server may still refuse, with 400: digits
  that are out of bounds, a name that is taken, a link that leads nowhere.
- What the server gives itself is left out, though not forbidden, since a client may send back all that it got:
  read-only fields, automatic dates, formulas, and links.

`Sent.TYPE` is a value that may be empty, `Required.TYPE` one that may not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from understudy.specs.contract import Document
from understudy.specs.schema.fields import ANY_NAME, Field
from understudy.specs.schema.models import Model
from understudy.specs.schema.settings import ANYTHING, LARGEST
from understudy.specs.schema.shown import component

DIGITS = r"^-?[0-9]{1,15}(\.[0-9]{1,15})?$"
DATE = (
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?(Z|[+-][0-9]{2}:?[0-9]{2})?)?$"
)
MILLISECONDS = r"^-?[0-9]{1,17}$"
VERSION = r"^[0-9]+(\.[0-9]+){0,2}([+-].*)?$"
FURTHEST = 8_640_000_000_000_000  # milliseconds from 1970 that a date can be away
CENTS = 2
FOLLOWING: Mapping[str, frozenset[str]] = {
    ":models": frozenset({"api"}),
    "payments:refunds": frozenset({"method"}),
}
"""Required fields that need not be sent: a model is of one API, and a refund is paid like its payment."""
EMPTY: Document = {"nullable": True, "enum": ["", None]}
NO_MEMBERS: Document = {"type": "array", "maxItems": 0, "items": {}}
"""An object without any, as PHP writes it."""

_NUMBER: Document = {"type": "number", "minimum": -LARGEST, "maximum": LARGEST}
_NUMBERS = [_NUMBER, {"type": "string", "pattern": DIGITS}]
_FORMS: Mapping[str, list[Document]] = {
    "string": [{"type": "string", "minLength": 1}, {"type": "number"}, {"type": "boolean"}],
    "bool": [{"type": "boolean"}, {"enum": [0, 1, "0", "1", "true", "false"]}],
    "int": _NUMBERS,
    "float": _NUMBERS,
    "currency": _NUMBERS,
    "date": [
        {"type": "string", "pattern": DATE},
        {"type": "string", "pattern": MILLISECONDS},
        {"type": "number", "minimum": -FURTHEST, "maximum": FURTHEST},
    ],
    "objectid": [{"type": "string", "pattern": "^[0-9A-Fa-f]{24}$"}],
}


def forms() -> dict[str, Document]:
    """The schemas that values refer to, by name."""
    return {f"Required.{kind}": _either(forms) for kind, forms in _FORMS.items()} | {
        f"Sent.{kind}": _either([*forms, EMPTY]) for kind, forms in _FORMS.items()
    }


def body(model: Model) -> Document:
    """What may be sent of a record of `model`, whether it is made or changed.

    Not `parent_id`: a new record is within what its path leads to, whatever the body says.
    """
    own = {name: one for name, one in model.fields.items() if not (model.parent and name == "parent_id")}
    return {"type": "object", "properties": _members(model, own), "additionalProperties": True}


def needed(model: Model, *given: str) -> Document:
    """What has to be sent to make a record, apart from what is `given` otherwise, as by the path."""
    follows = (*given, *FOLLOWING.get(model.name, ()))
    names = [name for name, one in model.fields.items() if _is_needed(one) and name not in follows]
    if not names:
        return {"type": "object"}
    return {
        "type": "object",
        "required": names,
        "properties": {name: _field(model, model.fields[name], required=True) for name in names},
    }


def _is_needed(one: Field) -> bool:
    return one.required and not (one.auto or one.formula or one.readonly) and one.default is None


def _members(model: Model, fields: Mapping[str, Field], before: str = "") -> Document:
    return {
        name: _field(model, one)
        for name, one in fields.items()
        if name != ANY_NAME and not _is_given_by_server(model, one, name == model.primary_field and not before)
    }


def _is_given_by_server(model: Model, one: Field, is_key: bool) -> bool:
    if one.type == "link" or one.readonly or (is_key and one.type == "objectid"):
        return True
    if one.type == "collection" and model.api == "admin":
        return True
    if one.formula and not re.search(rf"\b{re.escape(one.name)}\b(?!\.)", one.formula):
        return True
    return bool(one.auto) and one.type == "date"


def _field(model: Model, one: Field, required: bool = False) -> Document:
    if one.type == "collection":
        records: Document = {"$ref": f"#/components/schemas/Sent.{component(f'{model.name}:{one.name}')}"}
        return {"type": "array", "nullable": not required, "items": records}
    return _value(model, one.type, one, required)


def _value(model: Model, kind: str, one: Field, required: bool = False) -> Document:
    if kind in ANYTHING or kind in ("filedata", "link"):
        return {}
    if kind == "array":
        within = one.value_type if one.value_type and one.value_type != "array" else None
        return {"type": "array", "nullable": not required, "items": _value(model, within, one) if within else {}}
    if kind in ("object", "file"):
        known = _members(model, one.fields, one.name)
        form: Document = {"type": "object"} | ({"properties": known} if known else {})
        return _either([form, NO_MEMBERS] if required else [form, NO_MEMBERS, EMPTY])
    own = _own(kind, one) if kind == one.type else None
    if own is None:
        return {"$ref": f"#/components/schemas/{'Required' if required else 'Sent'}.{kind}"}
    return _either(own if required else [*own, EMPTY])


def _own(kind: str, one: Field) -> list[Document] | None:
    """The forms of a field that has rules of its own."""
    if one.enum:
        values = [v for v in one.values if v is not None]
        texts = [str(v) for v in values if not isinstance(v, str)]
        return [{"enum": [*values, *texts]}]
    if one.format == "email":
        return [{"type": "string", "format": "email"}]
    if one.format == "semver":
        return [{"type": "string", "pattern": VERSION}, {"type": "number"}]
    if (one.min, one.max) != (None, None):
        return [_bounded(kind, one), *_NUMBERS[1:]]
    if (one.length, one.minlength, one.maxlength) != (None, None, None):
        return [_measured(one), *_FORMS["string"][1:]]
    return None


def _bounded(kind: str, one: Field) -> Document:
    slack = 0.5 if kind == "int" else 0.5 * 10 ** -(CENTS if one.scale is None else one.scale)
    minimum = -LARGEST if one.min is None else round(one.min - slack, 9)
    maximum = LARGEST if one.max is None else round(one.max + slack, 9)
    return {"type": "number", "minimum": minimum, "maximum": maximum}


def _measured(one: Field) -> Document:
    limits = {"minLength": one.minlength, "maxLength": one.maxlength}
    if one.length is not None:
        limits = {"minLength": one.length, "maxLength": one.length}
    return {"type": "string"} | {name: limit for name, limit in limits.items() if limit is not None}


def _either(forms: list[Document]) -> Document:
    return dict(forms[0]) if len(forms) == 1 else {"anyOf": [dict(form) for form in forms]}
