"""In which order the formulas of a model are worked out: those that others read come first."""

from __future__ import annotations

import graphlib
from collections.abc import Mapping

from understudy.mocks.schema.formulas.errors import CycleError
from understudy.mocks.schema.formulas.formula import Formula


def in_order(formulas: Mapping[str, Formula]) -> list[str]:
    """The paths, dependencies first, else as given. Raises CycleError.

    A formula of `items.price_total` reads the fields beside it: its `price` is `items.price`. One that reads
    its own field reads what was given for it, and waits for nothing.
    """
    sorter = graphlib.TopologicalSorter({path: _read_first(path, formulas) for path in formulas})
    try:
        return list(sorter.static_order())
    except graphlib.CycleError as error:
        # graphlib names the first one twice, and goes from what is read to what reads it
        raise CycleError(tuple(reversed(error.args[1][1:]))) from None


def _read_first(path: str, formulas: Mapping[str, Formula]) -> list[str]:
    """The other formulas that this one needs."""
    beside = path.rpartition(".")[0]
    read = [f"{beside}.{name}" if beside else name for name in formulas[path].names]
    return [other for other in formulas if other != path and any(_overlap(other, name) for name in read)]


def _overlap(one: str, other: str) -> bool:
    """The same field, or a part of it."""
    return one == other or one.startswith(f"{other}.") or other.startswith(f"{one}.")
