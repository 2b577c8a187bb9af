"""The collection that the records of one model are kept in, for models that a sandbox makes at run time."""

from __future__ import annotations

from understudy.specs.records import Collection, collection
from understudy.specs.schema import shown
from understudy.specs.schema.kept import kept
from understudy.specs.schema.models import Model


def collection_of(model: Model) -> Collection:
    entry = kept({model.name: model})[model.name]
    return collection(model.name, {"shows": model.name, **entry}, {model.name: shown.record(model)})
