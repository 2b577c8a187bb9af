"""A model made ready for work: what is looked up of it for every record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

import orjson

from understudy.mocks.schema.checks import Checks
from understudy.mocks.schema.derivation import Constants, Derivation, derivations
from understudy.mocks.schema.protection import Protection
from understudy.specs.schema.fields import Field
from understudy.specs.schema.models import Model, as_document, endpoints, parsed

LINKS = ("link", "collection")


@dataclass(frozen=True)
class Endpoint:
    """What the records of one endpoint are.

    `derived` are its formulas in their order; `statuses` its fields that follow from conditions, by path;
    `linked` its fields that are no part of a record, `files` the paths of those that are files.
    """

    model: Model
    derived: tuple[Derivation, ...]
    statuses: Mapping[str, Field]
    linked: Mapping[str, Field]
    files: tuple[str, ...]
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
    return dict(_compiled(models))


def _compiled(models: Mapping[str, Model]) -> Iterator[tuple[str, Endpoint]]:
    for model in models.values():
        yield from _of_model(model.name, orjson.dumps(as_document(model)))


@lru_cache(maxsize=512)
def _of_model(name: str, document: bytes) -> tuple[tuple[str, Endpoint], ...]:
    """The endpoints of one model. Sandboxes that have the same model share them."""
    model = parsed(name, orjson.loads(document))
    return tuple((within.name, _endpoint(within)) for within in endpoints({name: model}).values())


def _endpoint(model: Model) -> Endpoint:
    fields = dict(model.walk())
    return Endpoint(
        model,
        derivations(model.fields),
        {path: field for path, field in fields.items() if field.auto and field.enum},
        {name: field for name, field in model.fields.items() if field.type in LINKS},
        tuple(path for path, field in fields.items() if field.type == "file"),
        Constants(model.fields),
        Checks(model.fields),
        Protection(model.fields),
        fields,
    )
