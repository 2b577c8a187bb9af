"""Reads a generated contract: the OpenAPI document that is served, fuzzed and tested."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from understudy.specs import copies

FOLDER = Path(__file__).parent
APIS = ("thinkific", "catalog", "schema")
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")

Document = dict[str, Any]


class UnknownApiError(ValueError):
    """A name that is none of ours."""

    def __init__(self, name: str) -> None:
        super().__init__(f"unknown API {name!r}: choose one of {', '.join(APIS)}")


@dataclass(frozen=True)
class Contract:
    """One API's OpenAPI document.

    `version` changes with every change of the document or of the records behind it, so that data written under
    one contract is not read under another.
    """

    api: str
    document: Document
    version: str

    @property
    def schemas(self) -> Document:
        return dict(self.document["components"]["schemas"])

    def operations(self) -> dict[str, tuple[str, str, Document]]:
        """operationId -> (method in capitals, path template, operation)."""
        return {
            operation["operationId"]: (method.upper(), path, operation)
            for path, item in self.document["paths"].items()
            for method, operation in item.items()
            if method in METHODS
        }


@cache
def load(api: str) -> Contract:
    """The contract of `api`, from `specs/<api>/openapi.yaml`.

    Raises UnknownApiError for a name that has none. The document is shared: treat it as read-only.
    """
    path = FOLDER / api / "openapi.yaml"
    if not path.is_file():
        raise UnknownApiError(api)
    return Contract(api, copies.read(path), _version(path, path.with_name("records.yaml")))


def _version(*sources: Path) -> str:
    digest = hashlib.sha256()
    for source in sources:
        digest.update(source.read_bytes() if source.is_file() else b"")
    return digest.hexdigest()[:16]


def resolved(contract: Contract, schema: Any) -> Any:
    """A schema with every `$ref` replaced by what it refers to. Our contracts hold no circular ones."""
    if isinstance(schema, dict):
        if "$ref" in schema:
            return resolved(contract, contract.schemas[schema["$ref"].rsplit("/", 1)[1]])
        return {key: resolved(contract, value) for key, value in schema.items()}
    if isinstance(schema, list):
        return [resolved(contract, value) for value in schema]
    return schema
