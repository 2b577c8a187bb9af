"""The schema of a record as it is answered: what a field's type and rules make of its value.

JSON Schema says what it can. The rest is said by extensions, in the words of the model:

x-collection    on a schema: the collection that its records are kept in, as records.yaml would describe it
x-schema-type   the type, where JSON Schema has none like it: currency, collection, file, filedata
x-schema-link   where a link leads: model, key, params, data, url
x-schema-NAME   the property NAME of the field: formula, auto, immutable, unique, increment, scale, rules …

A link and a collection are part of a record only where a request expands or includes them, so that they may be
anything: a record, a list, or null.
"""

from __future__ import annotations

from collections.abc import Mapping

from understudy.specs.contract import Document
from understudy.specs.schema.fields import ANY_NAME, OF_LINKS, Field
from understudy.specs.schema.models import Model
from understudy.specs.schema.settings import plain

OBJECT_ID = "^[0-9a-f]{24}$"
HASHED = "password"
"""The format of texts that are kept as a hash."""

_FORMS: Mapping[str, Document] = {
    "string": {"type": "string"},
    "bool": {"type": "boolean"},
    "int": {"type": "integer"},
    "float": {"type": "number"},
    "currency": {"type": "number"},
    "date": {"type": "string", "format": "date-time"},
    "objectid": {"type": "string", "pattern": OBJECT_ID},
    "array": {"type": "array"},
    "object": {"type": "object"},
    "file": {"type": "object"},
}
_FORMATS = {"email": "email", "url": "uri"}
_KEYWORDS = {"min": "minimum", "max": "maximum", "minlength": "minLength", "maxlength": "maxLength"}
_SAID_BY_US = ("formula", "auto", "immutable", "required", "unique", "increment", "scale", "rules", "format")
_TOLD_APART = ("currency", "collection", "file", "filedata")


def component(endpoint: str) -> str:
    """The name of an endpoint's record among the schemas: `products.variants`, `Meta.webhooks` for `:webhooks`."""
    return ("Meta" + endpoint if endpoint.startswith(":") else endpoint).replace(":", ".")


def record(model: Model) -> Document:
    """OpenAPI 3.0 schema of a record of `model`. A password is not part of it: it is kept, and never shown."""
    return {
        "type": "object",
        "required": [model.primary_field],
        "properties": {
            name: field(one) | ({"nullable": False} if name == model.primary_field else {})
            for name, one in model.fields.items()
            if one.format != HASHED
        },
        "additionalProperties": True,
    }


def field(one: Field) -> Document:
    """OpenAPI 3.0 schema of the value of a field, which may always be null."""
    made = value(one.type, one) | _rules(one)
    if one.type in _TOLD_APART:
        made["x-schema-type"] = one.type
    if one.type == "link":
        made["x-schema-link"] = {name: getattr(one, name) for name in OF_LINKS if one.says(name)}
    for name in _SAID_BY_US:
        if one.says(name):
            made[f"x-schema-{name}"] = plain(getattr(one, name))
    if one.description:
        made["description"] = one.description
    return made


def value(kind: str, one: Field) -> Document:
    """The form of a value of type `kind` that is a field's, or an entry of its array."""
    made = dict(_FORMS.get(kind, {}))
    if kind == "array":
        within = one.value_type if one.value_type and one.value_type != "array" else None
        made["items"] = value(within, one) if within else {}
    elif kind in ("object", "file") and one.fields:
        made |= members(one.fields)
    if made:
        made["nullable"] = True
    return made


def members(fields: Mapping[str, Field]) -> Document:
    """What is within an object: fields of known names, and of any name."""
    known = {name: field(within) for name, within in fields.items() if name != ANY_NAME}
    others = {"additionalProperties": field(fields[ANY_NAME])} if ANY_NAME in fields else {}
    return ({"properties": known} if known else {}) | others


def _rules(one: Field) -> Document:
    rules: Document = {keyword: getattr(one, name) for name, keyword in _KEYWORDS.items() if one.says(name)}
    if one.length is not None:
        rules |= {"minLength": one.length, "maxLength": one.length}
    if one.enum:
        rules["enum"] = [*one.values, *([] if None in one.values else [None])]
        if any(choice.label or choice.conditions for choice in one.enum):
            rules["x-schema-enum"] = plain(one.enum)
    if one.format in _FORMATS:
        rules["format"] = _FORMATS[one.format]
    if one.type == "array" and one.unique is True:
        rules["uniqueItems"] = True
    if one.readonly:
        rules["readOnly"] = True
    if one.default is not None:
        rules["x-schema-default"] = one.default
    return rules
