"""What is wrong with a recorded request or its answer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Whose(StrEnum):
    """Who has to mend it."""

    CLIENT = "client"
    TARGET = "target"


@dataclass(frozen=True)
class Finding:
    """
    code     stable between releases: `broken-request`, `broken-answer`, …
    entry    number of the entry in the HAR, from 0
    asked    method and URL, as they were recorded
    pointer  into the contract; empty where it has nothing to point at
    at       into the request or the answer: `body/items/0/price`
    doubt    what openapi-core says, where it sees nothing wrong
    """

    code: str
    entry: int
    asked: str
    operation_id: str
    whose: Whose
    pointer: str
    at: str
    message: str
    doubt: str = ""

    def __str__(self) -> str:
        place = " ".join(filter(None, (self.at, self.pointer)))
        told = f"entry {self.entry}: {self.asked}\n  {self.code} ({self.whose}): {self.message}\n  {place}"
        return f"{told}\n  {self.doubt}" if self.doubt else told

    def as_json(self) -> dict[str, Any]:
        return {**vars(self), "whose": str(self.whose)}
