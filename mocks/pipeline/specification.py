"""A contract as Connexion reads it, in a small part of the time: validated by jsonschema-rs, and copied once."""

from __future__ import annotations

from functools import cache
from typing import Any

import jsonschema_rs
from connexion.exceptions import InvalidSpecification
from connexion.json_schema import resolve_refs
from connexion.middleware import ConnexionMiddleware
from connexion.middleware.main import API
from connexion.spec import OpenAPISpecification

from understudy.specs.contract import Document


class Specification(OpenAPISpecification):  # type: ignore[misc]
    """An OpenAPI 3.0 document, which nobody may change. Raises connexion's InvalidSpecification."""

    def __init__(self, document: Document) -> None:
        try:
            _validator().validate(document)
        except jsonschema_rs.ValidationError as error:
            raise InvalidSpecification.create_from(error) from error
        self._raw_spec = document
        self._spec = resolve_refs(document)
        self._base_uri = ""


class Middleware(ConnexionMiddleware):  # type: ignore[misc]
    """Connexion's middleware, for documents that are in memory."""

    def add_api(self, specification: Document, *, resolver: Any, **more: Any) -> None:
        """Registers an API; `more` is handed to every part that is told of it."""
        options = self.options.replace(resolver=resolver)
        self.apis.append(API(Specification(specification), base_path=None, **options.__dict__, **more))


@cache
def _validator() -> jsonschema_rs.Draft4Validator:
    return jsonschema_rs.Draft4Validator(OpenAPISpecification.openapi_schema)
