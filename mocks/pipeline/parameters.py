"""Reads path, query and header parameters: text to typed values, by the contract alone."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import unquote_to_bytes

from understudy.mocks.pipeline.errors import ContractViolation, Place, ProtocolError
from understudy.mocks.rules.schemas import Validator

INTEGER = re.compile(r"-?\d{1,19}", re.ASCII)
NUMBER = re.compile(r"-?\d{1,40}(\.\d{1,40})?([eE][+-]?\d{1,3})?", re.ASCII)
BOOLEANS = {"true": True, "false": False}
MAX_PARAMETERS = 100

Parameter = Mapping[str, Any]
Values = dict[str, Any]


class Parameters:
    """The parameters of one operation that stand in one place."""

    def __init__(self, place: Place, parameters: Iterable[Parameter]) -> None:
        self.place = place
        self.schemas = {_name(place, entry): entry["schema"] for entry in parameters if entry["in"] == place}
        required = [_name(place, entry) for entry in parameters if entry["in"] == place and entry.get("required")]
        rules: dict[str, Any] = {"type": "object", "properties": self.schemas}
        self._validator = Validator({**rules, "required": required} if required else rules)
        self._defaults = {name: entry["default"] for name, entry in self.schemas.items() if "default" in entry}

    def read(self, given: Mapping[str, str]) -> Values:
        """Typed values with defaults filled in. Raises ContractViolation with every broken rule."""
        values = {name: _typed(self.schemas[name], given[name]) for name in self.schemas if name in given}
        if not self._validator.is_valid(values):
            raise ContractViolation(self.place, self._validator.violations(values))
        return {**self._defaults, **values} if self._defaults else values


class Path(Parameters):
    """Parameters of the path. What the same segments mean is remembered."""

    def __init__(self, parameters: Iterable[Parameter]) -> None:
        super().__init__("path", parameters)
        self.parse = lru_cache(maxsize=1024)(self._parse)

    def _parse(self, segments: tuple[tuple[str, str], ...]) -> Values:
        return self.read(dict(segments))


class Query(Parameters):
    """Parameters of the query string. What one query string means is remembered."""

    def __init__(self, parameters: Iterable[Parameter]) -> None:
        super().__init__("query", parameters)
        self.parse = lru_cache(maxsize=1024)(self._parse)

    def _parse(self, query: bytes) -> Values:
        return self.read(split_pairs(query, self.schemas))


def split_pairs(text: bytes, known: Collection[str], place: Place = "query") -> dict[str, str]:
    """Name -> value of a query string or form, unknown names included.

    Raises ProtocolError 400 for what is none, or says a known name twice.
    """
    given: dict[str, str] = {}
    for name, value in _pairs(text, place):
        if name in given and name in known:
            raise ProtocolError(400, f"Parameter {name[:80]} is given more than once.")
        given[name] = value
    return given


def _pairs(text: bytes, place: Place) -> Iterator[tuple[str, str]]:
    pairs = text.split(b"&") if text else []
    if len(pairs) > MAX_PARAMETERS:
        raise ProtocolError(400, f"The {place} has {len(pairs)} parameters: at most {MAX_PARAMETERS} are read.")
    for pair in pairs:
        name, _, value = pair.partition(b"=")
        yield unescape(name, place), unescape(value, place)


def unescape(text: bytes, place: Place = "query") -> str:
    if b"%" not in text and b"+" not in text and text.isascii():
        return text.decode("ascii")
    if text.count(b"%") != len(re.findall(rb"%[0-9A-Fa-f]{2}", text)):
        raise ProtocolError(400, f"The {place} holds a broken %-escape in {text[:80].decode('latin-1')!r}.")
    try:
        return unquote_to_bytes(text.replace(b"+", b" ")).decode()
    except UnicodeDecodeError as error:
        raise ProtocolError(
            400, f"The {place} holds bytes that are not UTF-8 in {text[:80].decode('latin-1')!r}."
        ) from error


def _name(place: Place, parameter: Parameter) -> str:
    name: str = parameter["name"]
    return name.lower() if place == "header" else name


def _typed(schema: Mapping[str, Any], text: str) -> Any:
    """The value that the text stands for; the text itself where it stands for none, for the schema to refuse."""
    kind = schema.get("type")
    if kind == "integer":
        return int(text) if INTEGER.fullmatch(text) else text
    if kind == "number":
        return float(text) if NUMBER.fullmatch(text) else text
    if kind == "boolean":
        return BOOLEANS.get(text, text)
    return text
