"""The models of one sandbox: the standard ones, and what its users have made of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from understudy.mocks.errors import Invalid, NotFound
from understudy.mocks.schema.endpoints import Endpoint, compiled
from understudy.mocks.schema.formulas import FormulaError
from understudy.mocks.store import Store
from understudy.specs.schema.collections import collection_of
from understudy.specs.schema.models import Model, ModelError, as_document, check_links, models, parsed

STATE = "schema_models"
UNCHANGEABLE = ("id", "api", "client_id", "name")
MOST = 500

Document = dict[str, Any]


class OwnModels:
    """Models by name. They are kept in the store, so that a snapshot or a restart loses none."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept: Any = None
        self._models: dict[str, Model] = {}
        self._endpoints: dict[str, Endpoint] = {}

    def _known(self) -> None:
        """Reads them again where the store holds others than before."""
        kept = self._store.state(STATE)
        if not self._endpoints or kept != self._kept:
            found = models() | {name: parsed(name, document) for name, document in (kept or {}).items()}
            self._models, self._endpoints, self._kept = found, compiled(found), kept
            for name, endpoint in self._endpoints.items():
                if name not in self._store.collections:
                    self._store.add(collection_of(endpoint.model))

    @property
    def endpoints(self) -> Mapping[str, Endpoint]:
        """Everything that records are kept of, by name."""
        self._known()
        return self._endpoints

    @property
    def models(self) -> Mapping[str, Model]:
        self._known()
        return self._models

    def get(self, name: str) -> Document:
        """A model in Schema's format, by its name or id. Raises NotFound."""
        found = self._find(name)
        if found is None:
            raise NotFound("models", name)
        return as_document(found)

    def _find(self, name: str) -> Model | None:
        if name in self.models:
            return self.models[name]
        return next((model for model in self.models.values() if as_document(model)["id"] == name), None)

    def create(self, given: Document) -> Document:
        """A new model. Raises Invalid."""
        name = given.get("name")
        if not isinstance(name, str) or not name:
            raise Invalid({"name": {"message": "Required", "code": "REQUIRED"}})
        if self._find(name) is not None:
            raise Invalid({"name": {"message": "Already exists", "code": "UNIQUE"}})
        if len(self.models) >= MOST:
            raise Invalid({"name": {"message": f"At most {MOST} models are kept", "code": "LIMIT"}})
        return self._save(name, given)

    def update(self, name: str, given: Document) -> Document:
        """Adds to a model, or changes what it says. Raises NotFound and Invalid."""
        before = self.get(name)
        key = next(key for key, model in self.models.items() if as_document(model) == before)
        wrong = {
            field: {"message": "Cannot be changed", "code": "IMMUTABLE"}
            for field in UNCHANGEABLE
            if field in given and given[field] != before.get(field)
        }
        if wrong:
            raise Invalid(wrong)
        return self._save(key, _merged(before, given))

    def delete(self, name: str) -> Document:
        """Forgets a sandbox's own model with its records; of a standard one, what was changed. Raises NotFound."""
        document = self.get(name)
        key = next(key for key, model in self.models.items() if as_document(model) == document)
        kept = self._store.state(STATE, {})
        if key not in kept:
            raise Invalid({"id": {"message": "A standard model cannot be deleted", "code": "READONLY"}})
        gone = [] if key in models() else [n for n in self.endpoints if n == key or n.startswith(f"{key}:")]
        rest = {other: document for other, document in kept.items() if other != key}
        self._check(models() | {other: parsed(other, document) for other, document in rest.items()})
        with self._store.transaction():
            for endpoint in gone:
                self._store.clear(endpoint)
            self._store.set_state(STATE, rest)
        return document

    def _save(self, name: str, document: Document) -> Document:
        try:
            made = parsed(name, document)
        except ModelError as error:
            raise _refused(error) from error
        kept = self._store.state(STATE, {})
        self._check({**self.models, name: made})
        self._store.set_state(STATE, {**kept, name: as_document(made)})
        return as_document(made)

    def _check(self, found: Mapping[str, Model]) -> None:
        """Raises Invalid where models do not fit together, or a formula cannot be used."""
        try:
            check_links(found)
            compiled(found)
        except ModelError as error:
            raise _refused(error) from error
        except FormulaError as error:
            path = getattr(error, "path", None)
            raise Invalid({_place(path): {"message": str(error), "code": "FORMULA"}}) from error


def _refused(error: ModelError) -> Invalid:
    return Invalid({_place(error.path): {"message": error.problem, "code": "MODEL"}})


def _place(path: Any) -> str:
    return f"fields.{path}" if isinstance(path, str) and path else "fields"


def _merged(before: Document, given: Document) -> Document:
    """What is said now. Objects are merged; a property that is null is no longer said."""
    made = dict(before)
    for name, value in given.items():
        old = made.get(name)
        if value is None:
            made.pop(name, None)
        elif isinstance(old, dict) and isinstance(value, dict):
            made[name] = _merged(old, value)
        else:
            made[name] = value
    return made
