"""Hostile requests as data: what a case is, and the cases of cases.yaml for one target.

The words of the YAML file are explained in docs/hostile-requests.md.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import yaml

from understudy.contract_tests.hostile.request import Field, HostileError, Sender, Words, build, build_request

__all__ = ["Case", "Expectation", "HostileError", "Target", "load"]

ENDINGS = ("close", "silence")
BODIES = ("error", "json", "empty")
CASE_KEYS = {"name", "why", "needs", "each", "request", "expect"}
EXPECT_KEYS = {"status", "or", "body", "headers", "mentions", "count", "same_as", "answers", "sequence"}
TARGET_KEYS = {
    "api",
    "login",
    "headers",
    "good",
    "words",
    "fields",
    "sets",
    "statuses",
    "shapes",
    "items",
    "apart",
}
LONGEST_NAME = 56  # a case's name has to fit into the local part of an email address

NOTHING: Words = MappingProxyType({})

Status = int | str


@dataclass(frozen=True)
class Target:
    """What the suite has to know about one API.

    `api` is what is served; `login` the request, if any, whose answer has the token; `shapes` maps a status, or
    `4xx`, to the keys of the error body, or to None where that is `null`; `sets` are labelled values for `each`;
    `apart` says of a case, by its id, why this API answers otherwise.
    """

    name: str
    api: str
    good: Mapping[str, Any]
    sender: Sender
    login: Mapping[str, Any] | None = None
    statuses: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    shapes: Mapping[str, Mapping[str, str] | None] = field(default_factory=dict)
    sets: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    items: str = "items"
    apart: Mapping[str, str] = field(default_factory=dict)

    def shape(self, status: int) -> Mapping[str, str] | None:
        """The keys that an error body with this status has, with their JSON types; None where it is `null`."""
        return self.shapes.get(str(status), self.shapes.get(f"{status // 100}xx", {}))


@dataclass(frozen=True)
class Expectation:
    """What may come back. The facts below `tolerated` are asked of the wanted statuses only."""

    wanted: tuple[Status, ...]
    tolerated: tuple[Status, ...] = ()
    body: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    mentions: tuple[str, ...] = ()
    count: int | None = None
    same_as: str | None = None
    answers: int = 1
    sequence: tuple[tuple[Status, ...], ...] = ()


@dataclass(frozen=True)
class Case:
    """One hostile request to one target. `sender` holds the target's words and the case's own."""

    id: str
    why: str
    request: Mapping[str, Any]
    expect: Expectation
    target: Target
    sender: Sender

    def payload(self, given: Words = NOTHING) -> bytes:
        """The bytes to send; `given` are the words that only a running server gives, `host` and `token`.

        Raises HostileError, naming the case, where the request is not well written.
        """
        return self._build(self.request, given)

    def payload_as(self, method: str, given: Words) -> bytes:
        """The same request with another method."""
        return self._build({**self.request, "method": method}, given)

    def _build(self, request: Mapping[str, Any], given: Words) -> bytes:
        try:
            return build_request(request, self.sender.given(given))
        except HostileError as error:
            raise HostileError(f"{self.id}: {error}") from error


def load(target: str, text: str | None = None) -> list[Case]:
    """The cases of `text` (cases.yaml by default) that concern the target, in their order.

    A case is left out where the target lacks a word, field or set that the case needs. Raises HostileError,
    naming the case, for one that is badly written, and for a name that does not exist or exists twice.
    """
    if text is None:
        text = files("understudy.contract_tests.hostile").joinpath("cases.yaml").read_text(encoding="utf-8")
    try:
        document = yaml.load(text, Loader=_Loader)  # noqa: S506 (a SafeLoader)
    except yaml.YAMLError as error:
        raise HostileError(f"the cases are not readable as YAML: {error}") from error
    if target not in document["targets"]:
        raise HostileError(f"no target {target!r} in the file; it has {', '.join(document['targets'])}")
    stage = _target(target, document["targets"][target])
    cases = [case for name, group in document["groups"].items() for case in _group(name, group, stage)]
    twice = {case.id for case in cases if sum(other.id == case.id for other in cases) > 1}
    if twice:
        raise HostileError(f"two cases are called {', '.join(sorted(twice))}")
    if unknown := stage.apart.keys() - {case.id for case in cases}:
        raise HostileError(f"target {target}: there is no case {', '.join(sorted(unknown))} to set apart")
    return [case for case in cases if case.id not in stage.apart]


class _Loader(yaml.SafeLoader):
    """YAML that refuses a key written twice, where the first case would be lost without a word."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [key.value for key, _ in node.value if key.tag != "tag:yaml.org,2002:merge"]
        twice = {key for key in keys if keys.count(key) > 1}
        if twice:
            raise HostileError(f"line {node.start_mark.line + 1}: {', '.join(sorted(twice))} is there twice")
        return super().construct_mapping(node, deep)


def _target(name: str, entry: Mapping[str, Any]) -> Target:
    unknown = set(entry) - TARGET_KEYS
    if unknown or not {"good", "words"} <= set(entry):
        raise HostileError(f"target {name}: needs good and words, and may have {', '.join(sorted(TARGET_KEYS))}")
    headers = entry.get("headers", {})
    words = {
        "credentials": "\r\n".join(f"{key}: {value}" for key, value in headers.items()),
        "host": "localhost",
        "token": "token",
        **entry["words"],
    }
    try:
        fields = {key: Field(**value) for key, value in entry.get("fields", {}).items()}
    except TypeError as error:
        raise HostileError(
            f"target {name}: a field needs path, body and name, and may have a method: {error}"
        ) from error
    return Target(
        name=name,
        api=entry.get("api", name),
        login=entry.get("login"),
        good=entry["good"],
        sender=Sender(words, headers, fields),
        statuses={key: tuple(value) for key, value in entry.get("statuses", {}).items()},
        shapes={str(key): value for key, value in entry.get("shapes", {}).items()},
        sets=entry.get("sets", {}),
        items=entry.get("items", "items"),
        apart=entry.get("apart", {}),
    )


def _group(name: str, group: Mapping[str, Any], target: Target) -> Iterator[Case]:
    for entry in group["cases"]:
        if "name" not in entry:
            raise HostileError(f"{name}: a case has no name: {entry!r:.80}")
        where = f"{name}/{entry['name']}"
        unknown = set(entry) - CASE_KEYS
        if unknown:
            raise HostileError(f"{where}: a case has no {', '.join(sorted(unknown))}")
        if not entry.get("why"):
            raise HostileError(f"{where}: say why, in a few words")
        if _concerns(entry, group, target):
            yield from _case(where, entry, group, target)


def _concerns(entry: Mapping[str, Any], group: Mapping[str, Any], target: Target) -> bool:
    """Whether the target has all that the case, or its group, says that it needs."""
    offered = {*target.sender.words, *target.sender.fields, *target.sets}
    return {*group.get("needs", []), *entry.get("needs", [])} <= offered


def _case(where: str, entry: Mapping[str, Any], group: Mapping[str, Any], target: Target) -> Iterator[Case]:
    request = _merged(group.get("request", {}), entry.get("request", {}))
    expect = _expectation(where, {**group.get("expect", {}), **entry.get("expect", {})}, target)
    for label, words in _variants(where, entry, target):
        name = f"{where}-{label}" if label else where
        if len(name) > LONGEST_NAME:
            raise HostileError(f"{name}: the name is longer than {LONGEST_NAME} characters")
        own = {"case": name.replace("/", "-"), **words}
        if request.get("field") in target.sender.fields:
            own["field"] = target.sender.fields[request["field"]].name
        sender = target.sender.given(own)
        case = Case(name, entry["why"], request, _with_words(name, expect, sender.words), target, sender)
        case.payload()
        yield case


def _merged(usual: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    headers = {**usual.get("headers", {}), **own.get("headers", {})}
    return {**usual, **own, **({"headers": headers} if headers else {})}


def _variants(where: str, entry: Mapping[str, Any], target: Target) -> Iterator[tuple[str, dict[str, Any]]]:
    """A label and its words for each request of the case, from `each`: a map or a target's set by name."""
    each = entry.get("each")
    if each is None:
        yield "", {}
        return
    variants = target.sets.get(each) if isinstance(each, str) else each
    if not isinstance(variants, dict):
        raise HostileError(f"{where}: `each` is {each!r}, and must be a map or one of {', '.join(target.sets)}")
    for label, value in variants.items():
        if isinstance(value, dict) and "value" in value:
            yield str(label), value
        else:
            yield str(label), {"value": value}


def _expectation(where: str, entry: Mapping[str, Any], target: Target) -> Expectation:
    unknown = set(entry) - {
        "status",
        "or",
        "body",
        "headers",
        "mentions",
        "count",
        "same_as",
        "answers",
        "sequence",
    }
    if unknown:
        raise HostileError(f"{where}: `expect` has no {', '.join(sorted(unknown))}")
    if entry.get("body") not in (None, *BODIES):
        raise HostileError(f"{where}: body is {entry['body']!r}, and must be one of {', '.join(BODIES)}")
    if not entry.get("status") and not entry.get("sequence"):
        raise HostileError(f"{where}: no status is expected")
    return Expectation(
        wanted=_statuses(where, entry.get("status", []), target),
        tolerated=_statuses(where, entry.get("or", []), target),
        body=entry.get("body"),
        headers=entry.get("headers", {}),
        mentions=tuple(entry.get("mentions", ())),
        count=entry.get("count"),
        same_as=entry.get("same_as"),
        answers=entry.get("answers", 1),
        sequence=tuple(_statuses(where, step, target) for step in entry.get("sequence", [])),
    )


def _statuses(where: str, names: list[Status], target: Target) -> tuple[Status, ...]:
    """Numbers and endings as they are; a target's own words become its numbers."""
    found: list[Status] = []
    for name in names:
        if name in ENDINGS or (isinstance(name, int) and 200 <= name <= 599):
            found.append(name)
        elif name in target.statuses:
            found.extend(target.statuses[str(name)])
        else:
            known = ", ".join([*ENDINGS, *target.statuses])
            raise HostileError(f"{where}: {name!r} is no status; write a number or one of {known}")
    return tuple(found)


def _with_words(where: str, expect: Expectation, words: Mapping[str, Any]) -> Expectation:
    """The expectation with words replaced, such as the methods of each path and the field's name."""
    try:
        headers = {name: build(value, words).decode() for name, value in expect.headers.items()}
        mentions = tuple(build(text, words).decode() for text in expect.mentions)
    except HostileError as error:
        raise HostileError(f"{where}: {error}") from error
    return replace(expect, headers=headers, mentions=mentions)
