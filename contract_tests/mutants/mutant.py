"""The planted mistakes, which are listed in `thinkific.yaml`, `schema.yaml` and `catalog.yaml`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import orjson

from understudy.specs import copies
from understudy.specs.contract import APIS

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Mutant:
    """One mistake.

    kind     such as `lost update`
    place    in `mocks/`: `thinkific.users:Users.update`, or an entry of a table,
             `thinkific.operations:OPERATIONS[getUsers]`; or where in the contract, as a pointer
    text     what stands there once, and is replaced by `instead`; '' where the whole entry is
    keyword  of the contract, which the mock does not know, or knows as `instead`, in JSON
    same     why nobody could see it, where the mistake is none
    """

    api: str
    kind: str
    place: str
    text: str = ""
    instead: str = ""
    keyword: str = ""
    same: str = ""

    @property
    def name(self) -> str:
        """One line that tells it from all others."""
        if self.keyword:
            change = f"{self.keyword} is {self.instead}" if self.instead else f"no {self.keyword}"
        else:
            change = f"{self.text or 'it'} → {self.instead or 'nothing'}"
        return " ".join(f"{self.api} {self.place}: {change}".split())

    @property
    def value(self) -> Any:
        return orjson.loads(self.instead)


@cache
def mutants(*apis: str) -> tuple[Mutant, ...]:
    """All of them, or those of some APIs, in the order of their lists."""
    return tuple(one for api in apis or APIS for one in _listed(api))


def _listed(api: str) -> Iterator[Mutant]:
    path = FOLDER / f"{api}.yaml"
    for kind, listed in copies.read(path).items() if path.is_file() else ():
        for told in listed:
            yield Mutant(api, kind, **{name: str(value) for name, value in told.items()})
