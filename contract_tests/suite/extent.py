"""How much is asked."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Extent:
    """
    seed      what everything that is asked is drawn from
    examples  random requests for each operation; None for what the API's plan says
    whole     every operation, also where the plan leaves some out that are like others
    """

    seed: int = 1
    examples: int | None = None
    whole: bool = False
