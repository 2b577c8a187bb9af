"""A model made ready for work: what is looked up of it for every record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import orjson

from understudy.mocks.schema import automatic
from understudy.mocks.schema.checks import Checks
from understudy.mocks.schema.derivation import Constants, Derivation, derivations
from understudy.mocks.schema.protection import Protection
from understudy.specs.schema.fields import Field
from understudy.specs.schema.models import Model, endpoints, parsed

LINKS = ("link", "collection")
PASSWORD = "password"  # noqa: S105 - the name of a format


@dataclass(frozen=True)
class Endpoint:
    """What the records of one endpoint are.

    `derived` are its formulas in their order; `statuses` its fields that follow from conditions, by path;
    `linked` its fields that are no part of a record, `files` the paths of those that are files, `automatic` and
    `passwords` the fields with values that the server gives, and hides.
    """

    model: Model
    derived: tuple[Derivation, ...]
    statuses: Mapping[str, Field]
    linked: Mapping[str, Field]
    files: tuple[str, ...]
    automatic: Mapping[str, Field]
    passwords: tuple[str, ...]
    constants: Constants
    checks: Checks
    protection: Protection
    fields: Mapping[str, Field]

    @property
    def name(self) -> str:
        return self.model.name

    def field(self, path: str) -> Field | None:
        """The field that a path (`items.product`) leads to, if the model describes it."""
        return self.fields.get(path)

    def child(self, name: str) -> str:
        """The endpoint of a collection within this one."""
        return f"{self.name}:{name}"


def compiled(models: Mapping[str, Model]) -> dict[str, Endpoint]:
    """Every endpoint of these models by name. Raises FormulaError for a formula that cannot be used."""
    return {name: _endpoint(model) for name, model in endpoints(models).items()}


@lru_cache(maxsize=512)
def compiled_of(name: str, document: bytes) -> tuple[Model, Mapping[str, Endpoint]]:
    """A model that a sandbox has, as JSON, and its endpoints. Those that have the same one share them."""
    model = parsed(name, orjson.loads(document))
    return model, compiled({name: model})


def _endpoint(model: Model) -> Endpoint:
    fields = dict(model.walk())
    return Endpoint(
        model,
        derivations(model.fields),
        {path: field for path, field in fields.items() if field.auto and field.enum},
        {name: field for name, field in model.fields.items() if field.type in LINKS},
        tuple(path for path, field in fields.items() if field.type == "file"),
        automatic.concerned(model.fields),
        tuple(name for name, field in model.fields.items() if field.format == PASSWORD),
        Constants(model.fields),
        Checks(model.fields),
        Protection(model.fields),
        fields,
    )
