"""Every rule that a contract has for the requests of an operation, and where it stands."""

from __future__ import annotations

from collections.abc import Iterator

from understudy.contract_tests.fuzzing.judging import NULLABLE, Rule
from understudy.contract_tests.fuzzing.operations import JSON, Operation
from understudy.contract_tests.fuzzing.places import Place

PLAIN = (
    "enum", "format", "pattern", "minLength", "maxLength", "minimum", "maximum", "multipleOf", "minItems",
    "maxItems",
)  # fmt: skip
FLAGS = ("exclusiveMinimum", "exclusiveMaximum", "uniqueItems")
LISTS = ("anyOf", "oneOf", "allOf")
SILENT = frozenset(
    {"type", "nullable", "required", "properties", "items", "additionalProperties", "not", "description",
     "example", "default", "title", "deprecated", "discriminator", "xml", "externalDocs"}
)  # fmt: skip
"""Keywords that are looked at one by one, and those that ask for nothing."""


class UnknownKeywordError(ValueError):
    """A schema has a keyword that is not understood, so that its rule would never be broken."""


def rules(operation: Operation) -> list[Rule]:
    """Every rule, once, in the order of the contract. Raises UnknownKeywordError."""
    return list(dict.fromkeys([*_around(operation), *_of_parameters(operation), *_of_bodies(operation)]))


def undeclared_path(operation: Operation) -> Rule:
    """That there is no path but those in the contract."""
    return Rule(operation.item.root.rule("paths"), "paths")


def undeclared_method(operation: Operation) -> Rule:
    return Rule(operation.item.pointer, "methods")


def scheme(operation: Operation, name: str) -> Rule:
    """That credentials of this kind are right, where they are asked for."""
    return Rule(operation.item.root.at("components", "securitySchemes", name).pointer, "securitySchemes")


def _around(operation: Operation) -> Iterator[Rule]:
    """The rules for a request as a whole."""
    yield undeclared_path(operation)
    yield undeclared_method(operation)
    if operation.security is not None:
        yield Rule(operation.security.pointer, "security")
        schemes = dict.fromkeys(name for one in operation.security.content for name in one)
        for name in schemes:
            yield scheme(operation, name)


def _of_parameters(operation: Operation) -> Iterator[Rule]:
    for parameter in operation.parameters:
        if parameter.required:
            yield Rule(parameter.place.rule("required"), "required")
        yield from of_schema(parameter.schema)


def _of_bodies(operation: Operation) -> Iterator[Rule]:
    if operation.body is None:
        return
    if operation.body.content.get("required"):
        yield Rule(operation.body.rule("required"), "required")
    yield Rule(operation.body.rule("content"), "content")
    for kind, place in operation.contents.items():
        if kind == JSON:
            yield Rule(operation.body.rule("content", kind), "content")
        yield from of_schema(place)


def of_schema(place: Place) -> Iterator[Rule]:
    """The rules of a schema and of all schemas in it."""
    schema = place.content
    yield from _own(place)
    for name in schema.get("properties", ()):
        yield from of_schema(place.at("properties", name))
    for keyword in ("items", "not", "additionalProperties"):
        if isinstance(schema.get(keyword), dict):
            yield from of_schema(place.at(keyword))
    for keyword in LISTS:
        for index in range(len(schema.get(keyword, ()))):
            yield from of_schema(place.at(keyword, index))


def _own(place: Place) -> Iterator[Rule]:
    schema = place.content
    for keyword in schema:
        if not (
            keyword in PLAIN or keyword in FLAGS or keyword in LISTS or keyword in SILENT or keyword[:2] == "x-"
        ):
            raise UnknownKeywordError(f"{place.pointer} has {keyword!r}, of which no request is made yet")
    if "type" in schema:
        yield Rule(place.rule("type"), "type")
        if not schema.get("nullable"):
            yield Rule(place.rule(NULLABLE), NULLABLE)
    for index in range(len(schema.get("required", ()))):
        yield Rule(place.rule("required", index), "required")
    for keyword in PLAIN:
        if keyword in schema:
            yield Rule(place.rule(keyword), keyword)
    for keyword in FLAGS:
        if schema.get(keyword):
            yield Rule(place.rule(keyword), keyword)
    for keyword in ("anyOf", "oneOf", "not"):
        if keyword in schema:
            yield Rule(place.rule(keyword), keyword)
    if schema.get("additionalProperties") is False:
        yield Rule(place.rule("additionalProperties"), "additionalProperties")
