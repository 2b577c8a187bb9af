"""An example of a record: what it cannot be without, and what names it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from understudy.specs.contract import Document
from understudy.specs.schema.fields import Field
from understudy.specs.schema.models import Model

ID = "5408dd2b3bdd10b335e6c349"
MOMENT = "2015-05-08T18:41:55.527Z"

_BY_FORMAT: Mapping[str, str] = {
    "email": "ada@example.com",
    "url": "https://shop.example/webhook",
    "semver": "1.0.0",
    "uppercase": "SPRING",
}
_BY_TYPE: Mapping[str, Any] = {
    "bool": True,
    "int": 1,
    "float": 0.5,
    "currency": 19.95,
    "date": MOMENT,
    "objectid": ID,
    "array": [],
    "object": {},
}


def example(model: Model) -> Document:
    """A record that keeps the rules of its model."""
    shown = {
        name: _value(one)
        for name, one in model.fields.items()
        if name == model.primary_field
        or name == "date_created"
        or (one.type not in ("link", "collection") and (one.required or name == model.name_field or one.default))
    }
    return {name: value for name, value in shown.items() if value is not None}


def _value(one: Field) -> Any:
    if one.enum:
        return one.values[0]
    if one.default is not None and not isinstance(one.default, Mapping):
        return one.default
    if one.type == "string":
        return _BY_FORMAT.get(one.format or "", one.name.replace("_", "-"))
    if one.min is not None:
        return max(_BY_TYPE[one.type], one.min)
    return _BY_TYPE.get(one.type)
