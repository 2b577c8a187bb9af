"""What a sandbox has to send to others. How it gets there is not its business: see `delivery`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Message:
    """One attempt to send JSON to a URL. Of those on one `lane`, only the first is ever on its way."""

    lane: str
    id: str
    attempt: int
    url: str
    body: bytes


@dataclass(frozen=True)
class Answer:
    """What came of it. `status` is that of HTTP, None where there was none; `text` what was said, or why not."""

    status: int | None
    text: str

    @property
    def good(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


class Outgoing(Protocol):
    """A queue that is kept in the store, so that a restart or a snapshot loses nothing of it."""

    @property
    def listened(self) -> bool:
        """Whether anybody would hear."""

    def due(self, lane: str | None = None) -> list[Message]:
        """What is to be sent now: the first of each lane, or of one."""

    def sent(self, message: Message, answer: Answer) -> None:
        """Takes note of what came of an attempt, unless the queue has changed under it."""
