"""Which rules of a contract have been broken, and why some cannot be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from understudy.contract_tests.fuzzing.fuzzer import Constraint, Fuzzed, Fuzzer
from understudy.contract_tests.fuzzing.reasons import NO_STATUS, reason


class Coverage:
    """Counts for each operation by itself: a rule that two of them share is two constraints."""

    def __init__(self, fuzzer: Fuzzer) -> None:
        self._fuzzer = fuzzer
        self.breakable = frozenset(fuzzer.breakable)
        self.broken: set[Constraint] = set()

    def watch(self, requests: Iterable[Fuzzed]) -> Iterator[Fuzzed]:
        """The requests, counted as they go by."""
        for fuzzed in requests:
            if fuzzed.label.rule is not None:
                self.broken.add((fuzzed.operation_id, fuzzed.label.rule))
            yield fuzzed

    @property
    def share(self) -> float:
        """Of the constraints that can be broken, from 0 to 1."""
        return len(self.broken) / len(self.breakable) if self.breakable else 1.0

    def unbroken(self) -> list[Constraint]:
        """What could be broken, and has not been."""
        return [constraint for constraint in self._fuzzer.breakable if constraint not in self.broken]

    def unbreakable(self) -> dict[Constraint, str]:
        """What no request breaks alone, with the reason."""
        operations = {one.operation_id: one for one in self._fuzzer.operations}
        found = {}
        for operation_id, rule in self._fuzzer.constraints:
            if (operation_id, rule) not in self.breakable:
                known = (operation_id, rule) in self._fuzzer.undocumented
                found[operation_id, rule] = NO_STATUS if known else reason(operations[operation_id], rule)
        return found

    def told(self) -> Iterator[str]:
        """Lines for whoever asked."""
        yield (
            f"{len(self.broken):,} of {len(self.breakable):,} constraints are broken ({self.share:.1%}); "
            f"{len(self._fuzzer.constraints):,} are in the contract."
        )
        if self.share < 1:
            yield f"Ask for more to break the other {len(self.unbroken()):,}."
        reasons = Counter(self.unbreakable().values())
        if reasons:
            yield f"{reasons.total():,} cannot be broken alone:"
        for told, count in reasons.most_common():
            yield f"  {count:,}: {told}"
