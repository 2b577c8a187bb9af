"""For each rule of a schema, a way to break it in a valid value, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from random import Random
from typing import Any, Literal

from understudy.contract_tests.fuzzing import text
from understudy.contract_tests.fuzzing.candidates import CANDIDATES, WRONG_TEXTS
from understudy.contract_tests.fuzzing.conditions import Found, in_conditions
from understudy.contract_tests.fuzzing.constraints import FLAGS, PLAIN
from understudy.contract_tests.fuzzing.judging import NULLABLE, Judge, Rule, is_only
from understudy.contract_tests.fuzzing.places import Place
from understudy.contract_tests.fuzzing.valid import TRIES, Make, Valid, is_conditional

Edit = Callable[[Random, Any], Any]
"""Breaks the rule in a value that is valid otherwise: changes it, or makes another."""

Medium = Literal["json", "text", "segment"]
"""What says a value: JSON, text in a query, a header or a form, or a segment of a path, which is never empty."""

LEAVES = ("type", NULLABLE, *PLAIN, *FLAGS)
OWN = 1  # steps from a schema to a keyword of its own
UNDECLARED = "undeclared"
SAMPLES = 12


@dataclass(frozen=True)
class Way:
    """How to break a rule, in which field of an object where it is one.

    `also` are those that nobody could keep while breaking it: no text is shorter than one character and yet
    matches a pattern.
    """

    rule: Rule
    edit: Edit
    also: tuple[str, ...] = ()
    field: str | None = None


class Breaking:
    """Ways to break the schemas of one contract, as far as a medium can."""

    def __init__(self, valid: Valid, medium: Medium = "json") -> None:
        self._valid = valid
        self._medium = medium
        self._known: dict[str, list[Way]] = {}

    def of(self, place: Place) -> list[Way]:
        """Ways to break a value that is valid at the place; of one rule, perhaps several."""
        if place.pointer not in self._known:
            self._known[place.pointer] = list(self._ways(place))
        return self._known[place.pointer]

    def _ways(self, place: Place) -> Iterator[Way]:
        schema = place.content
        combined = is_conditional(place)
        if not combined and ("anyOf" in schema or "oneOf" in schema):
            yield from self._alternatives(place, "anyOf" if "anyOf" in schema else "oneOf")
            return
        if not combined and "allOf" in schema:
            for index in range(len(schema["allOf"])):
                yield from self._of_part(place, place.at("allOf", index))
            return
        if combined:
            yield from (self._careful(place, way) for way in self._members(place))
            yield from (_of_condition(found) for found in in_conditions(place, self._valid))
        else:
            yield from self._members(place)

    def _members(self, place: Place) -> Iterator[Way]:
        """Ways to break the schema itself, and what is in the value."""
        schema = place.content
        yield from self._own(place)
        for index, name in enumerate(schema.get("required", ())):
            yield Way(Rule(place.rule("required", index), "required"), _without(name))
        if schema.get("additionalProperties") is False and self._medium == "json":
            yield Way(Rule(place.rule("additionalProperties"), "additionalProperties"), _with_undeclared)
        for name in schema.get("properties", ()):
            inner = place.at("properties", name)
            for way in self.of(inner):
                yield replace(way, edit=self._in_field(place, name, inner, way.edit), field=name)
        if "items" in schema:
            inner = place.at("items")
            for way in self.of(inner):
                yield replace(way, edit=self._in_entry(inner, way.edit), field=None)

    # A schema's own keywords

    def _own(self, place: Place) -> Iterator[Way]:
        schema = place.content
        judge = Judge(place.only(*LEAVES))
        entry = self._valid.of(place.at("items")) if "items" in schema else _nothing
        for keyword in LEAVES:
            if keyword not in schema and (keyword != NULLABLE or "type" not in schema or schema.get(NULLABLE)):
                continue
            rule = Rule(place.rule(keyword), keyword)
            found = self._breaking(place, judge, rule, CANDIDATES[keyword](schema, entry))
            if found:
                yield found

    def _breaking(self, place: Place, judge: Judge, rule: Rule, candidates: list[Any]) -> Way | None:
        """With the candidates that break this rule alone, or else with the one that breaks the fewest along."""
        alone: list[Any] = []
        along: tuple[int, Any, tuple[str, ...]] | None = None
        for candidate in self._sayable(place, rule, candidates):
            broken = [one.rule for one in judge.broken(self._meant(place, candidate))]
            if broken == [rule]:
                alone.append(candidate)
            elif rule in broken and (along is None or len(broken) < along[0]):
                along = len(broken), candidate, tuple(one.pointer for one in broken if one != rule)
        if alone:
            return Way(rule, lambda rng, _: alone[int(rng.random() * len(alone))])
        if along:
            value = along[1]
            return Way(rule, lambda *_: value, along[2])
        return None

    def _sayable(self, place: Place, rule: Rule, candidates: list[Any]) -> list[Any]:
        if self._medium == "json":
            return candidates
        if rule.keyword == "type" and place.content["type"] != "string":
            candidates = [*WRONG_TEXTS]
        texts = [candidate for candidate in candidates if isinstance(candidate, str | int | float)]
        return texts if self._medium == "text" else [one for one in texts if one != "" and "/" not in str(one)]

    def _meant(self, place: Place, candidate: Any) -> Any:
        said = None if self._medium == "json" else text.said(candidate)
        return candidate if said is None else text.meant(place.content, said)

    # Around what is broken further in

    def _in_field(self, place: Place, name: str, inner: Place, edit: Edit) -> Edit:
        make, whole = self._valid.of(inner), self._valid.of(place)

        def within(rng: Random, value: Any) -> Any:
            while not isinstance(value, dict):
                value = whole(rng)
            value[name] = edit(rng, value[name] if name in value else make(rng))
            return value

        return within

    def _in_entry(self, inner: Place, edit: Edit) -> Edit:
        make = self._valid.of(inner)

        def within(rng: Random, value: Any) -> Any:
            entries = value if isinstance(value, list) and value else [make(rng)]
            return [edit(rng, entries[0]), *entries[1:]]

        return within

    def _of_part(self, place: Place, part: Place) -> Iterator[Way]:
        """Ways to break one of several schemas that a value has to keep."""
        parts = [place.at("allOf", index).content for index in range(len(place.content["allOf"]))]
        others = [one for one in parts if one is not part.content]
        shared = {name for one in others for name in (*one.get("properties", ()), *one.get("required", ()))}
        judge, make = Judge(place), self._valid.of(place)
        for way in self.of(part):
            alone = way.field is not None and way.field not in shared
            yield way if alone else _telling(way, judge, make)

    def _alternatives(self, place: Place, keyword: str) -> Iterator[Way]:
        """Ways to break all alternatives at once, and of those, ways to break one by a single rule."""
        judge = Judge(place)
        rule = Rule(place.rule(keyword), keyword)
        whole = self._breaking(place, judge, rule, CANDIDATES[keyword](place.content, _nothing))
        if whole:
            yield whole
        for index in range(len(place.content[keyword])):
            alternative = place.at(keyword, index)
            for way in self.of(alternative):
                edit = self._for_all(judge, self._valid.of(alternative), way.edit)
                if self._is_refused(place, judge, edit):
                    yield replace(way, edit=edit)

    def _for_all(self, judge: Judge, make: Make, edit: Edit) -> Edit:
        """Breaks one alternative so that no other one takes the value."""

        def within(rng: Random, _: Any) -> Any:
            for _attempt in range(TRIES):
                value = edit(rng, make(rng))
                if not judge.is_valid(value):
                    break
            return value

        return within

    def _is_refused(self, place: Place, judge: Judge, edit: Edit) -> bool:
        return not judge.is_valid(self._meant(place, edit(Random(1), None)))

    def _careful(self, place: Place, way: Way) -> Way:
        """Breaks one rule where others hold for the value as a whole: until no other is broken along."""
        judge, make = Judge(place), self._valid.of(place)

        def within(rng: Random, value: Any) -> Any:
            for _ in range(TRIES):
                value = way.edit(rng, value)
                if is_only(judge.broken(value), way.rule, way.also):
                    break
                value = make(rng)
            else:
                value = way.edit(rng, value)
            return value

        return _telling(replace(way, edit=within), judge, make)


def _telling(way: Way, judge: Judge, make: Make) -> Way:
    """With what is broken along, of a few times that it is tried."""
    also = dict.fromkeys(way.also)
    for seed in range(SAMPLES):
        rng = Random(seed)
        broken = judge.broken(way.edit(rng, make(rng)))
        also.update(dict.fromkeys(one.rule.pointer for one in broken if not one.is_for(way.rule, way.also)))
    return replace(way, also=tuple(also))


def _of_condition(found: Found) -> Way:
    return Way(found.rule, lambda rng, _: found.make(rng))


def _without(name: str) -> Edit:
    return lambda _, value: {key: content for key, content in value.items() if key != name}


def _with_undeclared(_: Random, value: Any) -> Any:
    return {**value, UNDECLARED: 1}


def _nothing(_: Random) -> Any:
    return None
