"""The models of one sandbox: the standard ones, and what its users have made of them.

They are records of `:models`, so that they are listed and read like any others, and a snapshot or a restart loses
none. A model of one's own bears the id of its client. One that changes a standard model takes its place.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import orjson

from understudy.mocks.schema.endpoints import Endpoint, compiled, compiled_of
from understudy.mocks.store import Store
from understudy.specs import contract
from understudy.specs.contract import Document
from understudy.specs.schema import render
from understudy.specs.schema.collections import collections_of
from understudy.specs.schema.models import Model, as_document, models

MODELS = ":models"
OWN = {"client_id": {"$exists": True}}
DATES = ("date_created", "date_updated")
"""What a record of a model has beside what the model says."""


class OwnModels:
    """Models by name: `products`, and `:webhooks` for one of the system."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept: Any = None
        self._models: Mapping[str, Model] = {}
        self._endpoints: Mapping[str, Endpoint] = {}
        self._contract: Document | None = None
        if not store.count(MODELS):
            store.insert_many(MODELS, (as_document(model) for model in models().values()))
        self.know()

    @property
    def endpoints(self) -> Mapping[str, Endpoint]:
        """Everything that records are kept of, by name."""
        self._learn()
        return self._endpoints

    @property
    def models(self) -> Mapping[str, Model]:
        self._learn()
        return self._models

    def id_of(self, key: str) -> str:
        """The id of the model with this name, such as `products`, `com.products` or `:webhooks`; else the key."""
        name = key.removeprefix("com.").replace("admin.", ":", 1) if key.startswith(("com.", "admin.")) else key
        model = self.models.get(name)
        return key if model is None else identity(model)

    def know(self) -> None:
        """Keeps what the models of the store describe, and nothing else. Raises Duplicate as `Store.add` does."""
        wanted = collections_of(self.models)
        for name in self._store.collections.keys() - wanted.keys():
            self._store.drop(name)
        for name, kind in wanted.items():
            before = self._store.collections.get(name)
            if before is not kind and (before is None or not before.is_like(kind)):
                self._store.add(kind)

    def contract(self) -> Document:
        """The OpenAPI document of these models."""
        if self.models is models():
            return contract.load("schema").document
        if self._contract is None:
            self._contract = render.document(self.models)
        return self._contract

    def _learn(self) -> None:
        """Reads the models again where the store holds others than before."""
        kept = self._store.remembered(MODELS, "own", lambda: self._store.find(MODELS, OWN))
        if not self._endpoints or kept != self._kept:
            self._models, self._endpoints = models(), _standard()
            for record in kept:
                name = name_of(record)
                model, made = compiled_of(name, orjson.dumps(said(record)))
                self._models = {**self._models, name: model}
                self._endpoints = {**self._endpoints, **made}
            self._contract, self._kept = None, kept


@cache
def _standard() -> dict[str, Endpoint]:
    return compiled(models())


def identity(model: Model) -> str:
    return str(as_document(model)["id"])


def name_of(record: Mapping[str, Any]) -> str:
    """The endpoint of the model that a record of `:models` is."""
    return f":{record['name']}" if record["api"] == "admin" else str(record["name"])


def said(record: Mapping[str, Any]) -> dict[str, Any]:
    """What a record of `:models` says of the model itself."""
    return {name: value for name, value in record.items() if name not in DATES}
