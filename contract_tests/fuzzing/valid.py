"""Makes values that keep a schema, fast: for each schema a function is put together once."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from understudy.contract_tests.fuzzing import words
from understudy.contract_tests.fuzzing.judging import Judge
from understudy.contract_tests.fuzzing.numbers import number
from understudy.contract_tests.fuzzing.patterns import sampler
from understudy.contract_tests.fuzzing.places import Place

Make = Callable[[Random], Any]

OPTIONAL = 4
"""How many of the optional fields of an object are there, on average."""
TRIES = 200
NULLS = 0.1
ANYTHING: tuple[Any, ...] = (None, True, 0, 1.5, "text", [], {}, [1, "two"], {"name": "value"})
COMBINING = ("anyOf", "oneOf", "not")


class Valid:
    """Functions that make values, for the schemas of one contract."""

    def __init__(self) -> None:
        self._made: dict[str, Make] = {}

    def of(self, place: Place) -> Make:
        """What makes values that are valid there. Raises UnknownPatternError."""
        if place.pointer not in self._made:
            self._made[place.pointer] = self._compiled(place)
        return self._made[place.pointer]

    def _compiled(self, place: Place) -> Make:
        schema = place.content
        if is_conditional(place):
            return _judged(place, self._plain(place))
        if "allOf" in schema:
            return self._merged(place)
        for keyword in ("anyOf", "oneOf"):
            if keyword in schema:
                return _one_of([self.of(place.at(keyword, index)) for index in range(len(schema[keyword]))])
        return self._plain(place)

    def _plain(self, place: Place) -> Make:
        schema = place.content
        make = self._typed(place)
        if not schema.get("nullable"):
            return make
        return lambda rng: None if rng.random() < NULLS else make(rng)

    def _typed(self, place: Place) -> Make:
        schema = place.content
        if "enum" in schema:
            values = schema["enum"]
            return lambda rng: values[int(rng.random() * len(values))]
        match schema.get("type"):
            case "object":
                return self._object(place)
            case "array":
                return self._array(place)
            case "string":
                return _text(place)
            case "integer" | "number":
                return number(schema)
            case "boolean":
                return lambda rng: rng.random() < 0.5
        return lambda rng: ANYTHING[int(rng.random() * len(ANYTHING))]

    def _object(self, place: Place) -> Make:
        names = list(place.content.get("properties", ()))
        if not names and place.content.get("additionalProperties", True) is not False:
            return _free_fields
        needed = frozenset(place.content.get("required", ()))
        properties = [(name, self.of(place.at("properties", name)), name in needed) for name in names]
        share = min(0.5, OPTIONAL / max(1, len(names)))

        def make(rng: Random) -> dict[str, Any]:
            chance = rng.random
            return {name: one(rng) for name, one, always in properties if always or chance() < share}

        return make

    def _array(self, place: Place) -> Make:
        schema = place.content
        least = schema.get("minItems", 0)
        most = min(schema.get("maxItems", least + 2), least + 2)
        one = self.of(place.at("items"))
        distinct = schema.get("uniqueItems", False)

        def make(rng: Random) -> list[Any]:
            found: list[Any] = []
            for _ in range(least + int(rng.random() * (most - least + 1))):
                entry = one(rng)
                if not distinct or entry not in found:
                    found.append(entry)
            return found

        return make

    def _merged(self, place: Place) -> Make:
        """An object that keeps several schemas: a field that two of them know is as the later one wants it."""
        parts = [self.of(place.at("allOf", index)) for index in range(len(place.content["allOf"]))]

        def make(rng: Random) -> dict[str, Any]:
            merged: dict[str, Any] = {}
            for part in parts:
                merged.update(part(rng))
            return merged

        return make


def is_conditional(place: Place) -> bool:
    """Whether there are rules for a value as a whole beside its type, which no part of it can keep alone."""
    schema = place.content
    combined = any(keyword in schema for keyword in (*COMBINING, "allOf"))
    return combined and "type" in schema


def _judged(place: Place, make: Make) -> Make:
    """Makes values until one keeps the rules for the value as a whole."""
    is_valid = Judge(place).is_valid

    def judged(rng: Random) -> Any:
        for _ in range(TRIES):
            value = make(rng)
            if is_valid(value):
                return value
        raise RuntimeError(f"none of {TRIES} values keeps {place.pointer}")

    return judged


def _free_fields(rng: Random) -> dict[str, Any]:
    return {words.choice(rng, words.PLAIN): words.text(rng) for _ in range(int(rng.random() * 3))}


def _one_of(makes: list[Make]) -> Make:
    return lambda rng: makes[int(rng.random() * len(makes))](rng)


def _text(place: Place) -> Make:
    """Texts of the format or the pattern, or of a length; those at a limit more often than chance would have."""
    schema = place.content
    least, most = schema.get("minLength", 0), schema.get("maxLength")
    if "format" in schema and schema["format"] in words.FORMATS:
        return words.FORMATS[schema["format"]]
    make: words.Sample = words.text
    if "pattern" in schema:
        make = _searched(place, sampler(schema["pattern"]))

    def of_length(rng: Random) -> str:
        found = make(rng)
        if len(found) < least:
            found += "x" * (least - len(found))
        return found if most is None else found[:most]

    return of_length if least or most is not None else make


def _searched(place: Place, sample: words.Sample) -> words.Sample:
    """Where the pattern may stand anywhere, words do too."""
    is_valid = Judge(place).is_valid

    def text(rng: Random) -> str:
        found = words.text(rng)
        return found if is_valid(found) else sample(rng)

    return text
