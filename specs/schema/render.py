"""Makes an OpenAPI document of models: the standard ones, or those that a sandbox has at the time."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from functools import cache
from pathlib import Path

from understudy.specs import copies
from understudy.specs.contract import Document
from understudy.specs.schema import caching, components, sent
from understudy.specs.schema.behaviour import behaviour
from understudy.specs.schema.kept import kept
from understudy.specs.schema.models import Model, endpoints, models
from understudy.specs.schema.paths import of_any_model, paths

FRAME = Path(__file__).parent / "frame.yaml"


def read(folder: Path) -> Document:
    """The contract of the standard models, which are in `folder`. Raises ModelError."""
    told = behaviour(endpoints(models()), copies.read(folder / "behaviour.yaml"))
    return {**document(models()), "x-behaviour": told}


@cache
def _frame() -> Document:
    return dict(copies.read(FRAME))


def document(described: Mapping[str, Model]) -> Document:
    """One OpenAPI 3.0 document for all that these models promise. Same models, same document."""
    every = served(described)
    collections = kept(every)
    made = deepcopy(_frame())
    made["tags"] += [{"name": name, "description": described[name].plural or name} for name in described]
    parts = made["components"]
    for name, model in every.items():
        made["paths"] |= dict(paths(model))
        parts["schemas"] |= components.schemas(model, collections[name])
        parts["requestBodies"] |= components.bodies(model)
        parts["responses"] |= components.responses(model)
        parts["parameters"] |= components.parameters(model)
    made["paths"] |= dict(of_any_model())
    parts["schemas"] |= sent.forms()
    caching.add(made)
    return made


def served(described: Mapping[str, Model]) -> dict[str, Model]:
    """The endpoints that have paths: all but collections within the system's own models."""
    return {
        name: model for name, model in endpoints(described).items() if not (model.parent and model.api == "admin")
    }
