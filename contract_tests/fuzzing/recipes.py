"""Makes valid requests for an operation, and lists the ways to break one rule of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from understudy.contract_tests.fuzzing import constraints, expected, words
from understudy.contract_tests.fuzzing.breaking import Breaking, Edit, Medium
from understudy.contract_tests.fuzzing.credentials import Credential
from understudy.contract_tests.fuzzing.expected import Part
from understudy.contract_tests.fuzzing.judging import Rule
from understudy.contract_tests.fuzzing.known import KNOWN
from understudy.contract_tests.fuzzing.operations import FORM, JSON, Operation, Parameter
from understudy.contract_tests.fuzzing.parts import NOTHING, Parts
from understudy.contract_tests.fuzzing.valid import Make, Valid

Change = Callable[[Random, Parts], None]

OPTIONAL_PARAMETERS = 3
"""How many of the parameters that may be left out are there, on average."""
KNOWN_SHARE = 0.7
NO_METHOD = "PATCH"
NO_PATH = "/understudy/knows/no/such/path"
CUT = b'{"cut": '


@dataclass(frozen=True)
class Mutation:
    """Breaks one rule of a valid request."""

    rule: Rule
    also: tuple[str, ...]
    expected: tuple[int, ...]
    change: Change


class Recipe:
    """For one operation."""

    def __init__(
        self, api: str, operation: Operation, credentials: Mapping[str, Credential], valid: Valid,
        breaking: Mapping[Medium, Breaking],
    ) -> None:  # fmt: skip
        self._api = api
        self.operation = operation
        self.expected = expected.of_valid(api, operation)
        self._credentials = credentials
        self._alternatives = [list(one) for one in operation.security.content] if operation.security else []
        optional = sum(not one.required for one in operation.parameters)
        share = min(0.5, OPTIONAL_PARAMETERS / max(1, optional))
        self._parameters = [
            (one, _known(api, one, valid.of(one.schema)), 1.0 if one.required else share)
            for one in operation.parameters
        ]
        self._bodies = [(kind, valid.of(place)) for kind, place in operation.contents.items()]
        self._breaking = breaking

    def valid(self, rng: Random) -> Parts:
        """A request that keeps every rule."""
        operation, chance = self.operation, rng.random
        parts = Parts(operation.method, operation.template)
        places = {"path": parts.path, "query": parts.query, "header": parts.headers}
        for parameter, make, share in self._parameters:
            if share >= 1 or chance() < share:
                self._put(parts, places[parameter.where], parameter, make(rng))
        if self._alternatives:
            self._let_in(parts, self._alternatives[int(chance() * len(self._alternatives))])
        if self._bodies:
            kind, make = self._bodies[int(chance() ** 2 * len(self._bodies))]
            parts.kind, parts.body = kind, make(rng)
        return parts

    @staticmethod
    def _put(parts: Parts, place: dict[str, Any], parameter: Parameter, value: Any) -> None:
        """Where a parameter stands for every other name, its fields are names themselves."""
        if parameter.is_object and parameter.place.content.get("style", "form") == "form":
            parts.query.update({name: content for name, content in value.items() if name not in parts.query})
        else:
            place[parameter.name] = value

    def _let_in(self, parts: Parts, schemes: list[str]) -> None:
        parts.credentials = {one.header: one.value for one in (self._credentials[name] for name in schemes)}

    # Mutations

    def mutations(self) -> Iterator[Mutation]:
        yield from self._of_the_whole()
        yield from self._of_credentials()
        for parameter in self.operation.parameters:
            yield from self._of_parameter(parameter)
        if self.operation.body is not None:
            yield from self._of_body()

    def _mutation(self, rule: Rule, part: Part, change: Change, also: tuple[str, ...] = ()) -> Mutation:
        return Mutation(rule, also, expected.of_broken(self._api, self.operation, part), change)

    def _of_the_whole(self) -> Iterator[Mutation]:
        def elsewhere(_: Random, parts: Parts) -> None:
            parts.template = NO_PATH

        def otherwise(_: Random, parts: Parts) -> None:
            parts.method = NO_METHOD

        yield self._mutation(constraints.undeclared_path(self.operation), "paths", elsewhere)
        if NO_METHOD.lower() not in self.operation.item.content:
            yield self._mutation(constraints.undeclared_method(self.operation), "method", otherwise)

    def _of_credentials(self) -> Iterator[Mutation]:
        if self.operation.security is None:
            return

        def nobody(_: Random, parts: Parts) -> None:
            parts.credentials = {}

        yield self._mutation(Rule(self.operation.security.pointer, "security"), "credentials", nobody)
        for schemes in self._alternatives:
            for name in schemes:
                rule = constraints.scheme(self.operation, name)
                yield self._mutation(rule, "credentials", self._badly(schemes, self._credentials[name]))

    def _badly(self, schemes: list[str], credential: Credential) -> Change:
        def wrongly(_: Random, parts: Parts) -> None:
            self._let_in(parts, schemes)
            if credential.wrong is None:
                del parts.credentials[credential.header]
            else:
                parts.credentials[credential.header] = credential.wrong

        return wrongly

    def _of_parameter(self, parameter: Parameter) -> Iterator[Mutation]:
        part: Part = parameter.where  # type: ignore[assignment]  # one of these three by OpenAPI
        if parameter.required and part != "path":
            rule = Rule(parameter.place.rule("required"), "required")
            yield self._mutation(rule, part, _left_out(parameter))
        if parameter.is_object:
            return
        make = next(make for one, make, _ in self._parameters if one is parameter)
        for way in self._breaking["segment" if part == "path" else "text"].of(parameter.schema):
            yield self._mutation(way.rule, part, _put(parameter, make, way.edit), way.also)

    def _of_body(self) -> Iterator[Mutation]:
        body = self.operation.body
        if body is None:
            return
        if body.content.get("required"):
            yield self._mutation(Rule(body.rule("required"), "required"), "no body", _empty)
        yield self._mutation(Rule(body.rule("content"), "content"), "media type", _of_no_known_type)
        for (kind, make), place in zip(self._bodies, self.operation.contents.values(), strict=True):
            if kind == JSON:
                yield self._mutation(Rule(body.rule("content", kind), "content"), "text", _cut)
            for way in self._breaking["text" if kind == FORM else "json"].of(place):
                change = _body(kind, make, way.edit)
                if kind != FORM or _is_form(way.edit(Random(1), make(Random(1)))):
                    yield self._mutation(way.rule, "body", change, way.also)


def _in_header(make: Make) -> Make:
    """Of what a header can hold: letters and signs of ASCII, with no spaces around them."""

    def printed(rng: Random) -> str:
        value = str(make(rng))
        return value if value.isascii() and value.isprintable() and value == value.strip() else words.PLAIN[0]

    return printed


def _known(api: str, parameter: Parameter, make: Make) -> Make:
    """Makes values of which most lead to a record, where such are known."""
    if parameter.where == "header":
        return _in_header(make)
    values = KNOWN.get(api, {}).get(parameter.name)
    if not values:
        return make
    return lambda rng: values[int(rng.random() * len(values))] if rng.random() < KNOWN_SHARE else make(rng)


def _is_form(value: Any) -> bool:
    """Whether a form can say it: names, with texts."""
    return isinstance(value, dict) and all(isinstance(one, str) for one in value.values())


def _left_out(parameter: Parameter) -> Change:
    def change(_: Random, parts: Parts) -> None:
        (parts.query if parameter.where == "query" else parts.headers).pop(parameter.name, None)

    return change


def _put(parameter: Parameter, make: Make, edit: Edit) -> Change:
    def change(rng: Random, parts: Parts) -> None:
        value = edit(rng, make(rng))
        place: dict[str, Any] = {"path": parts.path, "query": parts.query, "header": parts.headers}[
            parameter.where
        ]
        place[parameter.name] = value

    return change


def _body(kind: str, make: Make, edit: Edit) -> Change:
    def change(rng: Random, parts: Parts) -> None:
        value = parts.body if parts.kind == kind else make(rng)
        parts.kind, parts.body = kind, edit(rng, value)

    return change


def _empty(_: Random, parts: Parts) -> None:
    parts.body = NOTHING


def _of_no_known_type(_: Random, parts: Parts) -> None:
    parts.raw, parts.kind = b"plain text", "text/plain"


def _cut(_: Random, parts: Parts) -> None:
    parts.raw, parts.kind = CUT, JSON
