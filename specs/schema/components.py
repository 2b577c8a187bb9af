"""What the operations of an endpoint refer to: schemas, bodies, answers and parameters, named after its record.

For `products` there are

    products           a record as it is answered
    List.products      a page of them
    Sent.products      a record as it is sent
    New.products       what is needed to make one; Within.products.variants, without the `parent_id` of its path
    Changes.products   what changes one, with `$set` and `$unset`
    Field.products     the parameter that names a field
"""

from __future__ import annotations

from understudy.specs.contract import Document
from understudy.specs.schema import sent, shown
from understudy.specs.schema.examples import example
from understudy.specs.schema.models import Model
from understudy.specs.schema.paths import one, ref, several
from understudy.specs.schema.shown import component

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
FIELD_NAME = "^[^/.$:][^/]*$"


def schema(name: str) -> Document:
    return ref("schemas", name)


def schemas(model: Model, collection: Document) -> Document:
    name = component(model.name)
    made = {
        name: shown.record(model) | {"x-collection": collection},
        f"List.{name}": _page(name),
        f"Sent.{name}": sent.body(model),
        f"New.{name}": {"allOf": [schema(f"Sent.{name}"), sent.needed(model)]},
        f"Changes.{name}": {"allOf": [schema(f"Sent.{name}"), schema("Operators")]},
    }
    if model.parent:
        made[f"Within.{name}"] = {"allOf": [schema(f"Sent.{name}"), sent.needed(model, "parent_id")]}
    return made


def _page(name: str) -> Document:
    """A page of a list: records, or rows without an id where the request groups them."""
    rows = {"type": "array", "items": {"anyOf": [schema(name), schema("Row")]}}
    return {"allOf": [schema("Page"), {"type": "object", "properties": {"results": rows}}]}


def bodies(model: Model) -> Document:
    name = component(model.name)
    kinds = ("New", "Changes", "Within") if model.parent else ("New", "Changes")
    return {
        f"{kind}.{name}": {
            "content": {
                JSON: {"schema": {"anyOf": [schema(f"{kind}.{name}"), schema("NoFields")]}},
                FORM: {"schema": schema("Form")},
            }
        }
        for kind in kinds
    }


def responses(model: Model) -> Document:
    name, word, record = component(model.name), one(model), example(model)
    page = {"count": 1, "results": [record], "page": 1, "pages": {"1": {"start": 1, "end": 1}}}
    return {
        name: _answer(f"One {word}", name, record),
        f"List.{name}": _answer(f"A page of {several(model)}", f"List.{name}", page),
        f"New.{name}": _answer(f"The new {word}", name, record) | {"links": _links(model)},
    }


def _answer(description: str, name: str, shows: Document) -> Document:
    return {"description": description, "content": {JSON: {"schema": schema(name), "example": shows}}}


def _links(model: Model) -> Document:
    """Where a new record is found."""
    name, key = component(model.name), f"$response.body#/{model.primary_field}"
    found = {verb: {"id": key} for verb in ("get", "update", "delete")}
    if model.parent:
        found["get_within"] = {"id": "$response.body#/parent_id", "child_id": key}
    elif model.api == "com":
        found["get_field"] = {"id": key, "field": model.primary_field}
    return {
        verb: {"operationId": f"{name}.{verb}", "parameters": parameters} for verb, parameters in found.items()
    }


def parameters(model: Model) -> Document:
    """The parameter that names a field, where fields have paths: a known one, or any that the record may have."""
    if model.api != "com" or model.parent:
        return {}
    names = [name for name, field in model.fields.items() if field.type != "collection"]
    return {
        f"Field.{component(model.name)}": {
            "name": "field",
            "in": "path",
            "required": True,
            "description": "A field of the record, whether its model knows it or not, or a link",
            "schema": {"anyOf": [{"type": "string", "enum": names}, {"type": "string", "pattern": FIELD_NAME}]},
            "example": model.primary_field,
        }
    }
