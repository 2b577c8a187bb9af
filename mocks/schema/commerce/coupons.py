"""Codes of coupons, made many at once."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from random import Random

from understudy.mocks.schema import automatic
from understudy.mocks.schema.commerce.commerce import Commerce, whole
from understudy.mocks.schema.rules import Record
from understudy.mocks.schema.writing import Numbers, Writing

LETTERS = string.ascii_uppercase
PLACES = {"#": string.digits, "@": LETTERS, "*": LETTERS + string.digits}
"""In a pattern: what stands for any digit, any letter, and either."""
PLACE = re.compile(r"[#@*]")
USUAL = "*****"
"""What comes before the number of a code, or after a pattern in which nothing varies."""
GENERATE = "generate_codes"
ENOUGH = 20
"""How often a code that is taken is tried again, for each that is wanted."""


class Generations(Commerce):
    """Makes the codes that are asked for, before the next request."""

    def __init__(self, writing: Writing) -> None:
        super().__init__(writing)
        writing.sandbox.work[GENERATE] = self.generate

    def kept(self, record: Record, before: Record) -> None:
        if not before and not record.get("complete"):
            self.writing.sandbox.jobs.later(0, GENERATE, generation=record["id"])

    def generate(self, generation: str) -> None:
        """Makes all codes of a generation, or says why not."""
        record = self.get("coupons:generations", generation)
        if not record:
            return
        if not self.does("coupons", "generate_codes"):
            self.bring(
                "coupons:generations", generation, {"complete": True, "error": "No codes are generated here."}
            )
            return
        codes = list(self._codes(record))
        wanted = whole(record.get("count"))
        error = None
        if len(codes) < wanted:
            codes, error = [], f"The pattern makes fewer than {wanted} codes that are new: give it more places."
        now = self.clock.now()
        self.writing.create_many(
            "coupons:codes",
            (
                {
                    "id": self.writing.new_id("coupons:codes"),
                    "parent_id": record["parent_id"],
                    "gen_id": generation,
                    "code": code,
                    "use_total": 0,
                    "use_count": 0,
                    "date_created": now,
                    "date_updated": now,
                }
                for code in codes
            ),
        )
        self.bring("coupons:generations", generation, {"complete": True, "error": error})

    def _codes(self, record: Record) -> Iterator[str]:
        """New codes, each once: as many as are wanted, or as the pattern has."""
        chance, wanted = self.writing.sandbox.random("codes", record["id"]), whole(record.get("count"))
        pattern, made = _pattern(record), set[str]()
        for _ in range(wanted * ENOUGH):
            if len(made) == wanted:
                return
            code = drawn(pattern, chance) if pattern else drawn(USUAL, chance) + str(self._number())
            if code not in made and not self.store.exists("coupons:codes", {"code": code}):
                made.add(code)
                yield code

    def _number(self) -> int:
        """Of the counter that the model of codes counts with."""
        field = self.writing.models.endpoints["coupons:codes"].field("code")
        start = 1 if field is None else automatic.first(field.increment)
        return Numbers(self.writing, "coupons:codes").number("code", start)


def _pattern(record: Record) -> str:
    """What the codes of a generation look like; "" for the usual."""
    if record.get("pattern_type") != "custom":
        return ""
    pattern = str(record.get("pattern") or "").upper()
    return pattern if PLACE.search(pattern) else pattern + USUAL


def drawn(pattern: str, chance: Random) -> str:
    """A code of a pattern: `SALE-##` may become SALE-07."""
    return PLACE.sub(lambda place: chance.choice(PLACES[place[0]]), pattern)
