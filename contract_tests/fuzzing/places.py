"""Where things stand in a contract: JSON pointers, with references followed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from understudy.specs.contract import Document


@dataclass(frozen=True, eq=False)
class Source:
    """A document, and what its references are known to lead to."""

    content: Document
    known: dict[str, Place] = field(default_factory=dict)


@dataclass(frozen=True)
class Place:
    """A part of a document that is no reference. `pointer` leads to it, as in `#/components/schemas/User`."""

    source: Source
    pointer: str
    content: Any

    @property
    def root(self) -> Place:
        return Place(self.source, "#", self.source.content)

    def at(self, *steps: str | int) -> Place:
        """What stands further in, where the steps lead; what a reference refers to, if they lead to one."""
        place = self
        for step in steps:
            content = place.content[step]
            if isinstance(content, dict) and isinstance(reference := content.get("$ref"), str):
                place = place.found(reference)
            else:
                place = Place(place.source, f"{place.pointer}/{escaped(step)}", content)
        return place

    def found(self, pointer: str) -> Place:
        """What a pointer leads to, anywhere in the document. Raises KeyError or IndexError."""
        known = self.source.known
        if pointer not in known:
            known[pointer] = self.root.at(*_steps(self.source.content, pointer[2:].split("/")))
        return known[pointer]

    def only(self, *keywords: str) -> Place:
        """With these keywords alone."""
        return replace(self, content={key: value for key, value in self.content.items() if key in keywords})

    def rule(self, keyword: str, *steps: str | int) -> str:
        """The pointer to a keyword that stands here, or that would."""
        return "/".join((self.pointer, keyword, *map(escaped, steps)))


def root(document: Document) -> Place:
    return Place(Source(document), "#", document)


def _steps(content: Any, names: Iterable[str]) -> Iterable[str | int]:
    for name in names:
        plain = name.replace("~1", "/").replace("~0", "~")
        step: str | int = int(plain) if isinstance(content, list) else plain
        yield step
        content = content[step]


def escaped(step: str | int) -> str:
    return str(step).replace("~", "~0").replace("/", "~1")
