"""Which rules of a schema a value breaks, as pointers into the contract, by jsonschema-rs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from jsonschema_rs import Draft4Validator, ValidationError

from understudy.contract_tests.fuzzing.places import Place
from understudy.mocks.rules.schemas import EMAIL, json_schema, shortened

NULLABLE = "nullable"


@dataclass(frozen=True)
class Rule:
    """A keyword in the contract, and where it stands."""

    pointer: str
    keyword: str


@dataclass(frozen=True)
class Broken:
    """A broken rule; of alternatives, with what was broken in each. `path` leads to the value."""

    rule: Rule
    within: tuple[tuple[Broken, ...], ...]
    path: tuple[str | int, ...]
    message: str

    def is_for(self, rule: Rule, also: Sequence[str] = ()) -> bool:
        """Whether it is this rule, or alternatives of which one fails for this rule and those `also` alone."""
        return self.rule == rule or any(is_only(broken, rule, also) for broken in self.within)


def is_only(broken: Sequence[Broken], rule: Rule, also: Sequence[str] = ()) -> bool:
    """Whether this rule is broken, and none but those that are broken `also`, by their pointers."""
    return any(one.is_for(rule, also) for one in broken) and all(
        one.is_for(rule, also) or one.rule.pointer in also for one in broken
    )


class Judge:
    """Of one schema."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._compiled = Draft4Validator(json_schema(_plain(place)), validate_formats=True, email_options=EMAIL)
        self.is_valid = self._compiled.is_valid

    def broken(self, value: Any) -> list[Broken]:
        """Every rule that the value breaks."""
        return [self._told(error) for error in self._compiled.iter_errors(value)]

    def _told(self, error: ValidationError) -> Broken:
        within = getattr(error.kind, "context", None) or ()
        alternatives = tuple(tuple(self._told(inner) for inner in inners) for inners in within)
        return Broken(self._rule(error), alternatives, tuple(error.instance_path), shortened(error.message))

    def _rule(self, error: ValidationError) -> Rule:
        *steps, keyword = error.schema_path
        place = self._place.at(*steps)
        if keyword == "required":
            return Rule(
                place.rule(keyword, place.content[keyword].index(error.kind.as_dict()["property"])), keyword
            )
        if keyword == "type" and error.instance is None:
            return Rule(place.rule(NULLABLE), NULLABLE)
        if str(keyword).startswith("exclusive"):
            bound = str(keyword)[9:].lower()
            if error.instance != place.content[bound]:
                return Rule(place.rule(bound), bound)
        return Rule(place.rule(str(keyword)), str(keyword))


def _plain(place: Place) -> Any:
    """The schema with references resolved. `nullable` means something beside a type alone (OpenAPI 3.0.3)."""
    content = place.content
    if isinstance(content, dict):
        names = [name for name in content if name != NULLABLE or "type" in content]
        return {name: content[name] if name in ("enum", "example") else _plain(place.at(name)) for name in names}
    if isinstance(content, list):
        return [_plain(place.at(number)) for number in range(len(content))]
    return content
