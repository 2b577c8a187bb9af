"""Values that may break one keyword of a schema: which of them do, and break nothing else, a judge says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from typing import Any

from understudy.contract_tests.fuzzing import words
from understudy.contract_tests.fuzzing.judging import NULLABLE
from understudy.contract_tests.fuzzing.numbers import beyond
from understudy.specs.contract import Document

UNLISTED: tuple[Any, ...] = ("unlisted", "-", 7.25, -1, {}, [])
WRONG_TYPES: tuple[Any, ...] = ("text", {}, [], 7, 7.5, True, ["text"], {"name": "value"})
WRONG_TEXTS = ("text", "1.5", "", "maybe", "12a")
UNMATCHED = (
    " ",
    "-",
    "!",
    "12",
    "x",
    "1.x",
    "no match",
    "",
    "$x",
    ".x",
    "UPPER CASE",
    "é",
    "2026-1-1",
    "ftp://example.com/",
)

Make = Callable[[Random], Any]
Candidates = Callable[[Document, Make], list[Any]]
"""From a schema, and from what makes entries that are valid in its list."""


def _too_long(schema: Document, _: Make) -> list[Any]:
    over = schema["maxLength"] + 1
    texts = ["x" * over, "1" * over, "https://example.com/" + "x" * over]
    return [*texts, words.LONG_EMAIL] if len(words.LONG_EMAIL) >= over else texts


def _too_few(schema: Document, entry: Make) -> list[Any]:
    rng = Random(0)
    return [[entry(rng) for _ in range(schema["minItems"] - 1)]]


def _too_many(schema: Document, entry: Make) -> list[Any]:
    rng = Random(0)
    return [[entry(rng) for _ in range(schema["maxItems"] + 1)]]


def _twice(_: Document, entry: Make) -> list[Any]:
    one = entry(Random(0))
    return [[one, one]]


CANDIDATES: Mapping[str, Candidates] = {
    "type": lambda _, __: [*WRONG_TYPES],
    NULLABLE: lambda _, __: [None],
    "enum": lambda _, __: [*UNLISTED],
    "format": lambda schema, _: [*words.BREAKING.get(schema["format"], ())],
    "pattern": lambda _, __: [*UNMATCHED],
    "minLength": lambda schema, _: [one * (schema["minLength"] - 1) for one in ("x", "1", " ")],
    "maxLength": _too_long,
    "minimum": lambda schema, _: beyond(schema, "minimum"),
    "maximum": lambda schema, _: beyond(schema, "maximum"),
    "exclusiveMinimum": lambda schema, _: beyond(schema, "exclusiveMinimum"),
    "exclusiveMaximum": lambda schema, _: beyond(schema, "exclusiveMaximum"),
    "multipleOf": lambda schema, _: [schema["multipleOf"] * 1.5, schema["multipleOf"] + 0.123],
    "minItems": _too_few,
    "maxItems": _too_many,
    "uniqueItems": _twice,
    "anyOf": lambda _, __: ["?", "", {}, [], 7.25, -1, True, None, "text"],
    "oneOf": lambda _, __: ["?", "", {}, [], 7.25, -1, True, None, "text"],
}
