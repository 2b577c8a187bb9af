"""Records that a test arranges: written like those of clients, but for what only the server may set."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from understudy.mocks.errors import Invalid
from understudy.mocks.schema.modelling import Modelling
from understudy.mocks.schema.own_models import MODELS
from understudy.mocks.schema.writing import Writing
from understudy.mocks.store import Record


class Arranging:
    """The verbs of the control API. What follows from a record follows here too."""

    def __init__(self, writing: Writing, modelling: Modelling) -> None:
        self._writing = writing
        self._modelling = modelling

    def create(self, collection: str, given: Record) -> Record:
        with _plainly():
            return self._writer(collection).create(collection, given)

    def update(self, collection: str, record_id: str, given: Record) -> Record:
        with _plainly():
            return self._writer(collection).update(collection, record_id, given)

    def delete(self, collection: str, record_id: str) -> None:
        with _plainly():
            self._writer(collection).delete(collection, record_id)

    def _writer(self, collection: str) -> Writing | Modelling:
        return self._modelling if collection == MODELS else self._writing


@contextmanager
def _plainly() -> Iterator[None]:
    """Tells of faults as the control API does: messages alone."""
    try:
        yield
    except Invalid as error:
        found: Any = error.errors
        if not isinstance(found, Mapping):
            raise
        raise Invalid({field: [fault["message"]] for field, fault in found.items()}) from error
