"""The collections that records are kept in: those of the contract, and of models that are made at run time."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from understudy.specs import records
from understudy.specs.contract import Document
from understudy.specs.records import Collection, Collections, collection
from understudy.specs.schema import shown
from understudy.specs.schema.kept import kept
from understudy.specs.schema.models import Model, endpoints, models


def collections_of(found: Mapping[str, Model]) -> Collections:
    """One for each endpoint of these models, by name. What is as in the contract is the contract's own."""
    every, kinds, entries = _standard()
    if found is models():
        return kinds
    wanted = endpoints(found)
    return {
        name: kinds[name]
        if entry == entries.get(name) and wanted[name] == every[name]
        else _collection(wanted[name], entry)
        for name, entry in kept(wanted).items()
    }


@cache
def _standard() -> tuple[dict[str, Model], Collections, dict[str, Document]]:
    every, known = endpoints(models()), records.collections("schema")
    entries = kept(every)
    kinds = {name: known.get(name) or _collection(model, entries[name]) for name, model in every.items()}
    return every, kinds, entries


def _collection(model: Model, entry: Document) -> Collection:
    return collection(model.name, {"shows": model.name, **entry}, {model.name: shown.record(model)})
