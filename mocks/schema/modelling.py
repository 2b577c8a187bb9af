"""Makes, changes and takes away the models of one sandbox. What is broken is refused, and changes nothing.

Source: the guide's chapter on data modelling. `create`, `update` and `delete` are like those of `Writing`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from understudy.mocks.errors import Invalid, NotFound
from understudy.mocks.sandbox import Sandbox
from understudy.mocks.schema import faults
from understudy.mocks.schema.derivation import BrokenFormula
from understudy.mocks.schema.endpoints import compiled
from understudy.mocks.schema.faults import Fault, Faults
from understudy.mocks.schema.formulas import FormulaError
from understudy.mocks.schema.merging import changed
from understudy.mocks.schema.own_models import MODELS, OwnModels, name_of, said
from understudy.mocks.schema.values import Conversion
from understudy.mocks.store import Duplicate, Record
from understudy.specs.schema.models import NAME, ModelError, as_document, check_links, models, parsed

UNCHANGEABLE = ("id", "api", "client_id", "name")
NOT_INHERITED = ("id", "api", "client_id", "name", "label", "plural", "extends", "extends_version")
RESERVED = "sqlite_"
"""How the names of SQLite's own tables begin."""
MOST = 200
AS_TOLD = ("events", "extends", "extends_version", "features", "indexes", "triggers", "version")
"""Held against the model of models first, so that what is of a wrong type is told by its field."""

BAD_NAME = Fault("Must have a-z, 0-9, _ and -, and begin with a letter", "FORMAT")
OTHER_API = Fault("Must be com: the system's models are its own", "ENUM")
STANDARD = Fault("A standard model cannot be deleted", "READONLY")
TOO_MANY = Fault(f"At most {MOST} models are kept: delete another first", "LIMIT")
NO_PARENT = Fault("There is no such model to extend: give the id of one", "MODEL")
SHARED = Fault("Records share a value that would have to be unique: change them first", "UNIQUE")


class Modelling:
    """The verbs that change models."""

    def __init__(self, sandbox: Sandbox[Any], known: OwnModels) -> None:
        self._sandbox = sandbox
        self._store = sandbox.store
        self._known = known

    def create(self, _endpoint: str, given: Mapping[str, Any], *, by_client: bool = False) -> Record:
        """A new model, whose records can be made at once. Raises Invalid."""
        whole, found = changed({}, given), Faults()
        _look_at(whole)
        name = whole.get("name")
        if fault := self._wrong_name(name):
            found.add("name", fault)
        if whole.get("api") not in (None, "com"):
            found.add("api", OTHER_API)
        found.refuse()
        own = {"client_id": self._sandbox.name}
        return self._save(str(name), {}, {**changed(self._parent(whole.get("extends")), whole), **own})

    def update(
        self, _endpoint: str, record_id: str, given: Mapping[str, Any], *, by_client: bool = False
    ) -> Record:
        """Adds to a model, or changes what it says. Raises NotFound and Invalid."""
        before = self._get(record_id)
        after, found = changed(before, given), Faults()
        _look_at(after)
        for name in UNCHANGEABLE:
            if after.get(name) != before.get(name):
                found.add(name, faults.IMMUTABLE)
        found.refuse()
        if "client_id" not in before:
            own = {"client_id": self._sandbox.name, "extends": before["id"], "extends_version": before["version"]}
            after = {**after, **own}
        return self._save(name_of(before), before, after)

    def delete(self, _endpoint: str, record_id: str) -> Record:
        """Forgets a model with its records; of a standard one, what was changed. Raises NotFound and Invalid."""
        before = self._get(record_id)
        if "client_id" not in before:
            raise Invalid({"id": asdict(STANDARD)})
        standard = models().get(name_of(before))
        with self._change():
            self._store.delete(MODELS, record_id)
            if standard is not None:
                self._store.insert(MODELS, as_document(standard))
            with _judged():
                check_links(self._known.models)
        return before

    # What they have in common

    def _get(self, record_id: str) -> Record:
        found = self._store.get(MODELS, record_id)
        if found is None:
            raise NotFound(MODELS, record_id)
        return found

    def _wrong_name(self, name: Any) -> Fault | None:
        if not isinstance(name, str) or not name:
            return faults.REQUIRED
        if not NAME.fullmatch(name) or name.startswith((":", RESERVED)):
            return BAD_NAME
        if name in self._known.models:
            return faults.UNIQUE
        return TOO_MANY if len(self._known.models) - len(models()) >= MOST else None

    def _parent(self, extends: Any) -> dict[str, Any]:
        """What a model has of the one that it extends."""
        if extends is None:
            return {}
        found = self._store.get(MODELS, self._known.id_of(extends)) if isinstance(extends, str) else None
        if found is None:
            raise Invalid({"extends": asdict(NO_PARENT)})
        inherited = {name: value for name, value in said(found).items() if name not in NOT_INHERITED}
        return {**inherited, "extends_version": found["version"]}

    def _save(self, name: str, before: Record, given: Mapping[str, Any]) -> Record:
        with _judged():
            made = parsed(name, _not_null(said(given)))
            check_links({**self._known.models, name: made})
            compiled({name: made})
        now = self._sandbox.clock.now()
        record = {**as_document(made), "date_created": before.get("date_created", now), "date_updated": now}
        with self._change():
            if before:
                self._store.delete(MODELS, before["id"])
            self._store.insert(MODELS, record)
        return record

    @contextmanager
    def _change(self) -> Iterator[None]:
        """A change of the models, with that of the tables which follows from it, or nothing."""
        try:
            with self._store.transaction():
                yield
                self._known.know()
        except Duplicate as error:
            self._known.know()
            raise Invalid({f"fields.{error.field.partition('+')[0]}": asdict(SHARED)}) from error
        except BaseException:
            self._known.know()
            raise


def _look_at(given: Mapping[str, Any]) -> None:
    """Raises Invalid for values that do not convert to what their fields are."""
    found = Faults()
    told = {name: given[name] for name in AS_TOLD if name in given}
    Conversion(found).record(models()[":models"].fields, told)
    found.refuse()


@contextmanager
def _judged() -> Iterator[None]:
    """Turns down what is no model, or has a formula that is none."""
    try:
        yield
    except ModelError as error:
        raise Invalid({_place(error.path): asdict(Fault(error.problem, "MODEL"))}) from error
    except FormulaError as error:
        path = error.path if isinstance(error, BrokenFormula) else None
        raise Invalid({_place(path): asdict(Fault(str(error), "FORMULA"))}) from error


def _place(path: str | None) -> str:
    return f"fields.{path}" if path else "fields"


def _not_null(given: Mapping[str, Any]) -> dict[str, Any]:
    """What is said. A property or a field that is null is not."""
    return {
        name: _not_null(value) if isinstance(value, Mapping) else value
        for name, value in given.items()
        if value is not None
    }
